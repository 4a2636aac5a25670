import { ArrowLeft, Download, FolderOpen, Upload } from 'lucide-react'
import { DeskButton } from '../look/desk-button'
import { useLive, useSession, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { draftOf, useDraft } from './draft-store'

interface EditorHeadProps {
  title: string | null
  /** The core has found nothing wrong with the text as it stands. */
  canLoad: boolean
  onOpen: () => void
  onSave: () => void
  onLoad: () => void
}

/** What can be done with the script that is written. */
export function EditorHead({ title, canLoad, onOpen, onSave, onLoad }: EditorHeadProps) {
  const session = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const running = useLive((s) => s.show?.status === 'running')
  const isOwn = useDraft(session, (s) => s.isOwn)
  const hasText = useDraft(session, (s) => (s.text ?? '').trim() !== '')
  const close = () => draftOf(session).getState().close()
  const mayLoad = up && canLoad && !running
  useActions([
    { id: 'editor.close', label: t('editor.close'), key: 'M', run: close, group: t('editor.title') },
    { id: 'editor.open', label: t('editor.open'), key: 'O', run: onOpen, group: t('editor.title') },
    { id: 'editor.save', label: t('editor.save'), key: 'W', run: onSave, disabled: !hasText, group: t('editor.title') },
    {
      id: 'editor.load',
      label: t('editor.load_ask'),
      key: '⏎',
      run: onLoad,
      disabled: !mayLoad,
      group: t('editor.title'),
    },
  ])
  return (
    <header className="eg-editor-head">
      <DeskButton tone="quiet" Icon={ArrowLeft} keyCap="M" testId="editor-close" onPress={close}>
        {t('editor.close')}
      </DeskButton>
      <h1>
        {title ?? t('editor.title')}
        <small>{t(isOwn ? 'editor.draft_typed' : 'editor.draft')}</small>
      </h1>
      <DeskButton Icon={FolderOpen} keyCap="O" testId="editor-open" onPress={onOpen}>
        {t('editor.open')}
      </DeskButton>
      <DeskButton Icon={Download} keyCap="W" disabled={!hasText} testId="editor-save" onPress={onSave}>
        {t('editor.save')}
      </DeskButton>
      <DeskButton tone="next" Icon={Upload} keyCap="⏎" disabled={!mayLoad} testId="editor-load" onPress={onLoad}>
        {t('editor.load_ask')}
      </DeskButton>
    </header>
  )
}

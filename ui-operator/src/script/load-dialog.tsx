import { Upload } from 'lucide-react'
import type { OpScript } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { Dialog } from '../look/dialog'
import { FailureNote } from '../look/failure-note'
import { useCommandState, useLive, useWords } from '../session/use-session'
import { changesBetween, type DraftOutline } from './draft-steps'

interface LoadDialogProps {
  loaded: OpScript | null
  outline: DraftOutline
  onLoad: () => void
  onClose: () => void
}

/** What loading changes, before it does. */
export function LoadDialog({ loaded, outline, onLoad, onClose }: LoadDialogProps) {
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending['script.load'] ?? false)
  const title = outline.title ?? t('editor.untitled')
  const text =
    loaded === null
      ? t('editor.load_first', { title })
      : t(loaded.title === title ? 'editor.load_same' : 'editor.load_other', { title, before: loaded.title ?? '' })
  const changes = loaded === null ? null : changesBetween(loaded.steps, outline.steps)
  const lists = changes
    ? ([
        ['added', changes.added],
        ['changed', changes.changed],
        ['removed', changes.removed],
      ] as const)
    : []
  return (
    <Dialog open onClose={onClose} title={t('editor.load_title')} text={text} testId="load-dialog">
      {changes && (
        <dl className="eg-peek-facts" data-testid="load-changes">
          {lists
            .filter(([, ids]) => ids.length > 0)
            .map(([kind, ids]) => (
              <div key={kind}>
                <dt>{t(`editor.${kind}`)}</dt>
                <dd>{ids.join(', ')}</dd>
              </div>
            ))}
          {lists.every(([, ids]) => ids.length === 0) && <dd className="eg-dim">{t('editor.no_changes')}</dd>}
        </dl>
      )}
      <FailureNote command="script.load" />
      <div className="eg-dialog-row">
        <DeskButton tone="next" Icon={Upload} pending={pending} disabled={!up} testId="load-confirm" onPress={onLoad}>
          {t('editor.load')}
        </DeskButton>
        <DeskButton tone="quiet" keyCap="Esc" testId="load-keep" onPress={onClose}>
          {t('dialog.keep')}
        </DeskButton>
      </div>
    </Dialog>
  )
}

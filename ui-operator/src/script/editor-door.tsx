import { ArrowLeft } from 'lucide-react'
import { useEffect, useState, type ComponentType } from 'react'
import { DeskButton } from '../look/desk-button'
import { useSession, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { draftOf } from './draft-store'

// The editor brings a library of its own, which the night itself does without: it is a file of its own to the browser.
const readEditor = async () => (await import('./script-editor')).ScriptEditor

/** The script's editor, read when it is first opened; without the core's link that may fail, and is said. */
export function EditorDoor() {
  const [editor, setEditor] = useState<{ Editor: ComponentType } | 'reading' | 'failed'>('reading')
  useEffect(() => {
    let over = false
    readEditor().then(
      (Editor) => over || setEditor({ Editor }),
      (error: unknown) => {
        console.warn('editor:', error)
        if (!over) setEditor('failed')
      },
    )
    return () => {
      over = true
    }
  }, [])
  if (editor === 'reading') return <main className="eg-page" aria-busy />
  if (editor === 'failed') return <Unread />
  return <editor.Editor />
}

function Unread() {
  const session = useSession()
  const { t } = useWords()
  const close = () => draftOf(session).getState().close()
  useActions([{ id: 'editor.close', label: t('editor.close'), key: 'M', run: close }])
  return (
    <main className="eg-page">
      <div className="eg-empty" role="alert" data-testid="editor-unread">
        <h1>{t('editor.unread_title')}</h1>
        <p>{t('editor.unread_text')}</p>
        <DeskButton Icon={ArrowLeft} keyCap="M" onPress={close}>
          {t('editor.close')}
        </DeskButton>
      </div>
    </main>
  )
}

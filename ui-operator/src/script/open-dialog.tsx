import { FileText, FileUp, Sparkles } from 'lucide-react'
import { useRef, useState } from 'react'
import { DeskButton } from '../look/desk-button'
import { Dialog } from '../look/dialog'
import { FieldError } from '../look/field'
import { useLive, useSession, useWords } from '../session/use-session'
import { useDraft } from './draft-store'
import { readScriptText } from './script-calls'
import { TEMPLATES } from './templates'

interface OpenDialogProps {
  onText: (text: string, name: string | null, isOwn: boolean) => void
  onFile: (file: File) => void
  onClose: () => void
}

/** What to begin with: the script that is loaded, a file, or a short one to change. */
export function OpenDialog({ onText, onFile, onClose }: OpenDialogProps) {
  const session = useSession()
  const { t, lang } = useWords()
  const up = useLive((s) => s.link.up)
  const title = useLive((s) => (s.script?.hash ? s.script.title : null))
  const isOwn = useDraft(session, (s) => s.isOwn)
  const [reading, setReading] = useState<'no' | 'yes' | 'failed'>('no')
  const input = useRef<HTMLInputElement>(null)
  const openLoaded = async () => {
    setReading('yes')
    try {
      const loaded = await readScriptText(session.access.fetch)
      if (loaded) onText(loaded.text, loaded.name, false)
      setReading(loaded ? 'no' : 'failed')
    } catch (error) {
      console.warn('script:', error)
      setReading('failed')
    }
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('editor.open_title')}
      text={t(isOwn ? 'editor.open_replaces' : 'editor.open_text')}
      testId="open-dialog"
    >
      <div className="eg-editor-sources">
        {title !== null && (
          <DeskButton
            Icon={FileText}
            disabled={!up}
            pending={reading === 'yes'}
            testId="open-loaded"
            onPress={() => void openLoaded()}
          >
            {t('editor.open_loaded', { title })}
          </DeskButton>
        )}
        <DeskButton Icon={FileUp} testId="open-file" onPress={() => input.current?.click()}>
          {t('editor.open_file')}
        </DeskButton>
        <DeskButton Icon={Sparkles} testId="open-example" onPress={() => onText(TEMPLATES[lang], null, true)}>
          {t('editor.open_example')}
        </DeskButton>
        <input
          ref={input}
          type="file"
          className="sr-only"
          tabIndex={-1}
          aria-label={t('editor.open_file')}
          data-testid="open-file-input"
          accept=".yaml,.yml,.json,text/yaml,application/json"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            if (file) onFile(file)
          }}
        />
      </div>
      {reading === 'failed' && <FieldError>{t('editor.open_failed')}</FieldError>}
    </Dialog>
  )
}

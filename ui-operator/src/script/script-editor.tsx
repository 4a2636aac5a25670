import { useCallback, useMemo, useRef, useState, type DragEvent } from 'react'
import { contracts } from '@eg/shared'
import { FailureNote } from '../look/failure-note'
import { RunHeader } from '../night/run-header'
import { currentRun } from '../night/suggestion'
import { VoteMeter } from '../night/vote-meter'
import { useLive, useSession, useWords } from '../session/use-session'
import { CodeField, type CodeFieldHandle } from './code-field'
import { DraftPreview, useOutline } from './draft-preview'
import { draftOf, useDraft } from './draft-store'
import { EditorHead } from './editor-head'
import { LoadDialog } from './load-dialog'
import { OpenDialog } from './open-dialog'
import { ProblemList } from './problem-list'
import { fileName, saveFile } from './save-file'
import { sayFault } from './say-fault'
import { checkOf, useCheck } from './use-check'
import { useLoadedText } from './use-loaded-text'

/** Where a script of the night is written: its text, what is wrong with it, and where it leads. */
export function ScriptEditor() {
  const session = useSession()
  const { t } = useWords()
  const draft = draftOf(session)
  const text = useDraft(session, (s) => s.text)
  const name = useDraft(session, (s) => s.name)
  // A text that comes from elsewhere makes the field anew; what is typed does not.
  const [generation, setGeneration] = useState(0)
  const [asking, setAsking] = useState<'open' | 'load' | null>(null)
  const [unread, setUnread] = useState<string | null>(null)
  const code = useRef<CodeFieldHandle>(null)
  const { check, tell } = useCheck(text)
  const faults = useMemo(
    () => (check?.problems ?? []).map((each) => ({ ...each, message: sayFault(each, t).text })),
    [check, t],
  )
  const outline = useOutline(text ?? '')
  const script = useLive((s) => s.script)
  // Whoever writes still sees the question that is on.
  const current = useLive((s) => s.night && currentRun(s.night))
  const running = useLive((s) => s.show?.status === 'running')

  const begin = useCallback(
    (given: string, from: string | null, isOwn: boolean) => {
      draft.getState().begin(given, from, isOwn)
      setGeneration((n) => n + 1)
      setAsking(null)
    },
    [draft],
  )
  useLoadedText(
    begin,
    useCallback(() => setAsking('open'), []),
  )
  const readFile = async (file: File) => {
    try {
      begin(await file.text(), file.name.slice(0, 120), true)
      setUnread(null)
    } catch (error) {
      console.warn(file.name, error)
      setUnread(file.name)
    }
  }
  const drop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files
    if (!file) return
    event.preventDefault()
    void readFile(file)
  }
  const load = async () => {
    if (text === null) return
    const fields = { text, expect_script: script?.hash ?? null, ...(name === null ? {} : { name }) }
    const answer = await session.commands.give('script.load', contracts.opShowLoad, fields)
    const said = checkOf(text, answer)
    if (said) tell(said)
    if (said?.status === 'wrong') session.commands.dismiss('script.load')
    if (said) setAsking(null)
    if (answer.status === 'ok') {
      draft.getState().settled()
      draft.getState().close()
    }
  }
  const isOld = text !== null && text.trim() !== '' && check?.text !== text
  return (
    <div
      className="eg-editor"
      data-testid="script-editor"
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={drop}
    >
      <EditorHead
        title={outline.title}
        canLoad={!isOld && check?.status === 'right'}
        onOpen={() => setAsking('open')}
        onSave={() => saveFile(text ?? '', fileName(name, outline.title))}
        onLoad={() => setAsking('load')}
      />
      {running && (
        <p className="eg-editor-note" role="note" data-testid="editor-running">
          {t('editor.show_runs')}
        </p>
      )}
      {unread !== null && (
        <p className="eg-editor-note" role="alert">
          {t('editor.file_unread', { name: unread })}
        </p>
      )}
      <FailureNote command="script.check" />
      {current && (
        <div className="eg-composer-current">
          <RunHeader run={current} compact />
          <VoteMeter run={current} />
        </div>
      )}
      <div className="eg-editor-body">
        <div className="eg-editor-text">
          <CodeField
            key={generation}
            text={text ?? ''}
            label={t('editor.text')}
            problems={faults}
            onChange={draft.getState().type}
            handle={code}
          />
          <p className="eg-editor-hint">{t('editor.hint')}</p>
          {text !== null && text.trim() !== '' && (
            <ProblemList check={check} isOld={isOld} onGo={(line, column) => code.current?.goTo(line, column)} />
          )}
        </div>
        <DraftPreview outline={outline} />
      </div>
      {asking === 'open' && (
        <OpenDialog onText={begin} onFile={(file) => void readFile(file)} onClose={() => setAsking(null)} />
      )}
      {asking === 'load' && (
        <LoadDialog
          loaded={script?.hash ? script : null}
          outline={outline}
          onLoad={() => void load()}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  )
}

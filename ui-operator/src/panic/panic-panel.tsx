import { useState } from 'react'
import { useMay } from '../login/may'
import { Dialog } from '../look/dialog'
import { useSession, useView, useWords } from '../session/use-session'
import { HeldRow } from './held-row'
import { MessageForm } from './message-form'
import { StopEverything } from './stop-everything'
import { HELD, PRESS, RELEASE } from './use-panic'

/** All that stops the house, in one place: money, the game, light and screens, and a word to all screens. */
export function PanicPanel() {
  const { view } = useSession()
  const { t } = useWords()
  const may = useMay()
  const open = useView((v) => v.cover === 'panic')
  const [reason, setReason] = useState('')
  const close = () => {
    setReason('')
    view.setState({ cover: null })
  }
  const scopes = HELD.filter((scope) => may(PRESS[scope]) || may(RELEASE[scope]))
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('panic.title')}
      text={t('panic.text')}
      size="panic"
      testId="panic-panel"
    >
      <div className="eg-panic" data-columns={may('opMessageShow') || undefined}>
        <section className="eg-panic-held" aria-label={t('panic.stop')}>
          <h3>{t('panic.stop')}</h3>
          <StopEverything reason={reason} onDone={() => setReason('')} />
          {scopes.map((scope) => (
            <HeldRow key={scope} scope={scope} reason={reason} onDone={() => setReason('')} />
          ))}
          <input
            className="eg-input"
            data-testid="panic-reason"
            aria-label={t('panic.reason')}
            placeholder={t('panic.reason')}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </section>
        {may('opMessageShow') && <MessageForm />}
      </div>
    </Dialog>
  )
}

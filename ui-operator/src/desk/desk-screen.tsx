import { useState } from 'react'
import { Radio } from 'lucide-react'
import { useLive, useSession, useView, useWords } from '../session/use-session'
import { Counter } from './counter'
import { DeskChooser } from './desk-chooser'
import { DeskHead } from './desk-head'
import { DrawerCash } from './drawer-cash'
import { ShiftClose } from './shift-close'
import { ShiftOpen } from './shift-open'

export type DeskPanel = 'cash' | 'close' | null

/** The change desk: choose it once, open the shift, then card after card. */
export function DeskScreen() {
  const deskId = useView((v) => v.deskId)
  return deskId === null ? <DeskChooser /> : <Desk key={deskId} deskId={deskId} />
}

function Desk({ deskId }: { deskId: string }) {
  const { view } = useSession()
  const { t } = useWords()
  const desk = useLive((s) => s.desks.get(deskId) ?? null)
  const [panel, setPanel] = useState<DeskPanel>(null)
  const close = () => setPanel(null)
  return (
    <main className="eg-page eg-desk">
      <DeskHead
        deskId={deskId}
        desk={desk}
        panel={panel}
        onPanel={setPanel}
        onLeave={() => view.setState({ deskId: null, deskCard: null })}
      />
      {desk === null ? (
        <div className="eg-empty" data-testid="desk-unknown">
          <Radio size={56} strokeWidth={1.25} aria-hidden />
          <h2>{t('desk.unknown', { desk: deskId })}</h2>
          <p>{t('desk.unknown_hint')}</p>
        </div>
      ) : desk.shift === null ? (
        <ShiftOpen desk={desk} />
      ) : panel === 'close' ? (
        <ShiftClose desk={desk} onClose={close} />
      ) : panel === 'cash' ? (
        <DrawerCash desk={desk} onClose={close} />
      ) : (
        <Counter desk={desk} />
      )}
    </main>
  )
}

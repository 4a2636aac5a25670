import { useMemo, useState } from 'react'
import { LayoutGrid, MoonStar } from 'lucide-react'
import { useCoreNow } from '../link/use-core-now'
import { DeskButton } from '../look/desk-button'
import { useMay } from '../login/may'
import { modeOf } from '../session/live-store'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { FloorBar } from './floor-bar'
import { arrange, createFloorSlots, MANY_SLOTS, type FloorView } from './floor-slots'
import { FloorTotals } from './floor-totals'
import { GameCard } from './game-card'
import { PayoutsPanel } from './payouts-panel'
import { SlotGrid } from './slot-grid'

/** The day at a glance: every slot, the sums, what waits to be paid, and the game that is played. */
export function FloorScreen() {
  const { t } = useWords()
  return (
    <div className="eg-floor">
      <main className="eg-page eg-floor-main">
        <header className="eg-page-head">
          <h1>{t('tab.floor')}</h1>
          <BeginNight />
        </header>
        <Slots />
      </main>
      <aside className="eg-floor-side">
        <PayoutsPanel />
        <GameCard />
      </aside>
    </div>
  )
}

/** What changes with every word of a slot: apart, so that nothing around it is drawn with it. */
function Slots() {
  const { t } = useWords()
  const devices = useLive((s) => s.devices)
  const floor = useLive((s) => s.floor)
  const nowMs = useCoreNow(5000)
  const [view, setView] = useState<FloorView>({ filter: 'all', sort: 'name', text: '' })
  const [slotsOf] = useState(createFloorSlots)
  const slots = useMemo(() => slotsOf(devices, floor), [slotsOf, devices, floor])
  const shown = useMemo(() => arrange(slots, view, nowMs), [slots, view, nowMs])
  return (
    <>
      <FloorTotals slots={slots} nowMs={nowMs} />
      {slots.length >= MANY_SLOTS && (
        <FloorBar view={view} onChange={setView} shown={shown.length} all={slots.length} />
      )}
      {slots.length === 0 ? (
        <div className="eg-empty" data-testid="empty-floor">
          <LayoutGrid size={56} strokeWidth={1.25} aria-hidden />
          <h2>{t('floor.empty')}</h2>
          <p>{t('tile.empty')}</p>
        </div>
      ) : (
        <SlotGrid slots={shown} all={slots.length} />
      )}
    </>
  )
}

/**
 * The way from the day to the night, on the day's own screen. Without a key and not in the accent: a dealer's Enter must
 * not end the play on every slot.
 */
function BeginNight() {
  const { commands, view } = useSession()
  const { t } = useWords()
  const mode = useLive(modeOf)
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending.mode ?? false)
  const may = useMay()('opModeSet')
  if (mode !== 'day' || !may) return null
  const begin = async () => {
    const answer = await commands.setMode('night', mode)
    if (answer.status === 'ok') view.setState({ tab: null })
  }
  return (
    <DeskButton
      tone="quiet"
      Icon={MoonStar}
      testId="action-begin-night"
      pending={pending}
      disabled={!up}
      onPress={() => void begin()}
    >
      {t('action.begin_night')}
    </DeskButton>
  )
}

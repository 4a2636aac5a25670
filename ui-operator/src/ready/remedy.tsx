import { ArrowRight, Clock } from 'lucide-react'
import { contracts, type ReadyCheck } from '@eg/shared'
import { useMay, useRole } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { FailureNote } from '../look/failure-note'
import { useCommandState, useLive, useSession, useWords } from '../session/use-session'
import { tabsOf } from '../view/tabs-of'
import { LightsSeen } from './lights-seen'
import { OrderButton } from './order-button'
import { remediesOf, type Remedy } from './remedies'

export const CLOCK = 'ready.clock'

/** What the page can do about a check, as buttons; only what this operator may do. */
export function Remedies({ check }: { check: ReadyCheck }) {
  return remediesOf(check).map((remedy, index) => <One key={index} remedy={remedy} check={check} />)
}

function One({ remedy, check }: { remedy: Remedy; check: ReadyCheck }) {
  const may = useMay()
  switch (remedy.does) {
    case 'order':
      return may('opDeviceCommand') && <OrderButton deviceId={check.subject} action={remedy.action} />
    case 'lights':
      return may('opLightsSeen') && <LightsSeen check={check} />
    case 'clock':
      return may('opClockReading') && <CompareClocks />
    case 'go':
      return <GoTo tab={remedy.tab} check={check} />
  }
}

function CompareClocks() {
  const { commands, clock } = useSession()
  const { t } = useWords()
  const up = useLive((s) => s.link.up)
  const pending = useCommandState((s) => s.pending[CLOCK] ?? false)
  return (
    <>
      <DeskButton
        Icon={Clock}
        testId="ready-clock"
        disabled={!up}
        pending={pending}
        onPress={() => void commands.give(CLOCK, contracts.opClockReading, { now_ms: clock.now() })}
      >
        {t('ready.do.clock')}
      </DeskButton>
      <FailureNote command={CLOCK} />
    </>
  )
}

/** To the screen that mends it, for whoever has it and may do something there. */
function GoTo({ tab, check }: { tab: 'devices' | 'night' | 'sessions'; check: ReadyCheck }) {
  const { view } = useSession()
  const { t } = useWords()
  const may = useMay()
  const role = useRole()
  const acts = { devices: 'opDeviceCommand', night: 'opShowLoad', sessions: 'opSessionReset' } as const
  if (!tabsOf(role).includes(tab) || !may(acts[tab])) return null
  return (
    <DeskButton
      Icon={ArrowRight}
      tone="quiet"
      testId={`ready-go-${check.check}`}
      onPress={() => view.setState({ tab })}
    >
      {t(`ready.do.go_${tab}`)}
    </DeskButton>
  )
}

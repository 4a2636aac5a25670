import { MapPin, MonitorUp } from 'lucide-react'
import { useState } from 'react'
import type { OpDevice } from '@eg/shared'
import { DeskButton } from '../look/desk-button'
import { useMay } from '../login/may'
import { useLive, useSession, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import { useSettled } from '../view/use-settled'

type BulkAction = 'identify' | 'reload_screen'
interface Told {
  sent: number
  refused: string[]
}

/** So many commands are on their way at a time: two hundred at once would wait for each other all the same. */
const AT_ONCE = 8

/** What can be done to all the slots that are shown: find them, or have their screens loaded anew. */
export function FleetBulk({ devices }: { devices: readonly OpDevice[] }) {
  const { sendOrder } = useSession()
  const { t } = useWords()
  const may = useMay()('opDeviceCommand')
  const up = useLive((s) => s.link.up)
  const [running, setRunning] = useState<BulkAction | null>(null)
  // The slots that were asked about; with others the question is put anew.
  const [asked, setAsked] = useState<string | null>(null)
  const [told, setTold] = useState<Told | null>(null)
  const ids = devices.filter(({ kind, online }) => kind === 'slot' && online).map(({ device_id: id }) => id)
  // Which they are, not where they stand: by latency the rows change places every few seconds.
  const shown = ids.toSorted().join(' ')
  if (asked !== null && asked !== shown) setAsked(null)
  const asks = asked === shown
  const settled = useSettled(`${shown} ${asks}`)
  const give = async (action: BulkAction) => {
    setAsked(null)
    setTold(null)
    setRunning(action)
    const refused: string[] = []
    await inTurns(ids, AT_ONCE, async (id) => {
      const answer = await sendOrder(id, { action })
      if (answer.status !== 'ok') refused.push(id)
    })
    setRunning(null)
    setTold({ sent: ids.length - refused.length, refused })
  }
  // Players may be looking at them: many screens at once are asked twice.
  const reload = () => {
    if (!asks && ids.length > 1) setAsked(shown)
    // The second half of a double press answers nothing.
    else if (settled()) void give('reload_screen')
  }
  const offered = may && ids.length > 0
  const disabled = !up || running !== null
  const labels = {
    identify: t('bulk.identify', { count: ids.length }),
    reload: t('bulk.reload', { count: ids.length }),
  }
  useActions(
    offered
      ? [
          { id: 'fleet.identify_all', label: labels.identify, key: 'A', run: () => void give('identify'), disabled },
          { id: 'fleet.reload_all', label: labels.reload, key: 'R', run: reload, disabled },
        ]
      : [],
  )
  if (!offered) return null
  return (
    <div className="eg-fleet-bulk" role="group" aria-label={t('bulk.label')}>
      <DeskButton
        tone="quiet"
        Icon={MapPin}
        keyCap="A"
        testId="bulk-identify"
        disabled={disabled}
        pending={running === 'identify'}
        onPress={() => void give('identify')}
      >
        {labels.identify}
      </DeskButton>
      <DeskButton
        tone={asks ? 'danger' : 'quiet'}
        Icon={MonitorUp}
        keyCap="R"
        testId="bulk-reload"
        disabled={disabled}
        pending={running === 'reload_screen'}
        onPress={reload}
      >
        {asks ? t('bulk.reload_sure', { count: ids.length }) : labels.reload}
      </DeskButton>
      <span role="status" className="eg-dim" data-testid="bulk-told">
        {told &&
          (told.refused.length === 0
            ? t('bulk.done', { sent: told.sent })
            : t('bulk.partly', { sent: told.sent, refused: told.refused.length, which: told.refused.join(', ') }))}
      </span>
    </div>
  )
}

async function inTurns<T>(all: readonly T[], atOnce: number, run: (each: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await run(next)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, lane))
}

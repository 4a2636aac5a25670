import { Grid3x3 } from 'lucide-react'
import { useState } from 'react'
import type { Answer } from '@eg/shared'
import { useMay } from '../login/may'
import { DeskButton } from '../look/desk-button'
import { Why } from '../look/failure-note'
import { useLive, useSession, useWords } from '../session/use-session'
import { useActions } from '../view/actions'
import type { CheckGroup } from './check-groups'
import { wantsPressTest } from './remedies'

/** As long as a test may last: one person walks round all of them. */
const SECONDS = 120

/** Starts a press test on every slot that waits for one and is there: somebody walks round once, and presses. */
export function PressAll({ groups }: { groups: readonly CheckGroup[] }) {
  const { sendOrder } = useSession()
  const { t } = useWords()
  const may = useMay()
  const up = useLive((s) => s.link.up)
  const devices = useLive((s) => s.devices)
  const [failed, setFailed] = useState<{ id: string; answer: Answer }[]>([])
  const ids = groups
    .filter(({ subject, checks }) => devices.get(subject)?.online === true && checks.some(wantsPressTest))
    .map(({ subject }) => subject)
  const offered = ids.length > 1 && may('opDeviceCommand')
  const testAll = async () => {
    setFailed([])
    const answers = await Promise.all(
      ids.map(async (id) => ({ id, answer: await sendOrder(id, { action: 'press_test', seconds: SECONDS }) })),
    )
    setFailed(answers.filter(({ answer }) => answer.status !== 'ok'))
  }
  const label = t('ready.do.press_all', { count: ids.length })
  useActions(offered ? [{ id: 'ready.test_all', label, key: 'A', run: () => void testAll(), disabled: !up }] : [])
  if (!offered) return null
  const [first] = failed
  return (
    <>
      <DeskButton
        Icon={Grid3x3}
        tone="quiet"
        keyCap="A"
        testId="press-all"
        disabled={!up}
        onPress={() => void testAll()}
      >
        {label}
      </DeskButton>
      {first && (
        <p className="eg-order-state" role="alert" data-status="refused">
          {t('ready.order_failed', { device: first.id })} <Why answer={first.answer} />
          {failed.length > 1 && ` (+ ${failed.length - 1})`}
        </p>
      )}
    </>
  )
}

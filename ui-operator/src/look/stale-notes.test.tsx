// @vitest-environment happy-dom
import { contracts } from '@eg/shared'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, describe, expect, it } from 'vitest'
import { AnswerNote } from '../devices/answer-note'
import { DeviceOrders } from '../devices/device-orders-panel'
import { ResultScreen } from '../money/result-screen'
import { PressAll } from '../ready/press-all'
import { aCheck } from '../ready/ready-samples'
import { SessionContext } from '../session/use-session'
import { openDesk } from '../testing/desk'
import { aDevice, START_MS } from '../testing/samples'

const STALE = {
  type: 'x',
  status: 'stale' as const,
  reason: 'stale',
  detail: 'English',
  changed: { seq: 4, kind: 'opMoneyFreeze', by: 'Léa', at: START_MS },
}
let desk: Awaited<ReturnType<typeof openDesk>>
afterEach(() => desk.close())

describe('a refusal that came too late says who was faster', () => {
  it.each(['note', 'result', 'order', 'all'] as const)('F68 %s', async (where) => {
    desk = await openDesk()
    const box = document.createElement('div')
    document.body.append(box)
    const root = createRoot(box)
    desk.answers[contracts.opDeviceCommand.name] = STALE
    for (const id of ['slot-04', 'slot-05']) await desk.say(contracts.opDevice, aDevice(id), { device_id: id })
    const groups = ['slot-04', 'slot-05'].map((subject) => {
      const check = aCheck(`${subject}/buttons`, { problem: 'buttons_untested', remedy: 'press_test' })
      return { subject, isDevice: true, red: 1, waived: 0, green: 0, checks: [check] }
    })
    const part = {
      note: <AnswerNote answer={STALE} testId="note" />,
      result: <ResultScreen done={{ name: 'shiftClose', payload: {}, answer: STALE } as never} />,
      all: <PressAll groups={groups} />,
      order: <DeviceOrders device={aDevice('slot-04')} nowMs={START_MS} />,
    }[where]
    await act(async () => root.render(<SessionContext value={desk.session}>{part}</SessionContext>))
    if (where === 'order') await desk.press('order-identify-slot-04')
    if (where === 'all') await desk.press('press-all')
    expect(box.textContent).toContain('Entre-temps')
    expect(box.textContent).toContain('Léa')
    await act(async () => root.unmount())
    box.remove()
  })
})

import { contracts, createManualClock } from '@eg/shared'
import { createMemoryLink } from '@eg/shared/bus/memory'
import { expect, it } from 'vitest'
import { absentButtons, absentKeys, absentLights, absentReader } from '../drivers/absent-drivers.js'
import { createSlotHealth, SCREEN_MISSING_MS } from './slot-health.js'

const own = { device_id: 'slot-01' }
const off = { status: 'off' as const }
const drivers = {
  buttons: absentButtons(off),
  lights: absentLights(off),
  reader: absentReader(off),
  keys: absentKeys(off),
}

it('S85 S86 the screen is well as long as its page says so, at fault when it draws nothing, missing when it is silent', async () => {
  const link = createMemoryLink()
  const clock = createManualClock()
  let note: string | null = null
  const missing = { status: 'missing' as const }
  const health = createSlotHealth(link.open(), clock, 'slot-01', drivers, missing, () => note)
  const page = link.open()
  const say = (more: object) =>
    page.publish(contracts.slotScreen, own, { version: '1', visible: true, load_id: 'l', ...more })
  expect(health.parts().screen).toEqual(missing)
  await say({})
  expect(health.parts().screen).toEqual({ status: 'ok', driver: 'page 1' })
  await say({ drawn: false })
  expect(health.parts().screen).toMatchObject({ status: 'fault', detail: 'the page runs and draws nothing' })
  await say({ drawn: true })
  note = 'theme not used: volume is from 0 to 1'
  expect(health.parts().screen).toEqual({ status: 'ok', driver: 'page 1', detail: note })
  clock.advance(SCREEN_MISSING_MS)
  expect(health.parts().screen).toEqual(missing)
  health.stop()
})

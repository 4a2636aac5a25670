import { afterEach, expect, it } from 'vitest'
import { contracts, systemClock } from '@eg/shared'
import { openFaultyLink } from '../src/simulator/faults/faulty-link.js'
import { until } from '../../scripts/test/processes.js'
import { openVenue, type Venue } from './venue.js'

const TEXT = `title: Cues
language: fr
steps:
  - id: coffre
    question: Qui ?
    options: [A, B]
    expected: 1
    reveal: operator
    cues:
      open: { text: Choisissez, sound: gong }
      closed: { lights: 'on' }
      revealed: { text: { fr: Fini, en: Done }, lights: chase, sound: fanfare }
`

const LIT = `title: Lit
language: en
steps:
  - id: safe
    question: Who?
    options: [A, B]
    expected: 1
    reveal: operator
    cues:
      revealed: { text: Look up, lights: 'on' }
`

let venue: Venue
afterEach(() => venue.close())

it('F52 F53 a slot plays the cues of the show: texts and sounds for its page, patterns on its lights once the question is over', async () => {
  venue = await openVenue()
  await venue.startCore()
  const agent = await venue.startAgent()
  await venue.shows('the day', ({ phase }) => phase === 'attract')
  await venue.post('/api/op/show/load', { text: TEXT })
  await venue.post('/api/mode', { mode: 'night' })
  await venue.post('/api/op/show/start', {})
  await venue.shows('the opening', ({ phase, cue }) => phase === 'question' && cue?.sound === 'gong')
  expect(venue.state()).toMatchObject({
    cue: { moment: 'open', language: 'fr', text: { fr: 'Choisissez' }, closing: null },
    lights: [true, true, false, false, false, false],
  })
  agent.type('1')
  await venue.shows('all lights', ({ lights, cue }) => cue?.moment === 'closed' && lights.every(Boolean))
  await venue.post('/api/op/night/reveal', { run: 1 })
  await venue.shows('the chase', ({ lights, cue }) => cue?.sound === 'fanfare' && lights[1] === true && !lights[0])
  expect(venue.state()?.cue?.text).toEqual({ fr: 'Fini', en: 'Done' })
  await venue.post('/api/op/show/next', {})
  await venue.shows('no cue', ({ cue, lights }) => !cue && !lights.some(Boolean))
})

it('S97 a slot whose link was gone while the show ended is dark when it is back, shows no cue, and can be reset; in the middle of a question it never drops it', async () => {
  venue = await openVenue()
  await venue.startCore()
  const port = Number(venue.env.MQTT_PORT)
  const link = await openFaultyLink({ host: '127.0.0.1', port, delayMs: 0, random: () => 0, clock: systemClock })
  const agent = await venue.startAgent({ MQTT_PORT: new URL(link.url).port })
  await venue.shows('the day', ({ phase }) => phase === 'attract')
  await venue.post('/api/op/show/load', { text: LIT })
  await venue.post('/api/mode', { mode: 'night' })
  const { session } = await venue.post('/api/op/session/start', { name: 'First', group_size: 4 })
  await venue.post('/api/op/show/start', {})
  await venue.shows('the question', ({ phase }) => phase === 'question')
  const shown: (string | undefined)[] = []
  venue.bus.subscribe(contracts.slotState, { device_id: 'slot-01' }, ({ payload }) =>
    shown.push(payload?.question?.text),
  )
  link.cut()
  await until('it to be away', () => venue.status() === 'offline')
  link.mend()
  await until('it to be back', () => venue.status() === 'online')
  await new Promise((resolve) => setTimeout(resolve, 1000))
  expect(new Set(shown)).toEqual(new Set(['Who?']))
  agent.type('1')
  await venue.shows('the vote', ({ counted, phase }) => counted === 'A' || phase === 'closed')
  await venue.post('/api/op/night/reveal', { run: 1 })
  await venue.shows('all lights', ({ lights, cue }) => cue?.moment === 'revealed' && lights.every(Boolean))
  link.cut()
  await until('it to be away', () => venue.status() === 'offline')
  await venue.post('/api/op/show/next', {})
  link.mend()
  await until('it to be back', () => venue.status() === 'online')
  await venue.shows('no cue', ({ cue, lights }) => !cue && !lights.some(Boolean))
  await venue.post('/api/op/session/close', { session })
  await venue.post('/api/op/session/reset', { targets: 'all' })
  await venue.shows('nothing', ({ phase }) => phase === 'waiting')
  await link.close()
})

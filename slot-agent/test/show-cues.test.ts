import { afterEach, expect, it } from 'vitest'
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

// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { asking, pressOf } from './kiosk/samples'
import { find, open, text, usePage } from './opened-app.fixture'

usePage()

const cue = {
  moment: 'open' as const,
  language: 'fr',
  text: { fr: 'Choisissez.', 'en-GB': 'Choose.' },
  sound: null,
  closing: null,
}
const closed = { ...cue, moment: 'closed' as const, text: { fr: 'Tout est dit.' } }

it('K65 what the show says stands on the question, after it closes and at the reveal, in the page’s language if there is one', async () => {
  const page = await open({ language: 'en' })
  await page.say(asking({ cue }))
  expect([text('cue'), find('cue')?.lang]).toEqual(['Choose.', 'en-GB'])
  await page.say(asking({ phase: 'closed', cue: closed }))
  expect([text('cue'), find('cue')?.lang]).toEqual(['Tout est dit.', 'fr'])
  await page.say(
    asking({ phase: 'reveal', result: { tally: { A: 1 }, winner: 'A' }, cue: { ...closed, moment: 'revealed' } }),
  )
  expect(text('cue')).toBe('Tout est dit.')
  await page.say(asking({ phase: 'closed' }))
  expect(find('cue')).toBeNull()
})

it('K66 the cue before the end takes over at its time by the core’s clock, and stays until the moment is another', async () => {
  const page = await open()
  const at = page.clock.now() + 5000
  const closing = { at, text: { fr: 'Dix secondes.' }, sound: null }
  await page.say(asking({ cue: { ...cue, closing } }, { closes_at: at + 10_000 }))
  await page.live(4500)
  expect(text('cue')).toBe('Choisissez.')
  await page.live(1000)
  expect(text('cue')).toBe('Dix secondes.')
  // Another state of the same moment.
  await page.say(asking({ press: pressOf(0, 'pending'), cue: { ...cue, closing } }, { closes_at: at + 10_000 }))
  expect(text('cue')).toBe('Dix secondes.')
  await page.say(asking({ phase: 'closed', cue: closed }))
  expect(text('cue')).toBe('Tout est dit.')
})

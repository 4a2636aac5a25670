import { contracts } from '@eg/shared'
import { afterAll, beforeAll, describe } from 'vitest'
import { until } from '../../scripts/test/processes.js'
import { openVenue, type Venue } from '../test/venue.js'
import { type Board, findGpioVm, type Machine, PATIENCE_MS, startMachine } from './gpio-vm.js'
import { findLibgpiod2 } from './libgpiod2.js'
import { BUTTONS, OPTIONS, type SlotInVm, slotIn } from './slot-in-vm.js'

const vm = findGpioVm()
/** libgpiod's tools, for the tests without sysfs. */
export const libgpiod = vm.tool ? findLibgpiod2() : { path: null, reason: 'gpio-vm is not there' }
const skipped = vm.reason ?? libgpiod.reason
if (skipped) console.log(`hardware suite: ${vm.tool ? 'libgpiod is' : 'all'} skipped, ${skipped}`)

/** As `gpio=…=ip,pu` in config.txt does. */
export const PULLED_UP = ['--pull-up', BUTTONS.join(',')]
/** Goes before a command that may use nothing. */
export const NOBODY = 'setpriv --reuid=65534 --regid=65534 --clear-groups'

/** A core on this host, a machine with slot-01 in it, and the cards it has told of. */
export interface Site {
  machine: Machine
  slot: SlotInVm
  venue: Venue
  cards: string[]
}

/** One machine for all tests of a board, in order: a start takes half a minute. */
export function onBoard(board: Board, options: string[], tests: (site: () => Site) => void): void {
  describe.skipIf(!vm.tool)(`a slot on board ${board}`, () => {
    let site: Site
    beforeAll(async () => {
      const venue = await openVenue()
      await venue.startCore()
      await venue.post('/api/mode', { mode: 'night' })
      const cards: string[] = []
      venue.bus.subscribe(contracts.inputRfid, { device_id: 'slot-01' }, ({ payload }) => {
        if (payload) cards.push(payload.tag_uid)
      })
      const machine = await startMachine(vm.tool ?? '', board, options)
      site = { machine, venue, cards, slot: slotIn(machine, venue) }
    })
    afterAll(async () => {
      await site?.machine.end()
      await site?.venue.close()
    })
    tests(() => site)
  })
}

let step = 0

/** Asks a new question with six options, so that every button is one. */
export async function ask({ venue, slot }: Site): Promise<void> {
  step += 1
  const mine = step
  await venue.post('/api/op/night/open', { step, question: 'Who?', options: OPTIONS })
  await slot.shows('the question', ({ phase, question }) => phase === 'question' && question?.step === mine)
}

/** Presses a button with bouncing contacts, and waits until it is counted and its light alone is lit. */
export async function pressAndSee(site: Site, index: number): Promise<void> {
  await site.machine.run(`press ${BUTTONS[index]} 300 4`)
  await isCounted(site, index)
}

/** Waits until an option is counted, and its light alone is lit. */
export async function isCounted({ slot }: Site, index: number): Promise<void> {
  await slot.shows(`${OPTIONS[index]} counted`, ({ counted }) => counted === OPTIONS[index])
  await slot.lit(index)
}

/** How many votes of slot-01 the core has counted in the run that is open. */
async function countedVotes({ venue }: Site): Promise<number> {
  const { items } = (await venue.get('/api/timeline?device=slot-01')) as {
    items: { kind: string; outcome: string; run: number }[]
  }
  const run = venue.state()?.question?.run
  return items.filter((item) => item.kind === 'nightVote' && item.outcome === 'counted' && item.run === run).length
}

/** Six presses with bounces are six votes, and the six lights follow. */
export async function sixVotes(site: Site): Promise<void> {
  await ask(site)
  await site.slot.lit(...BUTTONS.keys())
  for (const index of BUTTONS.keys()) await pressAndSee(site, index)
  if ((await countedVotes(site)) !== BUTTONS.length) throw new Error(`${await countedVotes(site)} votes were counted`)
}

/** Waits until slot-01 has told of cards since the last time, and of no other. */
export async function cardsAre({ cards }: Site, ...expected: string[]): Promise<void> {
  await until(`cards ${expected.join(' ')}`, () => cards.length >= expected.length, PATIENCE_MS)
  const told = cards.splice(0).join(' ')
  if (told !== expected.join(' ')) throw new Error(`cards ${expected.join(' ')} were presented, ${told} were told`)
}

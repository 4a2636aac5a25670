import { type Fault, type Finding, found } from './check.js'

/** How many buttons and lights a slot has. */
export const KEYS = 6
/** Above this a link is slow (ms). */
const SLOW_LINK_MS = 250

type Part = 'buttons' | 'lights' | 'reader' | 'screen'

/** What is known of a slot. */
export interface SlotFacts {
  deviceId: string
  online: boolean
  pageOnline: boolean
  linkMs: number | null
  /** What is wrong with it, worst first, in the words of the devices' own list. */
  troubles: readonly string[]
  /** Null: it never said how its parts are, or is away. */
  parts: Readonly<Record<Part, { status: string }>> | null
  /** When each button and light was last seen to work (ms since 1970); null: never. */
  buttons: readonly (number | null)[]
  lights: readonly (number | null)[]
}

/** Everything about one slot (U27–U30). `from`: since when a test counts as today's. */
export function slotChecks(slot: SlotFacts, from: number): Finding[] {
  const check = (name: string, fault: Fault | null, measuredAt: number | null = null) =>
    found(slot.deviceId, name, fault, measuredAt)
  return [
    check('agent', agentFault(slot)),
    check('kiosk', kioskFault(slot)),
    check('reader', partFault(slot, 'reader')),
    check('link', linkFault(slot)),
    check('buttons', partFault(slot, 'buttons') ?? untested(slot, 'buttons', from), oldest(slot.buttons)),
    check('lights', partFault(slot, 'lights') ?? untested(slot, 'lights', from), oldest(slot.lights)),
  ]
}

const AGENT: Record<string, (id: string) => Fault> = {
  offline: (id) => ({
    problem: 'offline',
    remedy: 'switch_on',
    detail: `${id} is not connected: nothing that is pressed there counts. Switch it on, look at its cable or network, or put a spare in.`,
  }),
  agent_dead: (id) => ({
    problem: 'agent_dead',
    remedy: 'restart',
    detail: `The screen of ${id} is connected and its agent is not: buttons, lights and reader are dead. Restart it.`,
  }),
  agent_silent: (id) => ({
    problem: 'agent_silent',
    remedy: 'restart',
    detail: `${id} is connected and says nothing any more: it hangs. Restart it.`,
  }),
  under_voltage: (id) => ({
    problem: 'under_voltage',
    remedy: 'change_power_supply',
    detail: `${id} gets too little power and may stop at any moment. Change its power supply or cable.`,
  }),
  hot: (id) => ({
    problem: 'hot',
    remedy: 'cool',
    detail: `${id} is too hot and may stop. Give it air, or switch it off for a while.`,
  }),
  disk_low: (id) => ({
    problem: 'disk_low',
    remedy: 'free_space',
    detail: `The disk of ${id} is nearly full: presses cannot be kept there soon. Free some space.`,
  }),
}

function agentFault({ deviceId, troubles }: SlotFacts): Fault | null {
  const worst = troubles.find((trouble) => AGENT[trouble])
  return worst === undefined ? null : (AGENT[worst]?.(deviceId) ?? null)
}

function kioskFault({ deviceId, parts, pageOnline }: SlotFacts): Fault | null {
  if (parts ? works(parts.screen.status) : pageOnline) return null
  const detail = `No page was seen on the screen of ${deviceId}: players there see nothing. Reload the screen, or start its browser.`
  return { problem: 'kiosk_unseen', remedy: 'reload_screen', detail }
}

function linkFault({ deviceId, online, linkMs, troubles }: SlotFacts): Fault | null {
  if (troubles.includes('flapping')) {
    const detail = `Two programs use the name ${deviceId} and throw each other out. Give one of them another name.`
    return { problem: 'link_flapping', remedy: 'rename', detail }
  }
  if (!online || linkMs === null) {
    const detail = `How long a message takes to ${deviceId} is not known. Wait for its next word; one that says nothing of it can only be waived.`
    return { problem: 'link_unknown', remedy: 'wait', detail }
  }
  if (linkMs <= SLOW_LINK_MS) return null
  const detail = `Messages to ${deviceId} take more than ${SLOW_LINK_MS} ms: presses are felt as lost. Look at its network cable or move its access point.`
  return { problem: 'link_slow', remedy: 'look_at_network', detail, params: { limit_ms: SLOW_LINK_MS } }
}

/** A part that was switched off on purpose is as it should be. */
function partFault({ deviceId, parts }: SlotFacts, part: Exclude<Part, 'screen'>): Fault | null {
  const status = parts?.[part].status
  if (status === undefined) {
    const detail = `Nobody knows how the ${part} of ${deviceId} is: it is away, or never says. Switch it on; one that never says can only be waived.`
    return { problem: `${part}_unknown`, remedy: 'switch_on', detail }
  }
  if (works(status) || (status === 'off' && part === 'reader')) return null
  const word = status === 'fault' ? 'fault' : 'missing'
  const detail = `The ${part} of ${deviceId} ${part === 'reader' ? 'is' : 'are'} ${word === 'fault' ? 'broken' : 'not there'}. Look at plug and wiring, or put a spare slot in.`
  return { problem: `${part}_${word}`, remedy: 'look_at_wiring', detail }
}

/** Which of the six were not seen to work today, counted from 1 as they are written on the slot. */
function untested(slot: SlotFacts, part: 'buttons' | 'lights', from: number): Fault | null {
  const missing = slot[part].flatMap((at, index) => (at !== null && at >= from ? [] : [index + 1]))
  if (missing.length === 0) return null
  const list = missing.join(', ')
  const detail =
    part === 'buttons'
      ? `Not pressed today on ${slot.deviceId}: button ${list}. Start a press test and press each button.`
      : `Not seen today on ${slot.deviceId}: light ${list}. Start a press test: each light shines until its button is pressed; or say that you saw them.`
  return { problem: `${part}_untested`, remedy: 'press_test', detail, params: { missing } }
}

function works(status: string): boolean {
  return status === 'ok' || status === 'simulated'
}

/** When all six were last seen: the oldest of them; null while one never was. */
function oldest(times: readonly (number | null)[]): number | null {
  return times.reduce<number | null>(
    (least, at) => (least === null || at === null ? null : Math.min(least, at)),
    Infinity,
  )
}

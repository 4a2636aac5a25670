import type { TimelineEntry } from '@eg/shared'
import type { FormatMoney } from '../money/format-money'
import { roleByName } from '../devices/device-names'
import { orderName, orderWhy } from '../devices/order-words'
import { explainAnswer, explainVoid } from '../words/explain'
import { formatDuration } from '../words/format'
import { isTextKey, type TextKey, type Words } from '../words/words'
import { describeAccess } from './describe-access'
import { describeMoney, isOrdinary, isQuiet } from './describe-money'

export type LineTone = 'ok' | 'night' | 'attention' | 'problem' | 'plain' | 'quiet'
/** What the filter offers beside "all". */
export type LineGroup = 'done' | 'refused' | 'links'

const LINKS: ReadonlySet<string> = new Set(['linkUp', 'linkDown', 'deviceHello', 'coreStart'])
const DONE: ReadonlySet<string> = new Set(['ok', 'counted'])
/** Actors of the journal that are no name of anybody's. */
const NOBODY: ReadonlySet<string> = new Set(['timer', 'http', 'core', 'admin', 'setup', 'somebody'])
/** What the core does by itself: never refused, whatever the journal calls its outcome. */
const BY_ITSELF: ReadonlySet<string> = new Set(['payoutExpired', 'betExpired'])

export function groupOf(line: TimelineEntry): LineGroup {
  if (LINKS.has(line.kind)) return 'links'
  return DONE.has(line.outcome) || BY_ITSELF.has(line.kind) ? 'done' : 'refused'
}

export function toneOf(line: TimelineEntry): LineTone {
  if (line.kind === 'linkDown') return 'problem'
  if (groupOf(line) === 'refused') return 'attention'
  if (line.kind === 'slotExcused') return 'attention'
  if (line.kind === 'opDeviceCommand') return 'plain'
  if (line.kind === 'nightVote' || line.kind === 'linkUp') return 'ok'
  if (isQuiet(line.kind)) return 'quiet'
  if (isOrdinary(line.kind)) return 'plain'
  if (line.kind.startsWith('run') || line.kind.startsWith('op')) return 'night'
  return 'plain'
}

/** A line of the journal as a sentence for people. What is not known yet is said with the journal's own words. */
export function describeLine(line: TimelineEntry, ownId: string, t: Words, money: FormatMoney): string {
  const who = whoOf(line, ownId, t)
  const sentence =
    groupOf(line) === 'refused'
      ? refusedLine(line, who, t)
      : (describeAccess(line, actorOf(line, ownId, t), t) ??
        describeMoney(line, { who, actor: actorOf(line, ownId, t) }, t, money) ??
        doneLine(line, who, actorOf(line, ownId, t), t))
  // A device's name is written as it is, also where it begins the sentence.
  const named = line.device_id !== null && sentence.startsWith(line.device_id)
  return named ? sentence : sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1)
}

/** Who did it: `vous` for this page, the device's own name for a device. */
export function whoOf(line: Pick<TimelineEntry, 'device_id' | 'actor'>, ownId: string, t: Words): string {
  return line.device_id ?? actorOf(line, ownId, t)
}

/** Who gave the command, as people call them: `vous`, an operator's name, the device's own. */
export function actorOf(line: Pick<TimelineEntry, 'actor'>, ownId: string, t: Words): string {
  const actor = line.actor.replace(/^ui:/, '')
  if (actor === ownId) return t('who.you')
  if (actor.startsWith('op-')) return t('who.operator', { id: actor.slice(3, 7) })
  const known = `who.${actor}`
  return NOBODY.has(actor) && isTextKey(known) ? t(known) : actor
}

function refusedLine(line: TimelineEntry, who: string, t: Words): string {
  // What to do about it was told to whoever asked; here the first sentence is enough.
  const [first = ''] = explainAnswer(
    { type: line.kind, status: line.outcome, reason: line.reason ?? line.outcome },
    t,
  ).split(/\.(?:\s|$)/)
  const why = first.charAt(0).toLocaleLowerCase() + first.slice(1)
  if (line.kind === 'nightVote') return t('line.vote_refused', { who, why })
  if (line.kind === 'commandFailed') {
    const detail = typeof line.data['detail'] === 'string' ? line.data['detail'] : null
    const order = orderName(String(line.data['action'] ?? ''), t)
    return t('line.command_failed', { order, device: who, why: orderWhy(line.reason, detail, t) })
  }
  return t('line.refused', { what: kindName(line.kind, t), who, why })
}

function doneLine(line: TimelineEntry, who: string, actor: string, t: Words): string {
  const { data } = line
  const text = (key: string): string => String(data[key] ?? '')
  switch (line.kind) {
    case 'nightVote':
      return t('line.vote', { who })
    case 'runOpened':
      return data['question'] === undefined
        ? t('line.open_plain', { who })
        : t('line.open', { step: text('step'), question: text('question') })
    case 'runClosed':
      if (data['by'] === 'expected') return t('line.close_expected')
      return data['by'] === 'timer' ? t('line.close_timer') : t('line.close', { who })
    case 'runRevealed':
      if (data['winner'] === undefined) return t('line.reveal', { who })
      return data['winner'] === null
        ? t(withoutWinner(data['outcome']))
        : t('line.reveal_winner', { winner: text('winner') })
    case 'swapDone':
      return data['spare'] === undefined
        ? t('line.swap_done_unnamed', { slot: who })
        : t('line.swap_done', { slot: who, spare: text('spare') })
    case 'runVoided':
      return data['why'] === undefined
        ? t('line.void', { who })
        : t('line.void_reason', { reason: explainVoid(text('why'), t) })
    case 'opNightExtend':
      return t('line.extend', { seconds: text('seconds'), who })
    case 'opModeSet':
      return t(data['mode'] === 'night' ? 'line.mode_night' : 'line.mode_day', { who })
    case 'deviceHello':
      return t('line.hello', { who })
    case 'linkUp':
      return t('line.link_up', { who })
    case 'linkDown':
      return t('line.link_down', { who })
    case 'coreStart':
      return t('line.core_start')
    case 'opDeviceCommand':
      return t('line.command_sent', { order: orderName(text('action'), t), device: line.device_id ?? '?', who: actor })
    case 'commandDone':
      return t('line.command_done', { order: orderName(text('action'), t), device: who })
    case 'slotExcused':
      return data['by'] === 'operator'
        ? t('line.excused_operator', { device: who, who: actor })
        : t('line.excused_absent', { device: who })
    case 'slotExpected':
      return data['by'] === 'operator'
        ? t('line.expected_operator', { device: who, who: actor })
        : t('line.expected_back', { device: who })
    case 'showStalled':
      return typeof data['after_s'] === 'number'
        ? t('line.stalled', { span: formatDuration(data['after_s'] * 1000, t) })
        : kindName(line.kind, t)
    case 'showMoved':
      return withWhy(
        data['step'] === undefined
          ? t('line.moved_unnamed', { who })
          : t(data['via'] === 'start' ? 'line.moved_first' : 'line.moved', { step: text('step'), who }),
        data,
      )
    case 'clockSet':
      return clockLine(data['by_ms'], t) ?? t('line.done', { what: kindName(line.kind, t), who })
    case 'undo':
      return withWhy(t('line.undo', { what: kindName(text('command'), t), who: actor }), data)
    case 'runReopened':
      return withWhy(t('line.reopened', { who: actor }), data)
    default:
      // What an operator did to a device is the operator's.
      return withWhy(
        t('line.done', { what: kindName(line.kind, t), who: line.kind.startsWith('op') ? actor : who }),
        data,
      )
  }
}

/** Why a result has no winner; a line of an earlier core does not say, and then nobody had voted. */
function withoutWinner(outcome: unknown): TextKey {
  if (outcome === 'tie' || outcome === 'no_quorum' || outcome === 'timeout') return `line.reveal_${outcome}`
  return 'line.reveal_nobody'
}

/** With what an operator wrote as the reason, in their own words. */
function withWhy(sentence: string, { why }: TimelineEntry['data']): string {
  return typeof why === 'string' && why !== '' ? `${sentence} (${why})` : sentence
}

/** The core's clock was set by so many milliseconds: above 0 forward, below 0 back. Null where the line does not say. */
function clockLine(byMs: unknown, t: Words): string | null {
  if (typeof byMs !== 'number' || byMs === 0) return null
  return t(byMs > 0 ? 'line.clock_forward' : 'line.clock_back', { span: formatDuration(Math.abs(byMs), t) })
}

/** Whether a person gave it, not a device and not the core by itself. */
export function isOperators({ actor, device_id: device }: TimelineEntry): boolean {
  // The vote that closes a run is its actor, and a device.
  return (
    actor !== device &&
    !['', 'core', 'timer'].includes(actor) &&
    roleByName(actor) === null &&
    !actor.startsWith('spare-')
  )
}

/** What a kind of line is called; one of a later core by its own word. */
export function kindName(kind: string, t: Words): string {
  const key = `kind.${kind}`
  return isTextKey(key) ? t(key) : kind
}

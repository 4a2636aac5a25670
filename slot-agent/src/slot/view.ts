import type { SlotState } from '@eg/shared'
import { dayActions } from './day.js'
import { houseOf } from './house.js'
import { lightsOf } from './lights.js'
import type { Memory, SlotModel } from './model.js'
import { ballotOnShow, offeredOf, phaseOf, questionOnShow } from './phase.js'

/** What the kiosk page shows, at `at` (monotonic ms). */
export function viewOf(model: SlotModel, at: number): SlotState {
  const phase = phaseOf(model)
  const question = questionOnShow(model)
  const ballot = ballotOnShow(model)
  const press = ballot?.press
  return {
    device_id: model.deviceId,
    phase,
    mode: model.mode,
    question,
    press: press ? { index: press.index, choice: press.choice, status: press.status, reason: press.reason } : null,
    counted: ballot?.counted ?? null,
    result: phase === 'reveal' ? resultOf(model) : null,
    card: model.mode === 'day' ? cardOf(model) : null,
    service: serviceOf(model),
    ...(model.show && model.mode === 'night' ? { cue: cueOf(model.show) } : {}),
    house: houseOf(model),
    lights: lightsOf(model, at),
    offered: offeredOf(model),
  }
}

/** What of the model must outlive a restart; null if there is nothing. */
export function memoryOf({ shown, ballot }: SlotModel): Memory | null {
  if (!shown) return null
  if (ballot?.run !== shown.run) return { question: shown, counted: null, press: null }
  const { press, counted } = ballot
  if (!press || press.status === 'pending' || press.status === 'kept') return { question: shown, counted, press: null }
  return { question: shown, counted, press: { choice: press.choice, status: press.status, reason: press.reason } }
}

function cardOf(model: SlotModel): SlotState['card'] {
  const { visit } = model.day
  if (!visit) return null
  const { round } = visit
  return {
    visit: visit.visit,
    tag_uid: visit.tagUid,
    balance_cents: visit.balanceCents,
    round: round && {
      stake_cents: round.stakeCents,
      reels: round.reels,
      outcome: round.outcome,
      win_cents: round.winCents,
    },
    reason: visit.reason,
    actions: dayActions(model),
  }
}

function cueOf({ moment, language, cue, closing }: NonNullable<SlotModel['show']>): SlotState['cue'] {
  return {
    moment,
    language,
    text: cue?.text ?? {},
    sound: cue?.sound ?? null,
    closing: closing && { at: closing.at, text: closing.text, sound: closing.sound },
  }
}

function serviceOf({ service }: SlotModel): SlotState['service'] {
  if (!service) return null
  return service.do === 'identify' ? { do: 'identify' } : { do: 'press_test', pressed: service.pressed }
}

function resultOf({ result, round, endedRun }: SlotModel): SlotState['result'] {
  const run = round ? round.run : endedRun
  return result && result.run === run ? { tally: result.tally, winner: result.winner } : null
}

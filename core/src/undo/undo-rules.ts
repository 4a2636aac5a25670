import { type Decision, accept, refuse } from '../game/decision.js'
import { frozen, movesMoney } from '../panic/frozen.js'

/** Commands that have an inverse, and what of them must be known for it. */
export interface UndoFacts {
  /** `last_swap`: the last one that there was then; an earlier release did not keep it. */
  opNightClose: { run: number; left_ms: number | null; last_swap?: number }
  opNightVoid: { run: number; was: 'open' | 'closed'; left_ms: number | null; last_swap?: number }
  opNightExcuse: { run: number; slot_id: string; excused: boolean }
  opModeSet: { from: 'day' | 'night'; to: 'day' | 'night'; at: number }
  opCardFreeze: { tag_uid: string }
  opCardUnfreeze: { tag_uid: string }
  opCardAdjust: { transfer: number }
  opDeskTopUp: { transfer: number }
  opDeskCashOut: { transfer: number }
  opDeskCash: { transfer: number }
  opPayoutNew: { payout_id: string }
}
export type UndoKind = keyof UndoFacts

export const UNDOABLE: ReadonlySet<string> = new Set<UndoKind>([
  'opNightClose',
  'opNightVoid',
  'opNightExcuse',
  'opModeSet',
  'opCardFreeze',
  'opCardUnfreeze',
  'opCardAdjust',
  'opDeskTopUp',
  'opDeskCashOut',
  'opDeskCash',
  'opPayoutNew',
])

/** What is to be done in place of an undo that has no meaning. */
const INSTEAD: Readonly<Record<string, string>> = {
  runOpened: 'Void the question.',
  runRevealed: 'The room has seen the result. Redo the step to ask it again.',
  opNightExtend: 'Close the vote when it is time.',
  opPayoutVoid: 'Create the payout again.',
  opPayoutExpire: 'Adjust the card.',
  opTransferReverse: 'Adjust the card.',
  opCardIssue: 'Freeze the card, or cash it out.',
  opCardReplace: 'Replace the card again.',
  opShiftOpen: 'Close the shift.',
  opShiftClose: 'Open a new shift and count the drawer.',
  opRevoke: 'A secret that is void stays void. Enrol the device again.',
  opEnrol: 'Revoke the device.',
  opDeviceAdd: 'Revoke the device.',
  opSwap: 'Cancel the swap, or swap back.',
  swapDone: 'Swap back.',
  opOperatorRemove: 'Add the operator again.',
  undo: 'Give the command again.',
  opShowLoad: 'Load the script of before.',
  showStarted: 'End the show.',
  showMoved: 'The room has seen the question. Jump to the step that you meant.',
  showEnded: 'Start the show again, and jump to the step where it was.',
  opSessionStart: 'Close the session.',
  opSessionPause: 'Let the session go on.',
  opSessionResume: 'Pause the session again.',
  opSessionClose: 'A session that was closed stays closed. Start another one, with a reason.',
  opSessionConfirm: 'Send the device its reset.',
  opSessionCards: 'Reverse its transfers; each card can then be dealt with anew.',
  opMoneyFreeze: 'Unfreeze the money.',
  opMoneyUnfreeze: 'Freeze the money again.',
  opGameFreeze: 'Unfreeze the game.',
  opGameUnfreeze: 'Freeze the game again.',
  opBlackout: 'End the blackout.',
  opBlackoutEnd: 'Begin the blackout again.',
  opMessageShow: 'Clear the message.',
  opMessageClear: 'Show the message again.',
  opReadyWaive: 'Take the waiver back.',
  opReadyUnwaive: 'Waive the check again.',
  opDoorsOpen: 'Close the doors.',
  opDoorsClose: 'Open the doors again.',
}

/** A command of the journal, as far as undoing it goes. */
export interface UndoLine {
  kind: string
  /** Its facts as they were kept; null for a command that has no inverse. */
  facts: UndoFacts[UndoKind] | null
  ageMs: number
  undone: boolean
}

export type UndoChange =
  /** A run that was closed and not shown is open again, with what was left of its time (ms; null: no timer). */
  | { type: 'reopen'; run: number; leftMs: number | null }
  /** A run that was voided stays so: its question goes on as a new run with its votes. */
  | { type: 'continue'; from: number; was: 'open' | 'closed'; leftMs: number | null }
  /** The inverse is a command of its own, by whose rules it is carried out. */
  | { type: 'inverse'; kind: UndoKind }

export interface UndoWorld {
  windowMs: number
  /** How the run that the command was about stands now. */
  runStatus: 'open' | 'closed' | 'revealed' | 'voided' | null
  lastRun: number
  mode: 'day' | 'night'
  modeSince: number | null
  cardStatus: string | null
  /** The last line that can be undone, or was, about the same card, or the same slot in its run; null: it is about neither. */
  lastAbout: number | null
  /** Since the command a spare that has voted in its run was given another's place; null: none was. */
  votedSpare: { spareId: string; slotId: string } | null
  /** No transfer is written, of an undo neither. */
  moneyFrozen: boolean
}

const NOTHING = 'Nothing was changed.'

/** Whether a command is taken back (U60–U66). */
export function decideUndo(seq: number, line: UndoLine | null, world: UndoWorld): Decision<UndoChange> {
  if (!line) {
    const detail = `There is no line ${seq} in the journal. ${NOTHING}`
    return refuse('refused', 'unknown', detail, { field: 'seq' })
  }
  const { kind, facts } = line
  if (!facts) {
    const detail = `${kind} cannot be undone. ${INSTEAD[kind] ?? 'It has no inverse.'} ${NOTHING}`
    return refuse('refused', 'not_undoable', detail, { field: 'seq' })
  }
  if (line.undone) return refuse('refused', 'already_undone', `Line ${seq} was undone before. ${NOTHING}`)
  if (line.ageMs > world.windowMs) {
    const seconds = Math.round(world.windowMs / 1000)
    const money = 'transfer' in facts ? ' Reverse the transfer instead.' : ''
    return refuse('refused', 'too_late', `Commands can be undone for ${seconds} s (EG_UNDO_S).${money} ${NOTHING}`)
  }
  if (world.moneyFrozen && movesMoney(kind)) return frozen('money', NOTHING)
  const after = whatCameAfter(seq, kind as UndoKind, facts, world)
  if (after !== null) return refuse('refused', 'moved_on', `${after} ${NOTHING}`)
  return accept('ok', [changeOf(kind as UndoKind, facts)])
}

function changeOf(kind: UndoKind, facts: UndoFacts[UndoKind]): UndoChange {
  if (kind === 'opNightClose') {
    const { run, left_ms: leftMs } = facts as UndoFacts['opNightClose']
    return { type: 'reopen', run, leftMs }
  }
  if (kind === 'opNightVoid') {
    const { run: from, was, left_ms: leftMs } = facts as UndoFacts['opNightVoid']
    return { type: 'continue', from, was, leftMs }
  }
  return { type: 'inverse', kind }
}

/** What has come after the command that its inverse would harm; null: nothing. */
function whatCameAfter(seq: number, kind: UndoKind, facts: UndoFacts[UndoKind], world: UndoWorld): string | null {
  switch (kind) {
    case 'opNightClose':
      if (world.runStatus === 'closed') return votesTwice(world)
      return world.runStatus === 'revealed' ? 'The result was already shown.' : `The run is ${world.runStatus} now.`
    case 'opNightVoid': {
      const { run, was } = facts as UndoFacts['opNightVoid']
      if (world.lastRun !== run) return `Another question was asked since (run ${world.lastRun}).`
      if (world.mode !== 'night') return 'It is day now.'
      // One that was closed goes on closed, and nobody votes in it.
      return was === 'open' ? votesTwice(world) : null
    }
    case 'opNightExcuse':
      if (world.runStatus !== 'open') return `The run is ${world.runStatus} now.`
      return world.lastAbout === seq ? null : 'The slot was excused or expected again since.'
    case 'opModeSet': {
      const { to, at } = facts as UndoFacts['opModeSet']
      return world.mode === to && world.modeSince === at ? null : 'The mode was set again since.'
    }
    case 'opCardFreeze':
    case 'opCardUnfreeze': {
      const left = kind === 'opCardFreeze' ? 'frozen' : 'active'
      if (world.cardStatus !== left) return `The card is ${world.cardStatus ?? 'gone'} now.`
      // As it was left, but perhaps by somebody else, who meant it.
      return world.lastAbout === seq ? null : 'The card was frozen or unfrozen again since.'
    }
    default:
      // Money: the rules of reversals say what still can be taken back.
      return null
  }
}

/** Open again, the run would take a vote of the same machine under its other name (D42). */
function votesTwice({ votedSpare }: UndoWorld): string | null {
  if (!votedSpare) return null
  const { spareId, slotId } = votedSpare
  return `${spareId} has voted in it and was given the place of ${slotId} since: the same machine would vote twice. Ask the question again.`
}

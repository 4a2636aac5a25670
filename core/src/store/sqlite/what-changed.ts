import type { Answer, LastChange } from '@eg/shared'
import type { Work } from '../../commit/command.js'
import type { Transaction } from './transaction.js'

/** Which lines of the journal tell of a thing: of these kinds, and where it is named, of this run, device, card or operator. */
interface Subject {
  kinds: readonly string[]
  /** An operator's. */
  name?: string
  run?: number
  deviceId?: string
  tagUid?: string
}

const RUN = ['runOpened', 'runClosed', 'runRevealed', 'runVoided', 'runReopened']
const TIMER = ['opNightExtend', 'opGameFreeze', 'opGameUnfreeze', 'opSessionPause', 'opSessionResume', 'runReopened']
const SHOW = ['showStarted', 'showMoved', 'showEnded']
const SESSION = ['opSessionStart', 'opSessionPause', 'opSessionResume', 'opSessionClose']
/** What can change a check of the ready gate and stands in the journal; a full disk does not. */
const VIEW = ['opReadyWaive', 'opReadyUnwaive', 'opLightsSeen', 'opClockReading', 'opShowLoad', 'linkUp', 'linkDown']
const CARD = [
  'opCardAdjust',
  'opTransferReverse',
  'opDeskTopUp',
  'opDeskCashOut',
  'opDeskClaim',
  'payoutClaim',
  'roundPlay',
  'walletDebit',
  'walletCredit',
]
const FREEZES = {
  opMoneyUnfreeze: ['opMoneyFreeze', 'opMoneyUnfreeze'],
  opGameUnfreeze: ['opGameFreeze', 'opGameUnfreeze'],
  opBlackoutEnd: ['opBlackout', 'opBlackoutEnd'],
}
const MESSAGE = ['opMessageShow', 'opMessageClear', 'messageExpired']
/** Journal lines of these did nobody. */
const NOBODY: ReadonlySet<string> = new Set(['timer', 'core'])

/**
 * A `stale` answer with what made it so (C71): the last line of the journal that changed the thing the command was about. All
 * others as they are.
 */
export function withLastChange(tx: Transaction, work: Work, answer: Answer): Answer {
  if (answer.status !== 'stale') return answer
  const subject = subjectOf(work, answer.field)
  const changed = subject && lastChange(tx, subject)
  return changed ? { ...answer, changed } : answer
}

function lastChange(tx: Transaction, { kinds, run, deviceId, tagUid, name }: Subject): LastChange | null {
  const things = { run: run ?? null, deviceId: deviceId ?? null, tagUid: tagUid ?? null, name: name ?? null }
  const asked = { kinds: JSON.stringify(kinds), ...things }
  const line = tx.sql.lastChange.get(asked) as (LastChange & { actor: string; data: string }) | undefined
  if (!line) return null
  const { seq, kind, at, actor, data } = line
  // Where nobody logs in, a command may say a name; it stands in its line.
  const { by } = JSON.parse(data) as { by?: unknown }
  const named = SESSION.includes(kind) && typeof by === 'string' ? by : actor
  return { seq, kind, by: NOBODY.has(actor) || kind.startsWith('link') ? null : named, at }
}

function subjectOf(work: Work, field: string | undefined): Subject | null {
  switch (work.kind) {
    case 'opModeSet':
      return { kinds: ['opModeSet'] }
    case 'opNightClose':
    case 'opNightReveal':
    case 'opNightVoid':
      return { kinds: RUN, run: work.payload.run }
    case 'opNightOpen':
      return { kinds: RUN }
    case 'opNightRedo':
      return field === 'expect_status' ? { kinds: RUN, run: work.payload.run } : { kinds: RUN }
    case 'opNightExtend':
      return { kinds: TIMER }
    case 'opShowNext':
    case 'opShowJump':
    case 'opShowEnd':
      return { kinds: SHOW }
    case 'opShowStart':
      return { kinds: field === 'expect_script' ? ['opShowLoad'] : SHOW }
    case 'opShowLoad':
      return { kinds: ['opShowLoad'] }
    case 'opDoorsClose':
      return { kinds: ['opDoorsOpen', 'opDoorsClose'] }
    case 'opDoorsOpen':
    case 'opReadyWaive':
      return { kinds: VIEW }
    case 'opSessionStart':
    case 'opSessionPause':
    case 'opSessionResume':
    case 'opSessionClose':
      return { kinds: SESSION }
    case 'opMoneyUnfreeze':
    case 'opGameUnfreeze':
    case 'opBlackoutEnd':
      return { kinds: FREEZES[work.kind] }
    case 'opMessageShow':
    case 'opMessageClear':
      return { kinds: MESSAGE }
    case 'opSwap': {
      const kinds = field === 'expect_swap' ? ['opSwap', 'opSwapCancel', 'swapDone'] : ['linkUp', 'linkDown']
      return { kinds, deviceId: work.payload.slot_id }
    }
    case 'opShiftClose':
      return { kinds: ['opShiftOpen', 'opShiftClose'], deviceId: work.payload.desk_id }
    case 'opOperatorSet':
      return { kinds: ['opOperatorSet', 'opOperatorRemove'], name: work.payload.name }
    case 'opCardAdjust':
      return { kinds: CARD, tagUid: work.payload.tag_uid }
    default:
      return null
  }
}

import { type Decision, accept, refuse } from './decision.js'
import { kindOf } from './roster.js'

/** What is known of a name that somebody is to be let in under. */
export interface NameFacts {
  /** It is let in now. */
  enrolled: boolean
  /** An operator has it. */
  operator: boolean
  /** Under which other name the machine has voted in the open question. */
  votedAs?: string | null
}

export type Admission = { type: 'admit' }

/**
 * Whether a name is let in as a role (A10). A name that is let in already keeps its secret unless the operator says that it is
 * to be replaced; a usual name (`slot-04`) is what it says, and nobody has the name of an operator, who stands in the journal.
 */
export function decideAdmission(
  asked: { deviceId: string; role: string; replace: boolean; isCore: boolean },
  facts: NameFacts,
): Decision<Admission> {
  const { deviceId, role } = asked
  if (asked.isCore) {
    return refuse('refused', 'reserved', `${deviceId} is the core's own name. Choose another one.`, {
      field: 'device_id',
    })
  }
  if (facts.operator) {
    const detail = `${deviceId} is the name of an operator. Choose another one for the device.`
    return refuse('refused', 'name_taken', detail, { field: 'device_id' })
  }
  const usual = kindOf(deviceId, undefined, 'other')
  if (usual !== 'other' && usual !== role && !(usual === 'spare' && role === 'slot')) {
    const detail = `${deviceId} is a ${usual} by its name, not a ${role}. Choose the role ${usual}, or another name.`
    return refuse('refused', 'role_mismatch', detail, { field: 'role' })
  }
  if (facts.enrolled && !asked.replace) {
    const detail = `${deviceId} is enrolled already. If this device takes its place, say replace: the other one is then no longer let in.`
    return refuse('refused', 'already_enrolled', detail, { field: 'device_id' })
  }
  // A spare does not vote.
  if (facts.votedAs && role === 'slot' && usual !== 'spare') {
    const detail = `This machine has voted in the open question as ${facts.votedAs}: as ${deviceId} it would vote in it again. Wait until the question is over, or let another one in. Nothing was changed.`
    return refuse('refused', 'has_voted', detail, { field: 'key' })
  }
  return accept('ok', [{ type: 'admit' }])
}

export function decideRevoke(deviceId: string, enrolled: boolean): Decision<{ type: 'revoke' }> {
  if (enrolled) return accept('ok', [{ type: 'revoke' }])
  return refuse('refused', 'not_enrolled', `${deviceId} is not enrolled, so there is nothing to revoke.`, {
    field: 'device_id',
  })
}

/** Names that the journal uses for what nobody did. */
const RESERVED: ReadonlySet<string> = new Set(['core', 'timer', 'http', 'admin', 'setup', 'guest', 'somebody'])

export interface OperatorFacts {
  /** The role of who has the name now; null: nobody has it. */
  role: string | null
  gamemasters: number
  /** A device has this name. */
  device: boolean
}

/** Whether an operator is added or changed (A22). Somebody must always be left who may do everything. */
export function decideOperator(
  asked: { name: string; role: string; hasPassword: boolean; first: boolean; expectRole?: string | null | undefined },
  facts: OperatorFacts,
): Decision<{ type: 'set' }> {
  const { name } = asked
  if (asked.first && facts.gamemasters > 0) {
    return refuse('refused', 'not_needed', 'There is a game master already. Log in, or ask one to add you.')
  }
  if (RESERVED.has(name.toLowerCase()) || kindOf(name, undefined, 'other') !== 'other' || facts.device) {
    return refuse('refused', 'name_taken', `${name} is the name of a device or of the core. Choose another one.`, {
      field: 'name',
    })
  }
  if (asked.expectRole !== undefined && asked.expectRole !== facts.role) {
    const now = facts.role === null ? 'has been removed' : `is a ${facts.role}`
    const detail = `${name} ${now} by now. Nothing was changed. Look again, then decide.`
    return refuse('stale', 'stale', detail, { field: 'expect_role' })
  }
  if (facts.role === null && !asked.hasPassword) {
    return refuse('refused', 'no_password', `${name} is new here and needs a password.`, { field: 'password' })
  }
  if (facts.role === 'gamemaster' && asked.role !== 'gamemaster' && facts.gamemasters < 2) return lastGamemaster(name)
  return accept('ok', [{ type: 'set' }])
}

export function decideOperatorRemove(name: string, facts: OperatorFacts): Decision<{ type: 'remove' }> {
  if (facts.role === null) return unknownOperator(name)
  if (facts.role === 'gamemaster' && facts.gamemasters < 2) return lastGamemaster(name)
  return accept('ok', [{ type: 'remove' }])
}

export function unknownOperator<Change>(name: string): Decision<Change> {
  return refuse('refused', 'unknown_operator', `There is no operator ${name}.`, { field: 'name' })
}

function lastGamemaster<Change>(name: string): Decision<Change> {
  const detail = `${name} is the only game master: nobody would be left who may do everything. Make somebody else one first.`
  return refuse('refused', 'last_gamemaster', detail)
}

import {
  type Contract,
  GAME,
  MONEY,
  OPERATORS,
  OPERATOR_COMMANDS,
  type Role,
  TECHNICAL,
  allContracts,
  contracts,
} from '@eg/shared'

// Which role an HTTP route needs (EG_AUTH=enrolled). Commands: who may publish their contract. Everything else: this table.

/** Everybody, without a login. */
export const ANYBODY = 'anybody'
/** A program on the core's own machine (Prometheus), or any operator. */
export const LOOPBACK_OR_OPERATOR = 'loopback'

type Needed = readonly Role[] | typeof ANYBODY | typeof LOOPBACK_OR_OPERATOR

/** By method and path, in which `:x` is any one level; a path stands for what is below it too. */
const ROUTES: readonly [method: string, path: string, needed: Needed][] = [
  ['GET', '/health', ANYBODY],
  ['GET', '/metrics', LOOPBACK_OR_OPERATOR],
  ['POST', '/api/login', ANYBODY],
  ['POST', '/api/setup', ANYBODY],
  ['GET', '/api/setup/needed', ANYBODY],
  ['GET', '/api/session', OPERATORS],
  ['POST', '/api/session/renew', OPERATORS],
  ['POST', '/api/logout', OPERATORS],
  ['GET', '/api/timeline', OPERATORS],
  ['GET', '/api/night/runs', OPERATORS],
  ['GET', '/api/show/script', OPERATORS],
  ['GET', '/api/devices', OPERATORS],
  ['GET', '/api/devices/:id/logs', TECHNICAL],
  ['GET', '/api/books', OPERATORS],
  ['GET', '/api/ready', OPERATORS],
  ['GET', '/api/panic', OPERATORS],
  ['GET', '/api/enrolments', TECHNICAL],
  ['GET', '/api/pending', TECHNICAL],
  ['GET', '/api/operators', GAME],
  ['GET', '/api/cards', MONEY],
  ['GET', '/api/wallet', MONEY],
  ['GET', '/api/payouts', MONEY],
  ['GET', '/api/shifts', MONEY],
  ['GET', '/api/receipts', MONEY],
  ['GET', '/api/dispute', MONEY],
  ['GET', '/api/undo', OPERATORS],
  ['GET', '/api/sessions', OPERATORS],
  // Who voted what, and everything else.
  ['GET', '/api/sessions/report', GAME],
  ['GET', '/api/sessions/tables', GAME],
  ['GET', '/api/sessions/money', MONEY],
  ['GET', '/api/sessions/cards', MONEY],
]

const COMMANDS: ReadonlyMap<string, Contract> = new Map<string, Contract>([
  ['/api/mode', contracts.opModeSet],
  ['/api/night/step', contracts.opNightOpen],
  ...allContracts
    .filter(({ topic, mqttOnly }) => topic.startsWith(OPERATOR_COMMANDS) && !mqttOnly)
    .map((contract): [string, Contract] => [`/api/op/${contract.topic.slice(OPERATOR_COMMANDS.length)}`, contract]),
])

/** The routes that scripts of the old system call. */
const WIRE_ROUTES: ReadonlySet<string> = new Set(['POST /api/mode', 'POST /api/night/step', 'GET /api/payouts'])

/** Who may use a route; null for one that is in no table. */
export function rolesFor(method: string, path: string): Needed | null {
  const verb = method === 'HEAD' ? 'GET' : method
  const command = verb === 'POST' ? COMMANDS.get(path) : undefined
  if (command) return command.publishers
  // The longest path that fits says it, so that a line for `/api/a/b` may differ from the one for `/api/a`.
  const [best] = ROUTES.filter(([m, p]) => m === verb && isBelow(p, path)).toSorted(
    ([, a], [, b]) => b.length - a.length,
  )
  return best?.[2] ?? null
}

function isBelow(pattern: string, path: string): boolean {
  const levels = path.split('/')
  return pattern.split('/').every((level, i) => level === levels[i] || (level.startsWith(':') && Boolean(levels[i])))
}

export function isWireRoute(method: string, path: string): boolean {
  return WIRE_ROUTES.has(`${method === 'HEAD' ? 'GET' : method} ${path}`)
}

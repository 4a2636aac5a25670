import { type Contract, OPERATOR_COMMANDS, allContracts, contracts, newRequestId, validate } from '@eg/shared'
import { type Context, Hono } from 'hono'
import { unavailable } from '../commit/command.js'
import type { Pipeline } from '../commit/pipeline.js'
import type { Caller } from './caller.js'
import { inOwnName } from '../identity/in-own-name.js'
import { prepareCommand } from '../identity/prepare-command.js'
import { httpStatus, invalid } from './error-answers.js'
import { readJson } from './read-json.js'

/**
 * The commands over HTTP: every operator command of the contract table under `/api/op/…` (`POST /api/op/night/open` is
 * `eg/core/op/night/open`), and beside them the two calls that scripts in the field make.
 */
export function commandRoutes(pipeline: Pipeline): Hono {
  const app = new Hono()
  for (const contract of allContracts) {
    if (contract.kind !== 'command' || contract.mqttOnly || !contract.topic.startsWith(OPERATOR_COMMANDS)) continue
    app.post(`/op/${contract.topic.slice(OPERATOR_COMMANDS.length)}`, (c) => carryOut(c, pipeline, contract))
  }
  app.post('/mode', (c) => carryOut(c, pipeline, contracts.opModeSet))
  // A step opened by the old call is shown at once and never waits for a decision: that is all the old system knew.
  app.post('/night/step', (c) => carryOut(c, pipeline, contracts.opNightOpen, { reveal: 'auto', tie: 'first' }))
  return app
}

async function carryOut(c: Context, pipeline: Pipeline, contract: Contract, fixed: object = {}): Promise<Response> {
  const body = readJson(await c.req.text())
  if (!body.ok) return c.json(invalid(body.reason), 400)
  // Scripts need not name their requests; one that wants to be able to ask again sends a req_id of its own.
  const checked = validate(contract, { req_id: newRequestId('http'), ...body.value, ...fixed })
  if (!checked.ok) return c.json(invalid(checked.reason, checked.field), 400)
  const refused = beyond(c.get('caller'), contract, checked.value)
  if (refused) return c.json(refused, 403)
  const prepared = await prepareCommand(contract, inOwnName(checked.value, c.get('caller').operator))
  if ('problem' in prepared) return c.json(invalid(prepared.problem, prepared.field), 400)
  // Until here half a minute may have passed: who was put out meanwhile has given no command.
  const putOut = c.get('askAgain')()
  if (putOut) return putOut
  const settled = await pipeline.run(prepared.work, c.get('caller').actor)
  const { req_id } = checked.value as { req_id: string }
  const settledAnswer = settled.ok ? settled.outcome.answer : null
  const answer = prepared.complete(settledAnswer ?? unavailable(req_id, contract.answer ?? contract.name))
  const status = httpStatus(answer)
  return c.json({ ok: status === 200, ...answer }, status)
}

/** Who may let devices in may not let in more than he is: a script of the old system has the game master's calls. */
function beyond(caller: Caller, contract: Contract, payload: unknown): object | null {
  const isScript = contract.name === contracts.opDeviceAdd.name && (payload as { role: string }).role === 'script'
  if (!isScript || caller.roles.includes('gamemaster')) return null
  const detail = 'A script has the game master’s calls, so only a game master may let one in. Nothing was changed.'
  return { ok: false, status: 'refused', reason: 'forbidden', needs: ['gamemaster'], detail }
}

import {
  type Contract,
  type ContractName,
  OPERATOR_COMMANDS,
  allContracts,
  contracts,
  newRequestId,
  validate,
} from '@eg/shared'
import { type Context, Hono } from 'hono'
import { unavailable, type Work } from '../commit/command.js'
import type { Pipeline } from '../commit/pipeline.js'
import { httpStatus, invalid } from './error-answers.js'

const ACTOR = { key: 'http', via: 'http' } as const

/**
 * The commands over HTTP: every operator command of the contract table under `/api/op/…` (`POST /api/op/night/open` is
 * `eg/core/op/night/open`), and beside them the two calls that scripts in the field make.
 */
export function commandRoutes(pipeline: Pipeline): Hono {
  const app = new Hono()
  for (const contract of allContracts) {
    if (contract.kind !== 'command' || !contract.topic.startsWith(OPERATOR_COMMANDS)) continue
    app.post(`/op/${contract.topic.slice(OPERATOR_COMMANDS.length)}`, (c) => carryOut(c, pipeline, contract))
  }
  app.post('/mode', (c) => carryOut(c, pipeline, contracts.opModeSet))
  // A step opened by the old call is shown at once and never waits for a decision: that is all the old system knew.
  app.post('/night/step', (c) => carryOut(c, pipeline, contracts.opNightOpen, { reveal: 'auto', tie: 'first' }))
  return app
}

async function carryOut(c: Context, pipeline: Pipeline, contract: Contract, fixed: object = {}): Promise<Response> {
  const body = await readJson(c)
  if (!body.ok) return c.json(invalid(body.reason), 400)
  // Scripts need not name their requests; one that wants to be able to ask again sends a req_id of its own.
  const checked = validate(contract, { req_id: newRequestId('http'), ...body.value, ...fixed })
  if (!checked.ok) return c.json(invalid(checked.reason, checked.field), 400)
  const work = { kind: contract.name as ContractName, payload: checked.value } as Work
  const settled = await pipeline.run(work, ACTOR)
  const { req_id } = checked.value as { req_id: string }
  const answer = (settled.ok ? settled.outcome.answer : null) ?? unavailable(req_id, contract.answer ?? contract.name)
  const status = httpStatus(answer)
  return c.json({ ok: status === 200, ...answer }, status)
}

type Body = { ok: true; value: Record<string, unknown> } | { ok: false; reason: string }

/** Reads a JSON object whatever its Content-Type says: `curl -d` names a form. */
async function readJson(c: Context): Promise<Body> {
  const text = await c.req.text()
  if (text.trim() === '') return { ok: false, reason: 'The body is empty; a JSON object is expected' }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ok: true, value: value as Record<string, unknown> }
    return { ok: false, reason: 'The body is JSON but not an object' }
  } catch {
    return { ok: false, reason: 'The body is not JSON' }
  }
}

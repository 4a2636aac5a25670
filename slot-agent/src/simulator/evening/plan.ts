import { type ContractName, contracts, OPERATOR_COMMANDS } from '@eg/shared'
import * as z from 'zod'

/** Something an operator does in a simulated evening. Steps are done one after another, none before its time. */
export interface PlanStep {
  /** Seconds after the doors, of a real evening: a simulator in a hurry divides them, and `duration_s` of the payload. */
  at: number
  /** An operator's command of the table of contracts. */
  command: ContractName
  /** Without `req_id`. `"$run"` stands for the run that the operator sees. */
  payload: Record<string, unknown>
  /** Before that: until the run that the operator sees is closed, by itself or otherwise. */
  wait_for?: 'closed' | undefined
  /** The statuses that are as planned; `ok` if left out. */
  expect?: string[] | undefined
}

export interface Plan {
  /** When the evening ends (seconds after the doors). */
  ends_at: number
  steps: PlanStep[]
}

const commandName = z
  .string()
  .refine((name): name is ContractName => isOperatorCommand(name), 'is not the name of an operator’s command')

const planSchema = z.strictObject({
  ends_at: z.number().positive().max(86_400),
  steps: z.array(
    z.strictObject({
      at: z.number().min(0).max(86_400),
      command: commandName,
      payload: z.record(z.string(), z.unknown()).default({}),
      wait_for: z.literal('closed').optional(),
      expect: z.array(z.string()).min(1).optional(),
    }),
  ),
})

/** Reads a plan (JSON); what is wrong with it is one sentence with its place. */
export function readPlan(text: string): Plan | { problem: string } {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    return { problem: `is not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
  const read = planSchema.safeParse(raw)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const place = issue?.path.join('.') ?? ''
  return { problem: `is no plan of an evening: ${place === '' ? 'the whole' : place}: ${issue?.message}` }
}

/** `opNightOpen`, not `nightVote`: what an operator gives over MQTT. */
export function isOperatorCommand(name: string): name is ContractName {
  const contract = Object.hasOwn(contracts, name) ? contracts[name as ContractName] : undefined
  return contract !== undefined && contract.kind === 'command' && contract.topic.startsWith(OPERATOR_COMMANDS)
}

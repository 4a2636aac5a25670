import type { BatchResult, Command } from '../../commit/command.js'
import type { StoreSettings } from './transaction.js'

export interface WorkerData {
  path: string
  settings: StoreSettings
}

/**
 * What the threads say to each other: a call with an id, and its result or error under the same id. As JSON text: a batch of
 * a thousand small objects is copied faster as one text than by the structured clone.
 */
export type Call = { id: number } & (
  | { call: 'boot'; at: number }
  | { call: 'commit'; commands: readonly Command[] }
  /** A method of the reader, by its name. */
  | { call: 'read'; read: string; given: readonly unknown[] }
  | { call: 'backup'; folder: string; at: number }
  | { call: 'close' }
)

/** A batch's result, or whatever was looked up. */
export type CallResult = BatchResult | object | null

export type Reply = { id: number } & (
  | { result: CallResult }
  | { error: { kind: 'unavailable' | 'refused' | 'no_room' | 'fault'; message: string } }
)

/** A reply on its way. The journal's lines go beside it: they are JSON already and most of the time nobody reads them. */
export interface PostedReply {
  text: string
  timeline?: string
}

export function packReply(reply: Reply): PostedReply {
  if (!('result' in reply) || !isBatch(reply.result)) return { text: JSON.stringify(reply) }
  const { timeline, ...result } = reply.result
  return { text: JSON.stringify({ ...reply, result }), timeline }
}

export function unpackReply({ text, timeline }: PostedReply): Reply {
  const reply = JSON.parse(text) as Reply
  if (timeline !== undefined && 'result' in reply) Object.assign(reply.result ?? {}, { timeline })
  return reply
}

function isBatch(result: CallResult): result is BatchResult {
  return result !== null && 'timeline' in result && typeof result.timeline === 'string'
}

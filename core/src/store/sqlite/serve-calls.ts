import { parentPort } from 'node:worker_threads'
import { NoRoomError, StoreRefusedError } from '../store.js'
import { isStorageError } from './storage-error.js'
import { type Call, type CallResult, type Reply, packReply } from './worker-protocol.js'

/** Answers the calls of the main thread, one after another. */
export function serveCalls(handle: (call: Call) => CallResult | Promise<CallResult>): void {
  const port = parentPort
  if (!port) throw new Error('this file runs as a worker thread')
  port.on('message', (text: string) => {
    const call = JSON.parse(text) as Call
    const send = (reply: Reply) => {
      port.postMessage(packReply(reply))
      if (call.call === 'close') port.close()
    }
    const done = (result: CallResult) => send({ id: call.id, result })
    const failed = (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      send({ id: call.id, error: { kind: kindOf(error), message } })
    }
    try {
      const result = handle(call)
      if (result instanceof Promise) result.then(done, failed)
      else done(result)
    } catch (error) {
      failed(error)
    }
  })
}

function kindOf(error: unknown): 'refused' | 'no_room' | 'unavailable' | 'fault' {
  if (error instanceof StoreRefusedError) return 'refused'
  if (error instanceof NoRoomError) return 'no_room'
  return isStorageError(error) ? 'unavailable' : 'fault'
}

import { Worker } from 'node:worker_threads'
import { NoRoomError, StoreRefusedError, StoreUnavailableError } from '../store.js'
import { type Call, type CallResult, type PostedReply, type WorkerData, unpackReply } from './worker-protocol.js'

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never

export interface WorkerClient {
  call<T extends CallResult>(call: WithoutId<Call>): Promise<T>
  close(): Promise<void>
}

/** Runs a worker thread and calls it. `onDeath` hears if it dies by itself: a fault that ends the process. */
export function createWorkerClient(script: URL, data: WorkerData, onDeath: (error: Error) => void): WorkerClient {
  const worker = new Worker(script, { workerData: data })
  const waiting = new Map<number, { resolve: (result: CallResult) => void; reject: (error: Error) => void }>()
  let nextId = 1
  let closing = false
  let dead: Error | null = null

  worker.on('message', (posted: PostedReply) => {
    const reply = unpackReply(posted)
    const caller = waiting.get(reply.id)
    if (!caller) return
    waiting.delete(reply.id)
    if ('result' in reply) caller.resolve(reply.result)
    else caller.reject(toError(reply.error))
  })
  const died = (error: Error) => {
    dead ??= error
    for (const caller of waiting.values()) caller.reject(error)
    waiting.clear()
    if (!closing) onDeath(error)
  }
  // SQLite's errors lose their face on the way between threads.
  worker.on('error', (error: Error & { code?: string }) =>
    died(error instanceof Error ? error : new Error(`the thread ${script.pathname} failed (${JSON.stringify(error)})`)),
  )
  worker.on('exit', (code) => died(new Error(`the thread ${script.pathname} ended with code ${code}`)))

  const call = <T extends CallResult>(request: WithoutId<Call>) =>
    new Promise<T>((resolve, reject) => {
      if (dead) return reject(dead)
      const id = nextId++
      waiting.set(id, { resolve: resolve as (result: CallResult) => void, reject })
      worker.postMessage(JSON.stringify({ id, ...request }))
    })

  return {
    call,
    async close() {
      closing = true
      if (!dead) await call({ call: 'close' })
      await worker.terminate()
    },
  }
}

function toError(error: { kind: 'unavailable' | 'refused' | 'no_room' | 'fault'; message: string }): Error {
  if (error.kind === 'unavailable') return new StoreUnavailableError(error.message)
  if (error.kind === 'refused') return new StoreRefusedError(error.message)
  if (error.kind === 'no_room') return new NoRoomError(error.message)
  return new Error(error.message)
}

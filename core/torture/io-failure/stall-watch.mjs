// Loaded into a core (node --import) to watch its event loop from inside: every so often it writes the longest delay since
// the last time, in milliseconds, a line each.
import { appendFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const EVERY_MS = 100
const RESOLUTION_MS = 5

// Threads load it too; theirs are meant to wait for the disk.
const { isMainThread } = await import('node:worker_threads')
if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  setInterval(() => {
    appendFileSync(process.env.EG_STALL_FILE, `${Date.now()} ${Math.round(delay.max / 1e6) - RESOLUTION_MS}\n`)
    delay.reset()
  }, EVERY_MS).unref()
}

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const HERE = fileURLToPath(new URL('../package.json', import.meta.url))

// Database and statements that are neither closed nor wanted any more: V8 collects some while it works, the rest when the
// thread or the process ends. What Node 24.19 and later do then without scripts/lib/addon-object-wrap.h: abort (decision 29).
const USE = `
const { createRequire } = require('node:module')
const Database = createRequire(${JSON.stringify(HERE)})('better-sqlite3')
const db = new Database(':memory:')
for (let i = 0; i < 5000; i++) db.prepare('SELECT ' + i).get()
globalThis.kept = [db, db.prepare('SELECT 1')]`
const ENDS = {
  'its process': `${USE}; process.exit(7)`,
  'a thread of its own': `
    const { Worker } = require('node:worker_threads')
    new Worker(${JSON.stringify(`${USE}; setTimeout(() => process.exit(), 50)`)}, { eval: true }).on('exit', () => process.exit(7))`,
  'a thread that is told to end': `
    const { Worker } = require('node:worker_threads')
    const worker = new Worker(${JSON.stringify(`${USE}; require('node:worker_threads').parentPort.postMessage(1); setInterval(() => 0, 1000)`)}, { eval: true })
    worker.on('message', () => worker.terminate().then(() => process.exit(7)))`,
}

describe('SQLite’s addon', () => {
  it.each(Object.entries(ENDS))('T61 leaves nothing that aborts when it ends with %s', async (_, script) => {
    const ended = await new Promise((resolve) => {
      execFile(process.execPath, ['-e', script], (error, _out, err) =>
        resolve({ code: error?.code, signal: error?.signal, err: err.split('\n')[0] }),
      )
    })
    expect(ended).toEqual({ code: 7, signal: null, err: '' })
  })
})

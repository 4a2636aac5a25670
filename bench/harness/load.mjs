// Starts what makes the load: processes of their own, that connect, say "ready", wait for "go" and say what they measured.
import { fileURLToPath } from 'node:url'
import { start, withCpu } from './processes.mjs'

const NODE = process.execPath
const fileOf = (folder, name) => fileURLToPath(new URL(`../${folder}/${name}.mjs`, import.meta.url))

/** A line of JSON with this event in it. */
const event = (name) => (line) => {
  if (!line.startsWith(`{"event":"${name}"`)) return null
  return JSON.parse(line)
}

/** A program of bench/load or bench/peers, started and ready. */
export async function startOurs(folder, name, options, env = {}) {
  const program = start(NODE, [fileOf(folder, name), JSON.stringify(options)], env)
  await program.heard(event('ready'))
  return {
    pid: program.pid,
    stop: program.stop,
    /** What it says with an event; rejects when it ends without. */
    event: (name) => program.heard(event(name)),
    go: () => program.say('go'),
    say: program.say,
  }
}

/** A load that is connected and waits. */
export const startLoad = (name, options) => startOurs('load', name, options)

/**
 * Lets a load run to its end and says what it measured, with the cores that it and `servers` (`{core: pid}`) kept busy.
 * `until` makes the run longer, where the load's own end is not the end; `meanwhile` is done once it goes.
 */
export async function runLoad(load, servers, until = async () => ({}), meanwhile = async () => undefined) {
  try {
    return await withCpu({ load: load.pid, ...servers }, async () => {
      load.go()
      await meanwhile()
      const done = await load.event('done')
      return { ...done, ...(await until(done)) }
    })
  } finally {
    await load.stop()
  }
}

/** Rows into SQLite with nothing around it: the physical limit. */
export async function raw(options, folder) {
  const load = await startOurs('peers', 'raw', { path: `${folder}/raw.db`, ...options })
  const { cpu, ...measured } = await runLoad(load, {})
  return { ...measured, cpu: { sqlite: cpu.load } }
}

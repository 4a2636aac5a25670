// A slot's agent as it ships, in a folder of its own, on a port of its own.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { removeFolder, start, temporaryFolder } from './processes.mjs'

const AGENT = fileURLToPath(new URL('../../slot-agent/dist/main.js', import.meta.url))

/** Starts an agent that is connected to `eg`. `env`: further settings; `flags`: of node itself. */
export async function startAgent(eg, { env = {}, flags = [] } = {}) {
  if (!existsSync(AGENT)) throw new Error('slot-agent/dist is missing: npm run bench builds it, or npx tsc -b')
  const folder = temporaryFolder()
  const settings = { CORE_HOST: '127.0.0.1', MQTT_PORT: String(eg.port), DB_PATH: join(folder, 'slot.db'), ...env }
  const agent = start(process.execPath, [...flags, AGENT], settings, { ipc: true })
  await agent.ready('connected to the core')
  await agent.ready('slot ready')
  return {
    pid: agent.pid,
    say: agent.say,
    async end() {
      await agent.stop()
      removeFolder(folder)
    },
  }
}

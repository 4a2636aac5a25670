import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTlsFolder } from '../../core/test/tls-venue.js'
import { AGENT, freePorts, runProgram, until } from '../../scripts/test/processes.js'
import { type Venue, openVenue } from './venue.js'

// What connects to the core by TLS: the agent, the simulator, the tool that looks for faults.

const TOOL = fileURLToPath(new URL('../../scripts/test_mqtt_connection', import.meta.url))
const run = promisify(execFile)

let venue: Venue
let dir: string
let tls: { MQTT_PORT: string; EG_TLS_CA: string }
beforeEach(async () => {
  venue = await openVenue()
  dir = await makeTlsFolder()
  const [mqtts, wss] = (await freePorts(2)).map(String) as [string, string]
  tls = { MQTT_PORT: mqtts, EG_TLS_CA: `${dir}/ca.pem` }
  await venue.startCore({ EG_TLS_DIR: dir, MQTT_TLS_PORT: mqtts, MQTT_WSS_PORT: wss })
})
afterEach(() => venue.close())

describe('by TLS', () => {
  it('V16 an agent votes, and its vote is counted', async () => {
    const agent = await venue.startAgent(tls)
    expect(agent.output()).toContain(`mqtts://127.0.0.1:${tls.MQTT_PORT}`)
    await venue.post('/api/mode', { mode: 'night' })
    await venue.post('/api/night/step', { step: 1, question: 'Who?', options: ['A', 'B'] })
    await venue.shows('the question', ({ phase }) => phase === 'question')
    agent.type('2')
    await venue.shows('B counted', ({ counted }) => counted === 'B')
  })

  it('V16 the simulator plays', async () => {
    const simulator = await venue.startSimulator({ ...tls, SLOTS: '3' })
    await until('both slots to be connected', () => simulator.output().split('connected to the core').length > 2)
  })

  it('V16 an agent is not deceived by a core whose CA it does not know, and says what to do', async () => {
    const agent = await venue.startAgent({ ...tls, EG_TLS_CA: `${await makeTlsFolder()}/ca.pem` })
    expect(agent.output()).toContain("set EG_TLS_CA to the core's ca.pem")
    expect(agent.output()).not.toContain('connected to the core')
  })

  it('V16 an agent whose CA file is not there does not start, and says so in a line', async () => {
    const agent = runProgram(AGENT, { ...venue.env, ...tls, EG_TLS_CA: '/nowhere/ca.pem' })
    expect(await agent.ended).not.toBe(0)
    expect(agent.output()).toContain('EG_TLS_CA="/nowhere/ca.pem" cannot be read (ENOENT)')
  })
})

describe('test_mqtt_connection', () => {
  const tool = (...args: string[]) =>
    run('bash', [TOOL, '127.0.0.1', ...args], { env: { PATH: process.env.PATH } }).then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    )

  it('V17 goes through TLS with the CA, and says what is wrong otherwise', async () => {
    expect(await tool(tls.MQTT_PORT, '--tls', '--ca', tls.EG_TLS_CA)).toContain('✓ Connexion réussie !')
    expect(await tool(tls.MQTT_PORT, '--ca', tls.EG_TLS_CA)).toContain('✓ encryption (TLS)')
    expect(await tool(tls.MQTT_PORT, '--tls')).toContain("give --ca the core's ca.pem")
    expect(await tool(tls.MQTT_PORT, '--ca', '/nowhere')).toContain('"/nowhere" cannot be read (ENOENT)')
    expect(await tool(`${venue.env.MQTT_PORT}`, '--tls')).toContain('does not speak TLS')
    expect(await tool(`${venue.env.MQTT_PORT}`)).toContain('✓ Connexion réussie !')
  })

  it('V17 names a certificate that is for another address', async () => {
    const other = await makeTlsFolder({ addresses: ['127.0.0.9'] })
    await run('cp', ['-r', `${other}/.`, dir])
    await until(
      'the core to take it',
      async () => (await tool(tls.MQTT_PORT, '--ca', `${other}/ca.pem`)).includes('does not name "127.0.0.1"'),
      25_000,
    )
  })
})

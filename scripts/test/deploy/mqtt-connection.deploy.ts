import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type Server, type Socket, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Packet, generate, parser } from 'mqtt-packet'
import { afterEach, describe, expect, it } from 'vitest'
import { ROOT } from './artefact.js'

// test_mqtt_connection against brokers that fail in one way each, played here. What a core does is tested elsewhere (T8, T9, V17).

type Answer = (packet: Packet, socket: Socket) => void
const V5 = { protocolVersion: 5 }
const send = (socket: Socket, packet: object) => socket.write(generate(packet as Packet, V5))

describe('scripts/test_mqtt_connection', { timeout: 60_000 }, () => {
  let server: Server | undefined
  const sockets = new Set<Socket>()
  afterEach(() => {
    for (const socket of sockets) socket.destroy()
    server?.close()
  })

  /** A broker that answers as told; its port. */
  const broker = async (answer: Answer) => {
    server = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      const reader = parser(V5)
      reader.on('packet', (packet: Packet) => answer(packet, socket))
      socket.on('data', (data) => reader.parse(data))
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    return String((server.address() as AddressInfo).port)
  }
  const test = (words: string[], env: Record<string, string> = {}, cwd?: string) =>
    new Promise<{ status: number | null; output: string }>((resolve) => {
      const tool = spawn('bash', [join(ROOT, 'scripts/test_mqtt_connection'), ...words], {
        env: { PATH: process.env.PATH, ...env },
        cwd,
      })
      let output = ''
      for (const stream of [tool.stdout, tool.stderr]) stream.on('data', (text) => (output += String(text)))
      tool.on('close', (status) => resolve({ status, output }))
    })

  /** A well one, but for what `other` answers. */
  const but =
    (other: (packet: Packet, socket: Socket) => boolean): Answer =>
    (packet, socket) => {
      if (other(packet, socket)) return
      if (packet.cmd === 'connect') send(socket, { cmd: 'connack', reasonCode: 0, sessionPresent: false })
      if (packet.cmd === 'subscribe') send(socket, { cmd: 'suback', messageId: packet.messageId, granted: [1] })
      if (packet.cmd === 'publish') send(socket, { cmd: 'puback', messageId: packet.messageId, reasonCode: 0 })
    }
  const refuses = (reasonCode: number) =>
    but(({ cmd }, socket) => cmd === 'connect' && send(socket, { cmd: 'connack', reasonCode, sessionPresent: false }))
  const topic = (cmd: string, answer: object) =>
    but((packet, socket) => packet.cmd === cmd && send(socket, { ...answer, messageId: packet.messageId }))
  const closes: Answer = (_, socket) => socket.destroy()

  it.each<[what: string, Answer, english: RegExp, french: RegExp]>([
    [
      'says nothing',
      () => undefined,
      /timed out: .* takes the connection and then says nothing/,
      /prend la connexion puis ne dit rien/,
    ],
    ['closes', closes, /closed: .* ends it without an MQTT answer/, /fermé : .* la ferme sans réponse MQTT/],
    [
      'lets nobody in',
      refuses(135),
      /not authorized: the broker refused[^]*MQTT_USERNAME/,
      /non autorisé : le broker a refusé/,
    ],
    ['is busy', refuses(137), /busy: the broker is there and takes nobody now[^]*wait a minute/, /occupé/],
    [
      'refuses the subscription',
      topic('subscribe', { cmd: 'suback', granted: [135] }),
      /does not let this machine use "test"[^]*EG_OPEN_TOPICS/,
      /utiliser « test »/,
    ],
    [
      'refuses the message',
      topic('publish', { cmd: 'puback', reasonCode: 135 }),
      /does not let this machine use "test"[^]*EG_OPEN_TOPICS/,
      /utiliser « test »/,
    ],
    ['does not deliver', but(() => false), /not delivered: [^]*is it the core\?/, /non remis : /],
  ])('I17 says what it is when the broker %s, in both languages', async (_, answer, english, french) => {
    const port = await broker(answer)
    const [first, second] = await Promise.all([
      test(['127.0.0.1', port]),
      test([`mqtt://127.0.0.1:${port}`], { LC_MESSAGES: 'fr_FR.UTF-8' }),
    ])
    expect(first).toMatchObject({ status: 1, output: expect.stringMatching(english) })
    expect(first.output).toContain('Try next: ')
    expect(second).toMatchObject({ status: 1, output: expect.stringMatching(french) })
    expect(second.output).toContain('À essayer : ')
  })

  it('I120 takes its files from where it is called', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'eg-ca-'))
    writeFileSync(join(folder, 'ca.pem'), '')
    const [found, missing] = await Promise.all([
      test(['127.0.0.1', '1', '--ca', 'ca.pem'], {}, folder),
      test(['127.0.0.1', '1', '--ca', 'none.pem'], {}, folder),
    ])
    rmSync(folder, { recursive: true })
    expect(found.output).toContain('connection refused')
    expect(missing.output).toContain('"none.pem" cannot be read (ENOENT)')
  })

  it('I17 explains itself in English and French, and refuses words that it does not know', async () => {
    const [english, french, wrong] = await Promise.all([
      test(['--help']),
      test(['--help'], { LANG: 'fr_FR.UTF-8' }),
      test(['--nonsense'], { LANG: 'fr_FR.UTF-8' }),
    ])
    expect(english).toMatchObject({ status: 0, output: expect.stringContaining('Changes nothing.') })
    expect(french).toMatchObject({ status: 0, output: expect.stringContaining('Ne change rien.') })
    expect(wrong).toMatchObject({ status: 2, output: expect.stringContaining('Ne change rien.') })
  })
})

import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { type AddressInfo, type Socket, connect } from 'node:net'
import { OPERATOR_COMMANDS, allContracts } from '@eg/shared'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer as createTlsServer } from 'node:tls'
import { limitCallers } from '../dist/broker/limit-callers.js'
import { DEFAULT_LIMITS } from '../dist/broker/wire/limits.js'
import { file, makeTlsFolder, shake } from './tls-venue.js'
import { speakBoth } from '../dist/http/both-protocols.js'
import { serveHttp } from '../dist/http/serve.js'
import type { Core } from '../dist/start-core.js'
import { until } from './core-process.js'
import { runCore } from './running-core.js'

// What anybody on the network can send to the web ports, and what comes back with every answer.

let core: Core
beforeAll(async () => {
  core = await runCore()
})
afterAll(() => core.stop())

const TOO_MUCH = Buffer.alloc(64 * 1024 + 1, 'x')
const commands = allContracts
  .filter(({ kind, topic }) => kind === 'command' && topic.startsWith(OPERATOR_COMMANDS))
  .map(({ topic }) => `/api/op/${topic.slice(OPERATOR_COMMANDS.length)}`)

/** POSTs bytes and gives the status; `chunked` does not say how many come. */
function post(port: number, path: string, chunked: boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = chunked ? {} : { 'content-length': TOO_MUCH.length }
    const asked = request({ host: '127.0.0.1', port, method: 'POST', path, headers, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', reject)
    if (chunked) asked.write(TOO_MUCH.subarray(0, 1000))
    asked.end(chunked ? TOO_MUCH.subarray(1000) : TOO_MUCH)
  })
}

describe('a body that is too large, or does not say its size', () => {
  it.each(['api', 'operator'] as const)('V31 is refused on every route of the %s port', async (site) => {
    expect(commands.length).toBeGreaterThan(10)
    for (const path of [...commands, '/api/mode', '/api/night/step', '/api/nothing'])
      for (const chunked of [false, true])
        expect([path, chunked, await post(core.ports[site], path, chunked)]).toEqual([
          path,
          chunked,
          chunked ? 411 : 413,
        ])
  })

  it('V31 is not read where there is nothing to send it to', async () => {
    expect(await post(core.ports.operator, '/index.html', false)).toBe(404)
    expect(await post(core.ports.operator, '/index.html', true)).toBe(411)
  })
})

describe('every answer', () => {
  const API_POLICY = "default-src 'none'; frame-ancestors 'none'"

  it('V30 of the API is data: kept by nobody, shown in no frame, run as nothing', async () => {
    const api = `http://127.0.0.1:${core.ports.api}`
    const answers = await Promise.all([
      fetch(`${api}/health`),
      fetch(`${api}/api/cards`),
      fetch(`${api}/api/wallet/transfers?format=csv`),
      fetch(`${api}/nothing`),
      fetch(`${api}/api/mode`, { method: 'POST', body: '{' }),
      fetch(`http://127.0.0.1:${core.ports.operator}/api/books`),
    ])
    for (const { url, headers } of answers) {
      expect(headers.get('content-security-policy'), url).toBe(API_POLICY)
      expect(headers.get('x-content-type-options'), url).toBe('nosniff')
      expect(headers.get('x-frame-options'), url).toBe('DENY')
      expect(headers.get('referrer-policy'), url).toBe('no-referrer')
      expect(headers.get('cache-control'), url).toBe('no-store')
      expect(headers.get('access-control-allow-origin'), url).toBe(null)
    }
  })

  it('V30 of the operator’s page names what it may do: its own scripts and styles, its own broker', async () => {
    const look = () => fetch(`http://127.0.0.1:${core.ports.operator}/`)
    const nonceIn = (policy: string) => /style-src 'self' 'nonce-([\w+/=-]{16,})';/.exec(policy)?.[1]
    const page = await look()
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    // Styles that a library puts into the page carry a word that is another one each time.
    const nonce = nonceIn(policy)
    expect(await page.text()).toContain(`nonce="${nonce}"`)
    expect(nonceIn((await look()).headers.get('content-security-policy') ?? '')).not.toBe(nonce)
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:* wss://127.0.0.1:*;")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(page.headers.get('permissions-policy')).toContain('camera=()')
    expect(page.headers.get('strict-transport-security')).toBe(null)
  })

  it('V32 to a fault says nothing of the machine: no path, no stack, no setting', async () => {
    const api = `http://127.0.0.1:${core.ports.api}`
    const answers = await Promise.all([
      fetch(`${api}/api/mode`, { method: 'POST', body: '{"mode":' }),
      fetch(`${api}/api/cards/%00%ff/statement`),
      fetch(`${api}/api/op/night/open`, { method: 'POST', body: '{"__proto__":{"x":1}}' }),
      fetch(`${api}/../../etc/passwd`),
      fetch(`http://127.0.0.1:${core.ports.operator}/..%2f..%2fetc/passwd`),
    ])
    for (const answer of answers) {
      const text = await answer.text()
      expect([answer.url, answer.status >= 400], text).toEqual([answer.url, true])
      expect(text).not.toMatch(/node_modules|\bat .+:\d+:\d+|\/tmp\/|sqlite|root:/i)
    }
    const health = await (await fetch(`${api}/health`)).text()
    expect(health).not.toMatch(/\/tmp\/|core\.db|key/)
  })
})

describe('connections', () => {
  it('V33 that send no request, or none to its end, are ended', async () => {
    const sockets = [core.ports.api, core.ports.operator].flatMap((port) => [
      connect(port, '127.0.0.1'),
      connect(port, '127.0.0.1'),
    ])
    const ended = sockets.map(async (socket, i) => {
      socket.on('error', () => undefined)
      if (i % 2 === 0) socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
      await once(socket.resume(), 'close')
    })
    await Promise.all(ended)
  }, 120_000)

  it('V34 from one address are bounded; those of this machine are not', async () => {
    const server = createServer((_, response) => response.end('ok'))
    speakBoth(server, null, everybody())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const open: Socket[] = []
    const add = async () => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      open.push(socket)
      await once(socket, 'connect')
      return socket
    }
    for (let i = 0; i < 64; i += 1) await add()
    await once((await add()).resume(), 'close')
    open[0]?.destroy()
    const answered = async () => {
      const socket = await add()
      socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
      const [first] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [unknown]
      return String(first).startsWith('HTTP/1.1 200')
    }
    while (!(await answered()));
    for (const socket of open) socket.destroy()
    server.close()
    const many = await Promise.all(
      Array.from({ length: 100 }, () => fetch(`http://127.0.0.1:${core.ports.api}/health`)),
    )
    expect(many.every(({ status }) => status === 200)).toBe(true)
  })

  it('V34 where all are taken, the address with the most makes room for one that has fewer', async () => {
    const { port, noted, close } = await listening()
    const open: Socket[] = []
    const add = async (i: number) => {
      const socket = connect({ port, host: '127.0.0.1', localAddress: `127.0.1.${i}` })
      socket.on('error', () => undefined)
      open.push(socket)
      await once(socket, 'connect')
    }
    for (let i = 0; i < 1000; i += 1) await add((i % 16) + 1)
    const operator = connect({ port, host: '127.0.0.1', localAddress: '127.0.2.1' })
    operator.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(String(((await once(operator, 'data')) as [Buffer])[0])).toMatch(/^HTTP\/1.1 200/)
    expect(noted).toEqual(['wire_connections'])
    await until('the end of one', () => open.some((socket) => socket.destroyed))
    expect(open.filter((socket) => socket.destroyed)).toHaveLength(1)
    for (const socket of [...open, operator]) socket.destroy()
    close()
  }, 60_000)

  it('V35 that never shake hands are bounded too, before they have cost anything', async () => {
    const dir = await makeTlsFolder()
    const server = createTlsServer({ cert: file(dir, 'cert.pem'), key: file(dir, 'key.pem') }, (socket) => {
      socket.on('error', () => undefined)
    })
    const refused: string[] = []
    const limits = { ...DEFAULT_LIMITS, countLoopback: true, connectionsPerAddress: 4, connectsPerSecond: 1000 }
    limitCallers(server, limits, (reason) => void refused.push(reason))
    server.listen(0, '127.0.0.2')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const ca = file(dir, 'ca.pem')
    const silent: Socket[] = []
    const add = async () => {
      const socket = connect(port, '127.0.0.2')
      socket.on('error', () => undefined)
      silent.push(socket)
      await once(socket, 'connect')
      return socket
    }
    for (let i = 0; i < 4; i += 1) await add()
    await once((await add()).resume(), 'close')
    await expect(shake(port, { ca })).rejects.toThrow()
    expect(refused).toEqual(['wire_connections', 'wire_connections'])
    silent[0]?.destroy()
    const comesIn = () =>
      shake(port, { ca }).then(
        (socket) => socket.destroy() !== null,
        () => false,
      )
    while (!(await comesIn()));
    for (const socket of silent) socket.destroy()
    server.close()
  })

  it('V36 that send requests without waiting for an answer are closed at the third', async () => {
    // Every beginning that Node's parser takes.
    for (const begins of [
      'GET /x HTTP/1.1',
      'GET /x HTTP/0.9',
      'GET /x HTTP/2.0',
      'GET /x',
      'SOURCE /x ICE/1.0',
      'PLAY /x RTSP/1.0',
    ]) {
      const { port, heard, noted, close } = await listening({ requestsPerSecond: 10_000 })
      const greedy = connect(port, '127.0.0.1')
      greedy.on('error', () => undefined)
      greedy.write(`${begins}\r\nHost: x\r\nConnection: keep-alive\r\n\r\n`.repeat(50))
      await once(greedy.resume(), 'close')
      expect([begins, heard, noted]).toEqual([begins, ['/x', '/x', '/x'], ['web_pipelined']])
      close()
    }
  })

  it('V36 that wait may say what they like in what they send', async () => {
    const { port, heard, noted, close } = await listening()
    const polite = connect(port, '127.0.0.1')
    const body = 'GET /b HTTP/1.1\r\n\r\n'.repeat(500)
    for (let i = 0; i < 3; i++) {
      polite.write(`POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
      expect(String(((await once(polite, 'data')) as [Buffer])[0])).toMatch(/^HTTP\/1.1 200/)
    }
    expect([heard, noted]).toEqual([['/a', '/a', '/a'], []])
    polite.destroy()
    close()
  })

  it('V37 that ask more often than an address may are read more slowly, and answered all the same', async () => {
    // Forty at once, then ten a second.
    const { port, noted, close } = await listening({ requestsPerSecond: 10 })
    const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`http://127.0.0.1:${port}/`)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(noted.length).toBeGreaterThan(0)
    expect(new Set(noted)).toEqual(new Set(['web_slowed']))
    close()
  })

  it('V69 share the turns of the event loop, four requests each', async () => {
    let inTurn = 0
    const turns: number[] = []
    const countTurn = () => {
      turns.push(inTurn)
      inTurn = 0
    }
    const { port, close } = await listening({}, () => {
      if (inTurn === 0) setImmediate(countTurn)
      inTurn += 1
    })
    const callers = Array.from({ length: 40 }, () => connect(port, '127.0.0.1').setNoDelay())
    const askAll = () =>
      Promise.all(
        callers.map((caller) => {
          caller.write('GET /x HTTP/1.1\r\nHost: x\r\n\r\n')
          return once(caller, 'data')
        }),
      )
    // Node takes up one connection a turn: only once all are there do forty of them ask in one.
    await askAll()
    turns.length = 0
    await askAll()
    expect(turns.reduce((sum, each) => sum + each, inTurn)).toBe(40)
    expect(Math.max(...turns)).toBeLessThanOrEqual(4)
    for (const caller of callers) caller.destroy()
    close()
  })

  it('V66 of which Node answers by itself are counted like all others', async () => {
    const { port, noted, close } = await listening({ requestsPerSecond: 10_000 })
    for (const header of ['Host: x\r\nExpect: something', 'X-No: host']) {
      const greedy = connect(port, '127.0.0.1').setNoDelay()
      greedy.on('error', () => undefined)
      // Their ends lie in other segments than they do.
      const request = `GET /x HTTP/1.1\r\n${header}\r\n\r\n`
      greedy.write(request.slice(0, -1))
      for (let i = 0; i < 20; i++) greedy.write(request.slice(-1) + request.slice(0, -1))
      await once(greedy.resume(), 'close')
    }
    expect(new Set(noted)).toEqual(new Set(['web_pipelined']))
    close()
  })

  it('V67 whose bodies come in crumbs are told, and the crumbs are not read', async () => {
    const api = connect(core.ports.api, '127.0.0.1')
    api.on('error', () => undefined)
    api.write(
      `POST /api/login HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(10_000)}`,
    )
    const [answer] = (await once(api, 'data')) as [Buffer]
    expect(String(answer)).toMatch(/^HTTP\/1.1 411 [^]*"reason":"length_required"/)
    api.destroy()
    const { port, heard, read, close } = await listening({ requestsPerSecond: 10 })
    const crumbs = connect(port, '127.0.0.1')
    crumbs.on('error', () => undefined)
    crumbs.write(`POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(60_000)}`)
    await until('the request', () => heard.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(read()).toBe(0)
    crumbs.destroy()
    close()
  })

  it('V68 of a port for WebSockets may send one request, and nothing behind it', async () => {
    for (const behind of ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'x']) {
      const greedy = connect(core.ports.ws, '127.0.0.1')
      greedy.on('error', () => undefined)
      let heard = ''
      greedy.on('data', (chunk: Buffer) => (heard += String(chunk)))
      greedy.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n${behind.repeat(500)}`)
      await once(greedy, 'close')
      expect(heard).toBe('')
    }
    const { status } = await fetch(`http://127.0.0.1:${core.ports.ws}/`)
    expect(status).toBe(426)
  })

  it('V37 that hide where one request ends and the next begins are read as slowly', async () => {
    const { port, noted, close } = await listening({ requestsPerSecond: 10 })
    const socket = connect(port, '127.0.0.1').setNoDelay()
    let answers = 0
    socket.on('data', (chunk: Buffer) => (answers += String(chunk).split('HTTP/1.1 200').length - 1))
    const request = 'GET /x HTTP/1.1\r\nHost: x\r\n\r\n'
    socket.write(request.slice(0, -1))
    for (let i = 1; i <= 80; i++) {
      socket.write(request.slice(-1) + request.slice(0, -1))
      await until(`answer ${i}`, () => answers === i)
    }
    expect(new Set(noted)).toEqual(new Set(['web_slowed']))
    socket.destroy()
    close()
  })
})

describe('an answer', () => {
  it('V62 that is not read is given up after a while, one that is read is not', async () => {
    const MOST = 32 * 1024 * 1024
    const UNREAD_MS = 1500
    const given: string[] = []
    const app = new Hono()
    app.get('/:who', (c) => {
      let left = MOST
      return c.body(
        new ReadableStream({
          pull(to) {
            to.enqueue(new Uint8Array(65_536))
            if ((left -= 65_536) <= 0) to.close()
          },
          cancel: () => void given.push(c.req.param('who')),
        }),
      )
    })
    const server = await serveHttp(app, '127.0.0.1', 0, null, undefined, UNREAD_MS)
    const ask = (who: string) => {
      const socket = connect(server.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(`GET /${who} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      return socket
    }
    const frozen = ask('frozen')
    const reader = ask('reader')
    const begun = performance.now()
    let read = 0
    for await (const chunk of reader) {
      read += (chunk as Buffer).length
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(read).toBeGreaterThan(MOST)
    expect(performance.now() - begun).toBeGreaterThan(UNREAD_MS)
    await until('the frozen one to be let go', () => given.length > 0)
    expect(given).toEqual(['frozen'])
    frozen.destroy()
    await server.close()
  })
})

const everybody = (limits = {}, noted: string[] = []) => ({
  limits: { ...DEFAULT_LIMITS, ...limits },
  exempt: () => false,
  note: (reason: string) => void noted.push(reason),
})

/** A web server whose callers are all held to the limits; the paths that it heard of. */
async function listening(limits: object = {}, onRequest = () => undefined as void) {
  const heard: string[] = []
  const noted: string[] = []
  let read = 0
  const server = createServer((asked, response) => {
    heard.push(asked.url ?? '')
    onRequest()
    asked.on('data', (chunk: Buffer) => (read += chunk.length)).on('end', () => response.end('ok'))
  })
  speakBoth(server, null, everybody(limits, noted))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { port: (server.address() as AddressInfo).port, heard, noted, close, read: () => read }
}

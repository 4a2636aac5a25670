// Attacks on the ports of pages, API and WebSockets, by HTTP or with nothing at all.
import { connect } from 'node:net'
import { address, openSocket, sleep } from './client.mjs'

const GROUP = 70

const request = (port, path) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`

function open(port, from) {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from })
  socket.on('error', () => undefined)
  const each = { socket, isClosed: false, bytes: 0 }
  socket.on('close', () => (each.isClosed = true))
  socket.on('data', (data) => (each.bytes += data.length))
  return each
}

/** Requests by the thousand in one go, none of which waits for an answer; a new connection for each that is closed. */
export async function pipelines({ port, connections, seconds }) {
  const until = performance.now() + seconds * 1000
  // Node's parser also takes requests that begin as nobody's do any more.
  const old = request(port, '/health').replace('HTTP/1.1\r\n', 'HTTP/0.9\r\nConnection: keep-alive\r\n')
  const many = [request(port, '/health'), old].map((text) => Buffer.from(text.repeat(1500)))
  let tried = 0
  let closed = 0
  let bytes = 0
  const worker = async () => {
    do {
      tried += 1
      const each = open(port, address(GROUP))
      // On a machine that is busy it may take longer to be heard at all; one that is heard slowly is not waited for.
      const latest = Math.max(until, performance.now() + 20_000)
      while (performance.now() < (closed > 0 ? until : latest) && !each.isClosed) {
        if (each.socket.writableLength < 1_000_000) each.socket.write(many[tried % 2])
        await sleep(5)
      }
      closed += Number(each.isClosed)
      bytes += each.bytes
      each.socket.destroy()
    } while (performance.now() < until)
  }
  await Promise.all(Array.from({ length: connections }, worker))
  return { tried, closed, bytes }
}

/** One request after the other, each as soon as the last was answered. */
export async function requests({ port, connections, seconds, path = '/health' }) {
  const until = performance.now() + seconds * 1000
  const text = request(port, path)
  let answered = 0
  const worker = async () => {
    const each = open(port, address(GROUP + 1))
    each.socket.on('data', () => {
      answered += 1
      if (performance.now() < until) each.socket.write(text)
    })
    each.socket.write(text)
    while (performance.now() < until && !each.isClosed) await sleep(20)
    each.socket.destroy()
  }
  await Promise.all(Array.from({ length: connections }, worker))
  return { answered }
}

const isOpen = ({ isClosed }) => !isClosed

/** Connections that say nothing; how many are left at the end. */
export async function silent({ ports, count, seconds }) {
  const left = {}
  for (const [name, port] of Object.entries(ports)) {
    const all = Array.from({ length: count }, () => open(port, address(GROUP + 2)))
    const end = performance.now() + seconds * 1000
    while (all.some(isOpen) && performance.now() < end) await sleep(50)
    left[name] = all.filter(isOpen).length
    for (const { socket } of all) socket.destroy()
  }
  return left
}

/** TLS handshakes, one after the other, by somebody who never says anything else. */
export async function handshakes({ port, workers, seconds }) {
  const until = performance.now() + seconds * 1000
  let tried = 0
  let shaken = 0
  const worker = async (n) => {
    while (performance.now() < until) {
      tried += 1
      const { socket, closed } = openSocket({ port, from: address(GROUP + 3, n % 2) })
      await Promise.race([closed, new Promise((resolve) => socket.once('secureConnect', resolve)).then(() => shaken++)])
      socket.destroy()
      await closed
    }
  }
  await Promise.all(Array.from({ length: workers }, (_, n) => worker(n)))
  return { tried, shaken }
}

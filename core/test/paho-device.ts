import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { until } from './core-process.js'

const SCRIPT = fileURLToPath(new URL('./paho_device.py', import.meta.url))

interface PahoEvent {
  event: 'connected' | 'message' | 'published' | 'subscribed' | 'disconnected' | 'sent'
  topic?: string
  payload?: string
  retained?: boolean
  mid?: number
  code?: number
}

export interface PahoDevice {
  id: string
  events: PahoEvent[]
  /** Publishes and waits for the acknowledgement. */
  publish(topic: string, payload: unknown, qos?: 0 | 1): Promise<void>
  messages(topic: string): Record<string, unknown>[]
  stop(): void
}

/** A device of the old system, in Python. Debian's interpreter, because python3-paho-mqtt is Debian's. */
export async function startPahoDevice(
  port: number,
  id: string,
  version: '5' | '311',
  filters: string[],
): Promise<PahoDevice> {
  const child = spawn('/usr/bin/python3', [SCRIPT, String(port), id, version, ...filters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const events: PahoEvent[] = []
  createInterface({ input: child.stdout }).on('line', (line) => events.push(JSON.parse(line) as PahoEvent))
  const count = (event: PahoEvent['event']) => events.filter((e) => e.event === event).length
  await until(`${id} connected`, () => count('connected') > 0 && (filters.length === 0 || count('subscribed') > 0))
  return {
    id,
    events,
    async publish(topic, payload, qos = 1) {
      const before = count('published')
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
      child.stdin.write(`${JSON.stringify({ topic, payload: text, qos })}\n`)
      await until(`${id} published`, () => count('published') > before)
    },
    messages: (topic) =>
      events
        .filter((e) => e.event === 'message' && e.topic === topic && e.payload)
        .map((e) => JSON.parse(e.payload ?? '') as Record<string, unknown>),
    stop: () => void child.kill(),
  }
}

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

// Debian's mosquitto clients: devices of which no line is ours.

const run = promisify(execFile)
export type Version = 'mqttv31' | 'mqttv311' | 'mqttv5'

export interface Heard {
  topic: string
  payload: string
  retained: boolean
}

/** Publishes one message and waits for its acknowledgement; the exit code tells whether the broker took it. */
export async function publish(
  port: number,
  topic: string,
  payload: string | Buffer,
  options: { version?: Version; qos?: 0 | 1 | 2; id?: string; retain?: boolean } = {},
): Promise<{ code: number; stderr: string }> {
  const { version = 'mqttv5', qos = 1, id, retain } = options
  const args = [
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-V',
    version,
    '-q',
    String(qos),
    '-t',
    topic,
    payload.length === 0 ? '-n' : '-s',
  ]
  if (id) args.push('-i', id)
  if (retain) args.push('-r')
  const work = run('mosquitto_pub', args, { timeout: 15_000 })
  work.child.stdin?.on('error', () => undefined) // a refused client closes before it has read everything
  work.child.stdin?.end(payload)
  try {
    const { stderr } = await work
    return { code: 0, stderr }
  } catch (error) {
    const { code, stderr } = error as { code?: number; stderr?: string }
    return { code: code ?? 1, stderr: stderr ?? '' }
  }
}

/** Listens to filters until `stop`; `all` is what was heard, in order. */
export async function subscribe(
  port: number,
  filters: string[],
  options: { version?: Version; id?: string } = {},
): Promise<{ all: Heard[]; on: (topic: string) => Heard[]; stop: () => void }> {
  const args = [
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-V',
    options.version ?? 'mqttv5',
    '-q',
    '1',
    '-F',
    '%r %t %p',
    '-d',
  ]
  if (options.id) args.push('-i', options.id)
  for (const filter of filters) args.push('-t', filter)
  // Into a pipe it writes in blocks; stdbuf makes that lines.
  const child: ChildProcess = spawn('stdbuf', ['-oL', 'mosquitto_sub', ...args])
  const all: Heard[] = []
  await new Promise<void>((resolve, reject) => {
    if (!child.stdout) throw new Error('mosquitto_sub has no output')
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('Subscribed')) resolve()
      const match = /^([01]) (\S+) (.*)$/.exec(line)
      if (match) all.push({ retained: match[1] === '1', topic: match[2] ?? '', payload: match[3] ?? '' })
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error('mosquitto_sub ended')))
  })
  return { all, on: (topic) => all.filter((m) => m.topic === topic), stop: () => void child.kill() }
}

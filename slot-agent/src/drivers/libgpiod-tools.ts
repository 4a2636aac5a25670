import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { HEADER_CHIP } from './gpio-base.js'

export const LIBGPIOD = 'libgpiod'
type Tool = 'gpiodetect' | 'gpioinfo' | 'gpioget' | 'gpiomon' | 'gpioset'

/** How a tool that ran to its end ended. `status` is null where it could not be started or was killed. */
export interface Ended {
  status: number | null
  output: string
  /** The tool's own words about what went wrong, in one line. */
  said: string
}

/** They take milliseconds; on a machine that is busy with its own start seconds. What is given up is not tried again. */
const PATIENCE_MS = 60_000

/** Runs one of libgpiod's tools to its end. Never rejects. */
export function runTool(tool: Tool, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(tool, args, { timeout: PATIENCE_MS }, (error, output, words) => {
      const status = error ? (typeof error.code === 'number' ? error.code : null) : 0
      resolve({ status, output, said: oneLine(words) || (error ? String(error.code ?? error.signal) : '') })
    })
  })
}

/** A tool that runs on, such as the one that holds a light. */
export interface HeldTool {
  /** Resolves with what it said when it has ended, also where it could not be started. */
  ended: Promise<string>
  kill(): void
}

/**
 * Starts a tool that runs until it is killed, and hands each line of its output to `onLine`. `setpriv` lets it end with
 * this process however that ends: left alone it would hold its lines, and the next agent could not have them.
 */
export function holdTool(tool: Tool, args: readonly string[], onLine: (line: string) => void): HeldTool {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', tool, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  let rest = ''
  child.stderr.on('data', (words) => (said += String(words)))
  child.stdout.on('data', (text) => {
    const lines = (rest + String(text)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (status, signal) => resolve(oneLine(said) || `status ${status ?? signal}`))
  })
  return { ended, kill: () => void child.kill('SIGKILL') }
}

/** The version of libgpiod's tools, such as `2.2.1`; null if there are none. */
export async function toolVersion(): Promise<string | null> {
  const { output } = await runTool('gpiodetect', ['--version'])
  return /\bv(\d+(?:\.\d+)*)/.exec(output)?.[1] ?? null
}

/** The header's chip as libgpiod sees it. */
export interface GpioChip {
  /** `gpiochip0` */
  name: string
  label: string
}

/** Finds the header's chip with `gpiodetect`; null if there is none, or none that may be opened. */
export async function findGpioChip(): Promise<GpioChip | null> {
  const { output } = await runTool('gpiodetect', [])
  for (const [, name = '', label = ''] of output.matchAll(/^(\S+) \[([^\]]*)\]/gm)) {
    if (HEADER_CHIP.test(label)) return { name, label }
  }
  return null
}

/** Who holds lines of `chip`, by BCM number: only the lines that are held. */
export async function heldLines(chip: string, pins: readonly number[]): Promise<Map<number, string>> {
  const { output } = await runTool('gpioinfo', ['-c', chip, ...pins.map(String)])
  const held = new Map<number, string>()
  for (const [, pin = '', by = ''] of output.matchAll(/^\S+\s+(\d+)\b.*\bconsumer="?([^"\n]*)"?/gm))
    held.set(Number(pin), by)
  return held
}

function oneLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}

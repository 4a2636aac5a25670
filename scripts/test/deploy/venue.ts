import { basename } from 'node:path'
import { until } from '../processes.js'
import { type Host, type Ran, copyIn, run, sh } from './boot.js'
import { ask, lastRun, mode, open, press, slotHealth } from './night.js'
import { becomeGameMaster, codeOf, letIn } from './people.js'

export const CARD = '04A37C91'
export const API = 'http://127.0.0.1:8000'

const figures: [string, number][] = []

/** Keeps a figure for the deployer's clock, which is printed at the end of a file. */
export function note(what: string, seconds: number): void {
  figures.push([what, seconds])
}

export function printFigures(): void {
  for (const [what, seconds] of figures) console.log(`${seconds.toFixed(1).padStart(7)} s  ${what}`)
}

/** Waits for something and returns the seconds it took. */
export async function clock(what: string, check: () => boolean, timeoutMs = 90_000): Promise<number> {
  const began = performance.now()
  await until(what, check, timeoutMs)
  return (performance.now() - began) / 1000
}

export const linked = (host: Host) => slotHealth(host).link === true

export function issueCard(): void {
  ask('eg-core', `${API}/api/op/cards/issue`, { tag_uid: CARD })
}

/** A night with one question, to which slot-01 says C. */
export async function playNight(): Promise<void> {
  mode('night')
  press('slot-01', 'slot-01', open(1), 2)
  await until('the result', () => lastRun()?.status === 'revealed')
  mode('day')
}

/** Puts money on the card. */
export function credit(amountCents: number): void {
  const how = { direction: 'credit', reason: 'test', by: 'test' }
  ask('eg-core', `${API}/api/op/cards/adjust`, { tag_uid: CARD, amount_cents: amountCents, ...how })
}

export const balance = (host: Host = 'eg-core') =>
  ask<{ balance_cents: number }>(host, `${API}/api/cards/${CARD}`).balance_cents

export const versionOf = (file: string) => /eg-(.+)-a[a-z]+64\.tar\.gz$/.exec(basename(file))?.[1] as string

/** Unpacks the release on a bare host and runs a script of it there. */
export function fromFile(host: Host, file: string, name: string, words: string[]) {
  sh(host, `cd /root/in && tar -xzf ${copyIn(host, file)}`)
  return run(host, [`/root/in/eg-${versionOf(file)}/scripts/${name}.sh`, ...words], { EG_SETTLE: '1' })
}

export const install = (host: Host, file: string, words: string[]) => fromFile(host, file, 'install', words)

export const CORE_WORDS = ['core', '--set', 'NIGHT_EXPECTED_VOTES=2']
export const slotWords = (slot: string) => ['slot', '--slot-id', slot, '--no-kiosk']

/** A core and slots, installed, let in and linked; a run closes with two votes. */
export async function installVenue(file: string, slots: Host[]): Promise<void> {
  becomeGameMaster('eg-core', installed(install('eg-core', file, CORE_WORDS)))
  for (const slot of slots) letIn(codeOf(installed(install(slot, file, slotWords(slot)))))
  await until('the links', () => slots.every(linked), 90_000)
}

/** The exception: a core that asks nobody, and one slot whose vote is enough. */
export async function installOpenVenue(file: string, slot: Host): Promise<void> {
  installed(install('eg-core', file, ['core', '--set', 'EG_AUTH=open', '--set', 'NIGHT_EXPECTED_VOTES=1']))
  installed(install(slot, file, slotWords(slot)))
  await until('the link', () => linked(slot), 90_000)
}

/** What a script said that has done its work. */
export function installed({ status, output }: Ran): string {
  if (status !== 0) throw new Error(`ended with ${status}: ${output}`)
  return output
}

/** update.sh of the installed release; the new version is watched for 5 s instead of 10. */
export function update(host: Host, file: string, env: Record<string, string> = {}) {
  return run(host, ['/opt/eg/current/scripts/update.sh', copyIn(host, file)], { EG_SETTLE: '5', ...env })
}

export const releasesOf = (host: Host) => sh(host, 'ls -A /opt/eg/releases').split('\n').sort()

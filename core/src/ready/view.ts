import type { Door } from './doors.js'
import type { Judged } from './waivers.js'

/**
 * Names what is not green and the doors: the same text for the same view, whoever puts it together and whenever (FNV-1a over two
 * seeds, 64 bits: a fingerprint, not a secret).
 */
export function viewOf(judged: readonly Judged[], last: Door | null): string {
  const reds = judged
    .filter(({ state }) => state !== 'green')
    .map(({ check, state, problem }) => `${check} ${state} ${problem}`)
  const doors = last ? `${last.door} ${last.closedAt === null ? 'open' : 'closed'}` : 'none'
  const text = [doors, ...reds.toSorted()].join('\n')
  return `${fnv(text, 0x811c9dc5)}${fnv(text, 0x9747b28c)}`
}

function fnv(text: string, seed: number): string {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

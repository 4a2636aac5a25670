import type { Measured } from './players.js'

/** What others may feel of an attack, in milliseconds, and by how much the core may grow, in MB (10^6 bytes). */
const LIMITS = { p99: 20, max: 250 } as const
export const GROWTH_MB = 64

const KINDS = ['durable', 'event'] as const
const FIGURES = ['p99', 'max'] as const

/** What the well-behaved client measured, and what it measured meanwhile on a core that nobody attacks; null: not looked at. */
export interface Felt {
  measured: Measured
  machine: Measured | null
}

/** `machine`: beyond what is aimed at, and so was the core that nobody attacked at the same time. */
export type Verdict = 'yes' | 'NO' | 'machine'

/**
 * The figures beyond the aims. `isMachines`: that of the core that nobody attacks is beyond the same aim, and what the attack adds
 * to it is not.
 */
export function beyond({ measured, machine }: Felt): { figure: string; ms: number | null; isMachines: boolean }[] {
  return KINDS.flatMap((kind) =>
    FIGURES.flatMap((figure) => {
      const limit = LIMITS[figure]
      const ms = measured[kind][figure]
      // Nothing measured at all is the worst that there is; of the machine it says nothing.
      if ((ms ?? Infinity) <= limit) return []
      const machines = machine?.[kind][figure] ?? 0
      return [{ figure: `${kind} ${figure}`, ms, isMachines: machines > limit && (ms ?? Infinity) - machines <= limit }]
    }),
  )
}

export function verdict(felt: Felt, growthMb: number): Verdict {
  const found = beyond(felt)
  if (growthMb > GROWTH_MB || found.some(({ isMachines }) => !isMachines)) return 'NO'
  return found.length > 0 ? 'machine' : 'yes'
}

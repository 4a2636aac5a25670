import type { Latencies } from './table.js'

/** What others may feel of an attack, in milliseconds, and by how much the core may grow, in MB (10^6 bytes). */
const LIMITS = { p99: 20, max: 250 } as const
export const GROWTH_MB = 64

const KINDS = ['durable', 'event'] as const
const FIGURES = ['p99', 'max'] as const

/** What the well-behaved client measured, and what it measured meanwhile on a core that nobody attacks; null: not looked at. */
export interface Felt {
  measured: Latencies
  machine: Latencies | null
}

/** `machine`: beyond what is aimed at, and so was the core that nobody attacked at the same time. */
export type Verdict = 'yes' | 'NO' | 'machine'

/** The figures beyond the aims. `isMachines`: that of the core that nobody attacks is beyond the same aim. */
export function beyond({ measured, machine }: Felt): { figure: string; ms: number | null; isMachines: boolean }[] {
  return KINDS.flatMap((kind) =>
    FIGURES.flatMap((figure) => {
      const ms = measured[kind][figure]
      // Nothing measured at all is the worst that there is, but of the machine it says nothing.
      if ((ms ?? Infinity) <= LIMITS[figure]) return []
      return [{ figure: `${kind} ${figure}`, ms, isMachines: (machine?.[kind][figure] ?? 0) > LIMITS[figure] }]
    }),
  )
}

export function verdict(felt: Felt, growthMb: number): Verdict {
  const found = beyond(felt)
  if (growthMb > GROWTH_MB || found.some(({ isMachines }) => !isMachines)) return 'NO'
  return found.length > 0 ? 'machine' : 'yes'
}

import type { OpDevice, OpPending, OpSwaps } from '@eg/shared'

/** Who may take a slot's place. */
export interface Spare {
  /** `spare-01`, or the code of a device that waits to be enrolled. */
  label: string
  /** What the command names it by. */
  by: { spare_id: string } | { spare_key: string }
  /** Only one that is connected can be told. */
  online: boolean
  /** The slot whose place it is taking already. */
  takes: string | null
  /** A device that waits: what it calls itself. */
  model: string | null
}

const byName = new Intl.Collator('en', { numeric: true })

/** Enrolled spares and devices that wait to be let in; those that can be named at once come first. */
export function sparesOf(
  devices: ReadonlyMap<string, OpDevice>,
  waiting: OpPending['items'],
  swaps: OpSwaps | null,
): Spare[] {
  const busy = new Map(
    (swaps?.items ?? []).flatMap(({ status, spare_id: id, slot_id }) =>
      status === 'sent' && id !== null ? [[id, slot_id] as const] : [],
    ),
  )
  const enrolled: Spare[] = [...devices.values()]
    .filter(({ kind }) => kind === 'spare')
    .map(({ device_id: id, online }) => ({
      label: id,
      by: { spare_id: id },
      online,
      takes: busy.get(id) ?? null,
      model: null,
    }))
  const waits: Spare[] = waiting.map(({ key, code, name }) => ({
    label: code,
    by: { spare_key: key },
    online: true,
    takes: null,
    model: name,
  }))
  const rank = (spare: Spare) => (spare.online && spare.takes === null ? 0 : 1)
  return [...enrolled, ...waits].sort((a, b) => rank(a) - rank(b) || byName.compare(a.label, b.label))
}

/** The swap of a slot that is under way: what a new one would take the place of. Null: none. */
export function swapUnderWay(swaps: OpSwaps | null, slotId: string): number | null {
  const swap = swapOf(swaps, slotId)
  return swap?.status === 'sent' ? swap.swap : null
}

/** The last swap of a slot that is worth showing: one under way, or how the last one ended. */
export function swapOf(swaps: OpSwaps | null, slotId: string): OpSwaps['items'][number] | null {
  return swaps?.items.find((swap) => swap.slot_id === slotId) ?? null
}

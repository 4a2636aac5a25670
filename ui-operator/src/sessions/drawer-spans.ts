import type { SessionReport, SessionTransfer } from '@eg/shared'
import { startOf, stretchesOf } from './ledger-spans'

/** What went over a desk in a stretch of time, in cents. */
export interface DrawerSpan {
  /** When it begins (ms since 1970). */
  from: number
  /** By guests, for their cards. */
  paidIn: number
  /** To guests, from their cards. */
  paidOut: number
  /** From the safe, less what went back; and what a count set right. */
  safe: number
  /** In the drawer at its end. */
  held: number
}

const DRAWER = 'drawer:'
const GUESTS: Readonly<Record<string, 'paidIn' | 'paidOut'>> = { top_up: 'paidIn', cash_out: 'paidOut' }

/** The desks over which cash went, by name. */
export function desksOf(transfers: readonly SessionTransfer[]): string[] {
  const names = transfers.flatMap(({ debit, credit }) => [debit, credit].filter((name) => name.startsWith(DRAWER)))
  return [...new Set(names)].map((name) => name.slice(DRAWER.length)).sort()
}

/**
 * The cash of a desk by stretches of time, none left out between the first and the last. A drawer's account is debited by what
 * comes into it, so what lies in it is its balance less than nothing. A reversal takes away where it was made.
 */
export function drawerSpans({ transfers, ledger }: SessionReport, desk: string, widthMs: number): DrawerSpan[] {
  const name = DRAWER + desk
  const kinds = new Map(transfers.map(({ transfer, kind }) => [transfer, kind]))
  const own = transfers.filter(({ debit, credit }) => debit === name || credit === name)
  const spans = stretchesOf(own, widthMs, (from): DrawerSpan => ({ from, paidIn: 0, paidOut: 0, safe: 0, held: 0 }))
  const byStart = new Map(spans.map((span) => [span.from, span]))
  for (const { at, kind, debit, amount_cents: cents, reverses } of own) {
    const span = byStart.get(startOf(at, widthMs))
    if (!span) continue
    const into = debit === name ? cents : -cents
    const column = GUESTS[reverses === null ? kind : (kinds.get(reverses) ?? '')]
    if (column) span[column] += column === 'paidIn' ? into : -into
    else span.safe += into
    span.held += into
  }
  let held = -(ledger.accounts.find(({ account }) => account === name)?.before_cents ?? 0)
  return spans.map((span) => ({ ...span, held: (held += span.held) }))
}

/** All of them together; in the drawer is what lay there in the end. */
export function sumDrawer(spans: readonly DrawerSpan[]): DrawerSpan {
  const sum = (key: 'paidIn' | 'paidOut' | 'safe') => spans.reduce((all, span) => all + span[key], 0)
  return {
    from: spans[0]?.from ?? 0,
    paidIn: sum('paidIn'),
    paidOut: sum('paidOut'),
    safe: sum('safe'),
    held: spans.at(-1)?.held ?? 0,
  }
}

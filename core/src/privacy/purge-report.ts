import type { PlayerFound, Stays } from './find-players.js'
import type { Purged } from './pseudonymise.js'

const WHY: Record<Stays, string> = {
  balance: 'stays: has a balance; pay it out first',
  open_bet: 'stays: a bet is open',
  frozen: 'stays: its card is frozen; unfreeze or replace it first',
}
const DAY = 10

/** What would be purged, and who stays and why. Cards by their last four digits, as in every log. */
export function tableOf(found: readonly PlayerFound[], cents: (amount: number) => string): string {
  if (found.length === 0) return 'Nobody.'
  const rows = found.map(({ player, name, cards, balance, lastAt, stays }) => [
    String(player),
    name ?? '',
    cards.map((card) => `…${card.slice(-4)}`).join(' '),
    dayOf(lastAt),
    cents(balance),
    stays === null ? 'purge' : WHY[stays],
  ])
  const all = [['player', 'name', 'cards', 'last active', 'balance', ''], ...rows]
  const widths = [0, 1, 2, 3, 4, 5].map((i) => Math.max(...all.map((row) => row[i]?.length ?? 0)))
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, DAY)
}

export function doneLine({ players, cards, journalLines, requests }: Purged): string {
  return `✓ Purged: ${players} players, ${cards} cards, ${journalLines} lines of the journal, ${requests} requests. The books balance as before.`
}

export function copiesLine(copies: readonly string[]): string {
  if (copies.length === 0) return 'There are no backups that still hold it.'
  return [
    `${copies.length} backups and kept databases still hold what was purged, until they expire (docs/privacy.md):`,
    ...copies.map((file) => `  ${file}`),
    'Delete them with: npm run purge -- … --backups --yes',
  ].join('\n')
}

import { readPaytable } from '../dist/read-paytable.js'
import type { MoneySettings } from '../dist/store/sqlite/money/money-settings.js'
import type { StoreSettings } from '../dist/store/sqlite/transaction.js'

/** The settings of a store as the defaults of the environment make them, with what a test wants otherwise. */
export function storeSettings(
  given: { expectedVotes?: number | 'slots'; money?: Partial<MoneySettings> } = {},
): StoreSettings {
  return {
    expectedVotes: given.expectedVotes ?? 9,
    money: {
      game: readPaytable(null),
      paytableFile: null,
      currency: 'EUR',
      creditPolicy: 'rounds',
      cards: 'issued',
      desks: ['change-01'],
      payoutMs: null,
      stakeLimit: null,
      creditLimit: null,
      ...given.money,
    },
    restore: { folder: '/nowhere/backups', policy: 'ask' },
  }
}

import { randomBytes } from 'node:crypto'
import type Database from 'better-sqlite3'
import { ALIAS_PREFIX } from './find-players.js'
import { TYPED_COLUMNS } from './typed-texts.js'

/** Columns that hold a card's id and nothing else. */
const CARD_COLUMNS = [
  'cards.tag_uid',
  'cards.replaced_by',
  'rounds.tag_uid',
  'bets.tag_uid',
  'payouts.tag_uid',
  'receipts.tag_uid',
  'transfers.tag_uid',
  'floor.tag_uid',
  'slot_shown.tag_uid',
]
/** Columns of JSON in which a card's id may be a value. */
const JSON_COLUMNS = ['journal.data', 'device_states.payload', 'device_commands.args', 'device_commands.result']

/** Columns in which somebody may have typed why, of another card. */
const REASON_COLUMNS = ['cards.status_reason', 'transfers.reason', 'payouts.reason']

/** Ids of readers have at least 8 digits. A shorter one is a word that may mean anything elsewhere, such as an option's letter. */
const SURE_LENGTH = 8
/** What may be a card's id within a text, and its parts. */
const WORDS = /[0-9A-Za-z_.:-]+/g
const PARTS = /[0-9A-Za-z]+/g

/** An alias for each card, made at random: nothing leads back from it. */
export function makeAliases(cards: readonly string[]): Map<string, string> {
  return new Map(cards.map((card) => [card, ALIAS_PREFIX + randomBytes(8).toString('hex').toUpperCase()]))
}

/** Puts the aliases in the place of the cards, wherever a card's id belongs. */
export function renameCards(db: Database.Database, aliases: ReadonlyMap<string, string>): void {
  db.function('alias_of', { deterministic: true }, (text) => aliases.get(String(text)) ?? null)
  db.function('with_aliases', { deterministic: true }, (text) =>
    String(text).replaceAll(/"([^"\\]*)"/g, (quoted, inside: string) => {
      const alias = aliases.get(inside)
      return alias === undefined ? quoted : JSON.stringify(alias)
    }),
  )
  // What was typed in a command about the card: the player's name, and why.
  db.exec(
    `UPDATE journal SET data = json_remove(data, '$.name', '$.why')
     WHERE alias_of(json_extract(data, '$.tag_uid')) IS NOT NULL OR alias_of(json_extract(data, '$.new_tag_uid')) IS NOT NULL`,
  )
  // A reversal that an earlier release wrote names its transfer and no card.
  db.exec(
    `UPDATE journal SET data = json_remove(data, '$.why') WHERE kind = 'opTransferReverse' AND EXISTS (
       SELECT 1 FROM transfers t WHERE t.transfer = json_extract(journal.data, '$.transfer') AND alias_of(t.tag_uid) IS NOT NULL)`,
  )
  // Why such a command was taken back stands in a line of its own as well, which names the line and no card.
  db.exec(
    `UPDATE journal SET data = json_remove(data, '$.why') WHERE kind = 'undo' AND EXISTS (
       SELECT 1 FROM journal o WHERE o.seq = json_extract(journal.data, '$.undoes')
         AND alias_of(json_extract(o.data, '$.tag_uid')) IS NOT NULL)`,
  )
  for (const place of CARD_COLUMNS) {
    const [table = '', column = ''] = place.split('.')
    db.exec(`UPDATE ${table} SET ${column} = alias_of(${column}) WHERE alias_of(${column}) IS NOT NULL`)
  }
  for (const place of JSON_COLUMNS) {
    const [table = '', column = ''] = place.split('.')
    db.exec(`UPDATE ${table} SET ${column} = with_aliases(${column}) WHERE with_aliases(${column}) <> ${column}`)
  }
  renameInTexts(db, aliases)
}

/** What somebody typed may name a card in the middle, as the reason of a panic does. */
function renameInTexts(db: Database.Database, aliases: ReadonlyMap<string, string>): void {
  const aliasOf = (word: string) => (word.length >= SURE_LENGTH ? aliases.get(word.toUpperCase()) : undefined)
  db.function('without_cards', { deterministic: true }, (text) =>
    String(text).replaceAll(WORDS, (word) => aliasOf(word) ?? word.replaceAll(PARTS, (part) => aliasOf(part) ?? part)),
  )
  const typed = TYPED_COLUMNS.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`))
  for (const place of [...JSON_COLUMNS, ...REASON_COLUMNS, ...typed]) {
    const [table = '', column = ''] = place.split('.')
    db.exec(`UPDATE ${table} SET ${column} = without_cards(${column}) WHERE without_cards(${column}) <> ${column}`)
  }
}

/** The columns of any table in which one of the cards is still named, whole or within a text. There must be none. */
export function whereNamed(db: Database.Database, aliases: ReadonlyMap<string, string>): string[] {
  const names = (word: string) => word.length >= SURE_LENGTH && aliases.has(word.toUpperCase())
  db.function('names_a_card', { deterministic: true }, (text) => {
    const words = String(text).match(WORDS) ?? []
    return words.some((word) => names(word) || word.split(/[^0-9A-Za-z]/).some(names)) ? 1 : 0
  })
  const tables = db
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all() as string[]
  return tables.flatMap((table) =>
    (db.pragma(`table_info("${table}")`) as { name: string; type: string }[])
      .filter(({ type }) => type.toUpperCase() === 'TEXT')
      .filter(({ name }) => db.prepare(`SELECT 1 FROM "${table}" WHERE names_a_card("${name}") LIMIT 1`).get())
      .map(({ name }) => `${table}.${name}`),
  )
}

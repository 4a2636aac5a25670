import { createInstance } from 'i18next'
import type { fr } from './fr'
import type { Lang } from './language'

export type TextKey = keyof typeof fr
export type TextTable = Record<TextKey, string>
type Plural = TextKey extends infer K ? (K extends `${infer Base}_one` ? Base : never) : never

/** Says a text of the tables; `count` chooses between `…_one` and `…_other`. */
export type Words = (key: TextKey | Plural, values?: Record<string, string | number>) => string

/** French sets a space before `:`, `;`, `?` and `»` that must not break the line. */
function withFrenchSpaces(table: TextTable): TextTable {
  const entries = Object.entries(table).map(([key, text]) => [
    key,
    text.replace(/ ([:;?!»])/g, '\u00a0$1').replace(/« /g, '«\u00a0'),
  ])
  return Object.fromEntries(entries) as TextTable
}

const i18n = createInstance()
void i18n.init({
  resources: {},
  fallbackLng: ['fr', 'en'],
  lng: 'fr',
  // Keys are flat (`run.open`), and React escapes what it renders.
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
})

const tables: Partial<Record<Lang, TextTable>> = {}
/** What was said without values is the same the next time: a screen of 200 slots asks thousands of times a second. */
const said: Record<Lang, Map<string, string>> = { fr: new Map(), en: new Map() }
const spoken: Record<Lang, Words> = { fr: speak('fr'), en: speak('en') }

function speak(lang: Lang): Words {
  const say = i18n.getFixedT(lang) as Words
  return (key, values) => {
    if (values !== undefined) return say(key, values)
    const text = said[lang].get(key) ?? say(key)
    said[lang].set(key, text)
    return text
  }
}

/** Makes a language known. Only the one that is spoken is read at first (`readWords`). */
export function addWords(lang: Lang, table: TextTable): void {
  tables[lang] = table
  // Each language stands in for the other until that one is read.
  for (const texts of Object.values(said)) texts.clear()
  i18n.addResourceBundle(lang, 'translation', lang === 'fr' ? withFrenchSpaces(table) : table)
}

/** The texts of a language as they stand in the tables; undefined: not read yet. */
export function tableOf(lang: Lang): TextTable | undefined {
  return tables[lang]
}

/** Says the texts of a language; while it is not read, those of the other. */
export function wordsFor(lang: Lang): Words {
  return spoken[lang]
}

export function isTextKey(key: string): key is TextKey {
  const table = tables.fr ?? tables.en
  return table !== undefined && Object.hasOwn(table, key)
}

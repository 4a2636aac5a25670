import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Lang } from './console.js'
import { raiseStage, type Stage, until } from './stage.js'

// A whole evening with everything on it: what the screens look like when they are used.

const SCRIPTS = { fr: 'nuit-fr.yaml', en: 'night-en.yaml' }
export const SLOTS = Array.from({ length: 9 }, (_, i) => `slot-0${i + 1}`)
/** The slot with a machine and a page. */
export const OWN = 'slot-01'
export const PLAYERS = [
  ['04A37C91', 'Ada'],
  ['04B1550F', 'Blaise'],
  ['04C20E77', 'Camille'],
  ['04D9114A', 'Dora'],
  ['04E86B32', 'Émile'],
  ['04F03D58', 'Fanny'],
] as const

const WORDS = {
  fr: {
    group: 'Les Martin',
    notes: 'Anniversaire de Camille',
    first: 'premier groupe de la soirée',
    doubt: 'à vérifier',
    gift: 'geste commercial',
  },
  en: {
    group: 'The Martins',
    notes: 'Camille’s birthday',
    first: 'first group of the evening',
    doubt: 'to be looked at',
    gift: 'goodwill',
  },
}

/** Nine slots, a spare, a desk and a table, with a game master (Léa), a second one (Marc), a cashier (Nadia) and a technician (Théo). */
export async function raiseEvening(): Promise<Stage> {
  return raiseStage({
    machines: [OWN],
    sims: [...SLOTS.slice(1), 'spare-01'],
    people: { Léa: 'gamemaster', Marc: 'gamemaster', Nadia: 'cashier', Théo: 'technician' },
  })
}

/** Doors: what can be tested is tested on most slots, some checks stay red, one is waived. */
export async function prepareHouse(stage: Stage, lang: Lang): Promise<void> {
  const text = readFileSync(fileURLToPath(new URL(`../../../docs/examples/${SCRIPTS[lang]}`, import.meta.url)), 'utf8')
  await stage.give('show/load', { text, name: SCRIPTS[lang] }, 'Léa')
  for (const [id, slot] of stage.sims) {
    if (id === 'slot-07' || !id.startsWith('slot-')) continue
    for (let button = 1; button <= 6; button++) slot.press(button)
    await stage.give('ready/lights_seen', { target_id: id }, 'Théo')
  }
  await stage.give('ready/clock', { now_ms: Date.now() }, 'Léa')
}

/** An afternoon: a shift, six players with cards and money, payouts of a table, rounds on the slots. */
export async function playDay(stage: Stage, lang: Lang): Promise<void> {
  const words = WORDS[lang]
  await stage.give(
    'session/start',
    { name: words.group, group_size: 9, notes: words.notes, reason: words.first },
    'Léa',
  )
  await stage.give('shifts/open', { desk_id: 'change-01', count_cents: 50_000, by: 'Nadia' }, 'Nadia')
  for (const [i, [tag_uid, name]] of PLAYERS.entries()) {
    await stage.give('cards/issue', { tag_uid, name }, 'Nadia')
    await stage.give('desk/top_up', { desk_id: 'change-01', tag_uid, amount_cents: 2000 + i * 1000 }, 'Nadia')
  }
  const sources = ['roulette', 'blackjack', 'roulette']
  for (const [i, source] of sources.entries())
    await stage.give('payouts/new', { payout_id: `p-${i + 1}`, source, amount_cents: 1250 + i * 1125 }, 'Nadia')
  await stage.give('desk/claim', { desk_id: 'change-01', payout_id: 'p-1', tag_uid: PLAYERS[1][0] }, 'Nadia')
  await stage.give(
    'cards/adjust',
    { tag_uid: PLAYERS[0][0], amount_cents: 500, direction: 'credit', reason: words.gift, by: 'Léa' },
    'Léa',
  )
  await Promise.all(
    PLAYERS.slice(1, 5).map(async ([card], i) => {
      const slot = stage.sims.get(SLOTS[i + 1] ?? '')
      slot?.card(card)
      await until('a card to be read', () => slot?.view().phase === 'ready')
      for (let round = 0; round < 3; round++) {
        slot?.press(1)
        await until('the round to begin', () => slot?.view().phase !== 'ready')
        await until('the round to end', () => slot?.view().phase === 'ready')
      }
    }),
  )
  await stage.give('cards/freeze', { tag_uid: PLAYERS[5][0], reason: words.doubt }, 'Nadia')
}

/** The night begins: the script’s first question stands open, six of nine have voted. */
export async function beginNight(stage: Stage): Promise<void> {
  await stage.give('mode/set', { mode: 'night' }, 'Léa')
  await stage.give('show/start', {}, 'Léa')
  await Promise.all(SLOTS.slice(1, 7).map((id, i) => stage.sims.get(id)?.vote((i % 3) + 1)))
}

/** A slot that is known and not there. */
export async function loseSlot(stage: Stage, id: string): Promise<void> {
  await stage.sims.get(id)?.stop()
  await until(`${id} to be missed`, async () => {
    const { items } = await stage.read<{ items: { device_id: string; online: boolean }[] }>('/api/devices')
    return items.find(({ device_id }) => device_id === id)?.online === false
  })
}

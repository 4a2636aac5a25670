import { expect, it } from 'vitest'
import { type CardPresence, hearCard } from './card-presence.js'

function taps(heard: [tagUid: string, at: number][]): number[] {
  let presence: CardPresence | null = null
  return heard.flatMap(([tagUid, at]) => {
    const { presence: after, tap } = hearCard(presence, tagUid, at)
    presence = after
    return tap ? [at] : []
  })
}

it('G7 a card that lies there is one tap, however long; presented again it is a new one', () => {
  const lying = Array.from({ length: 100 }, (_, i): [string, number] => ['A', i * 220])
  expect(taps(lying)).toEqual([0])
  expect(taps([...lying, ['A', 21_780 + 700]])).toEqual([0, 22_480])
})

it('G7 another card is a tap at once, and then the first again', () => {
  expect(taps([['A', 0], ['B', 50], ['A', 100], ['A', 150]])).toEqual([0, 50, 100]) // prettier-ignore
})

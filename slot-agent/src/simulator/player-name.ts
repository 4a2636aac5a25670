const NAMES = ['Ada', 'Basile', 'Clara', 'Denis', 'Elsa', 'Farid', 'Greta', 'Hugo', 'Inès', 'Jules', 'Kira', 'Léon']

/** A name for whoever plays with a simulated card: the same for the same card, told apart by a number beyond the first twelve. */
export function playerName(tagUid: string): string {
  const number = Number(/\d+$/.exec(tagUid)?.[0] ?? 0)
  const name = NAMES[number % NAMES.length] ?? tagUid
  const turn = Math.floor(number / NAMES.length)
  return turn === 0 ? name : `${name} ${turn + 1}`
}

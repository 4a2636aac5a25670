/** Without 0/O, 1/I/L and U: what is read off a slip aloud is never taken for another. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 8

/** Short enough to be compared with a slip at a glance; ids that devices make often are not. */
export const isReadable = (id: string): boolean => id.length <= 12

/** A fresh payout number that a dealer can say and a cashier can type: `7K3M-Q9XD`, one of 6.5 × 10¹¹. */
export function newPayoutNumber(): string {
  let digits = ''
  while (digits.length < LENGTH) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1))
    // The rest of a byte is left out, so that every letter is as likely as the others.
    if (byte < 240) digits += LETTERS[byte % LETTERS.length]
  }
  return `${digits.slice(0, 4)}-${digits.slice(4)}`
}

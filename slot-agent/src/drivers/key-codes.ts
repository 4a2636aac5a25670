/** What keys type, by their number in linux/input-event-codes.h: the digits of both rows, and A to F. */
const TYPED = new Map<number, string>([
  ...[...'1234567890'].map((digit, i): [number, string] => [2 + i, digit]),
  [71, '7'],
  [72, '8'],
  [73, '9'],
  [75, '4'],
  [76, '5'],
  [77, '6'],
  [79, '1'],
  [80, '2'],
  [81, '3'],
  [82, '0'],
  [30, 'A'],
  [16, 'A'], // where a reader is set to a French keyboard; a hexadecimal id has no Q
  [48, 'B'],
  [46, 'C'],
  [32, 'D'],
  [18, 'E'],
  [33, 'F'],
])
const ENTERS = [28, 96]
/** Both Shifts, and the lock keys: some keypads send NumLock with every key. */
const SHIFTS = [42, 54, 69, 58, 70]

/** What a key types: a hex digit, `enter`, `shift` (types nothing), or null for anything else. */
export function typedBy(code: number): string | null {
  if (ENTERS.includes(code)) return 'enter'
  return SHIFTS.includes(code) ? 'shift' : (TYPED.get(code) ?? null)
}

/** The button (0 to 5) that a typed character stands for, or null. */
export function buttonOf(typed: string): number | null {
  return /^[1-6]$/.test(typed) ? Number(typed) - 1 : null
}

/** Keys that a keyboard must have to be one of ours: 1 to 6, in either row, and Enter. */
export const UPPER_ROW = [2, 3, 4, 5, 6, 7]
export const KEYPAD = [79, 80, 81, 75, 76, 77]
export const ENTER_KEYS = ENTERS

/**
 * A value behind the face of a promise whose `then` calls back at once instead of in a later turn. Breaks the rule that
 * promises are asynchronous, on purpose: aedes only chains one `then` on what its persistence returns, and waiting for
 * the turn lets other messages overtake (guard 8).
 */
export function settled<T>(value: T): Promise<T> {
  const immediate = {
    // oxlint-disable-next-line unicorn/no-thenable -- to be one is the whole point
    then: (onValue: (value: T) => unknown) => onValue(value),
  }
  return immediate as unknown as Promise<T>
}

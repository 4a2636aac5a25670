/**
 * Does the same work in several lanes beside each other, and waits for all of them also when one fails, so that each can end
 * what it started. `ended`: another lane has failed.
 */
export async function inLanes(
  count: number,
  work: (lane: number, ended: () => boolean) => Promise<void>,
): Promise<void> {
  let failed = false
  const lanes = Array.from({ length: count }, (_, lane) =>
    work(lane, () => failed).catch((error: unknown) => {
      failed = true
      throw error
    }),
  )
  for (const result of await Promise.allSettled(lanes)) if (result.status === 'rejected') throw result.reason
}

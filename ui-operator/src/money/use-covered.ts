import { isFullScreen } from './result-screen'
import { useMoney } from './use-money'

/**
 * The command whose result lies, or lay last, over the whole screen (its request id); undefined: none does. When it changes, a
 * second tap on the result falls through to what is under it. The bar of the other results covers nothing.
 */
export function useCovered(): string | undefined {
  return useMoney(({ done }) => (done && isFullScreen(done) ? done.payload.req_id : undefined))
}

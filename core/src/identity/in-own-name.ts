/**
 * The books say who did it: who is logged in, whatever name a command gives (`by`), or a cashier could put another's name to
 * what he takes. Where nobody is logged in the name that was typed is all there is.
 */
export function inOwnName<Payload>(payload: Payload, operator: string | undefined): Payload {
  const names = operator !== undefined && typeof payload === 'object' && payload !== null && 'by' in payload
  return names ? { ...payload, by: operator } : payload
}

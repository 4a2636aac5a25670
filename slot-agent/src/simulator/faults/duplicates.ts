import { type Bus, type Clock, type Contract, contracts, type Params, type Payload } from '@eg/shared'

/** The second one comes up to so much later (ms). */
const LATER_MS = 2000
/** What a device sends again when it does not know whether it arrived. */
const RESENT: ReadonlySet<string> = new Set(
  [contracts.nightVote, contracts.roundPlay, contracts.walletGet, contracts.payoutNew].map(({ name }) => name),
)

/** The same bus, on which `percent` of a hundred commands are sent twice. */
export function sendTwice(bus: Bus, percent: number, random: () => number, clock: Clock): Bus {
  if (percent === 0) return bus
  return {
    ...bus,
    publish<C extends Contract>(contract: C, params: Params<C>, payload: Payload<C>) {
      const sent = bus.publish(contract, params, payload)
      if (RESENT.has(contract.name) && random() * 100 < percent)
        clock.after(random() * LATER_MS, () => void bus.publish(contract, params, payload))
      return sent
    },
  }
}

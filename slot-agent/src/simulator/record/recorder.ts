import { isDeepStrictEqual } from 'node:util'
import { type Answer, type Bus, type Contract, contracts, type Params, type Payload } from '@eg/shared'

/** Something that was asked of the core, and what whoever asked was told. */
export interface Asked {
  reqId: string
  /** The device or page that asked. */
  who: string
  /** The contract's name. */
  kind: string
  payload: Readonly<Record<string, unknown>>
  /** The first definite answer; null while none was heard. */
  answer: Answer | null
  /** The place of that answer among all that were heard, from 1; 0 without one. */
  heard: number
}

/** A payout that a table created: it has no request, and its acknowledgement is its answer. */
export interface Created {
  payoutId: string
  amountCents: number
  acknowledged: boolean
}

/** What everybody in the simulator believes. */
export interface Beliefs {
  asked: Asked[]
  payouts: Created[]
  /** Answers that were not the first one again. */
  contradictions: string[]
}

/** Notes what simulated devices ask and are told, without changing it. */
export interface Recorder {
  /** The same bus, with somebody listening. */
  over(who: string, bus: Bus): Bus
  ask(who: string, kind: string, payload: Readonly<Record<string, unknown>>): void
  hear(who: string, answer: Answer): void
  beliefs(): Beliefs
}

export function createRecorder(): Recorder {
  const asked = new Map<string, Asked>()
  const payouts = new Map<string, Created>()
  const contradictions: string[] = []
  let heard = 0

  const ask: Recorder['ask'] = (who, kind, payload) => {
    const { req_id: reqId } = payload
    // A balance that is asked for is always that of now: asked again, it may be another.
    if (kind === contracts.walletGet.name) return
    if (typeof reqId !== 'string' || asked.has(`${who}/${reqId}`)) return
    asked.set(`${who}/${reqId}`, { reqId, who, kind, payload, answer: null, heard: 0 })
  }
  const hear: Recorder['hear'] = (who, answer) => {
    const found = asked.get(`${who}/${answer.req_id}`)
    if (!found || answer.status === 'unavailable') return
    if (found.answer === null) {
      found.answer = answer
      found.heard = heard += 1
    } else if (!isDeepStrictEqual(found.answer, answer)) {
      contradictions.push(
        `${who} was told ${JSON.stringify(found.answer)} first, and ${JSON.stringify(answer)} for the same request later`,
      )
    }
  }
  const create = async ({ payout_id: payoutId, amount_cents: amountCents }: Payout, sent: Promise<boolean>) => {
    const created = payouts.get(payoutId) ?? { payoutId, amountCents, acknowledged: false }
    payouts.set(payoutId, created)
    if (await sent) created.acknowledged = true
  }

  return {
    ask,
    hear,
    over(who, bus) {
      bus.subscribe(contracts.deviceAnswer, { device_id: who }, ({ payload }) => payload && hear(who, payload))
      const publish = <C extends Contract>(contract: C, params: Params<C>, payload: Payload<C>) => {
        if (contract.kind === 'command') ask(who, contract.name, payload as Record<string, unknown>)
        const sent = bus.publish(contract, params, payload)
        if (contract.name === contracts.payoutNew.name) void create(payload as Payout, sent)
        return sent
      }
      return { ...bus, publish }
    },
    beliefs: () => ({ asked: [...asked.values()], payouts: [...payouts.values()], contradictions }),
  }
}

type Payout = Payload<typeof contracts.payoutNew>

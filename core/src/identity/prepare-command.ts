import { randomUUID } from 'node:crypto'
import { type Answer, type Contract, type Payload, contracts } from '@eg/shared'
import type { Work } from '../commit/command.js'
import { readAddress } from '../addresses.js'
import { DEVICE_SECRET, hashPassword, hashSecret, newSecret } from './secrets.js'

/** A command that carries or answers a secret, ready for the pipeline: there and in the journal only its hash is seen. */
export interface Prepared {
  work: Work
  /** Puts the secret into the answer, for whoever asked and nobody else. */
  complete(answer: Answer): Answer
}

/** What stands in the way of a command before any rule is asked. */
export interface NotPrepared {
  problem: string
  field: string
}

/** Makes a command of an HTTP request that was found valid. Those without secrets go as they are. */
export async function prepareCommand(contract: Contract, payload: unknown): Promise<Prepared | NotPrepared> {
  if (contract === (contracts.opDeviceAdd as Contract)) {
    return prepareDeviceAdd(payload as Payload<typeof contracts.opDeviceAdd>)
  }
  if (contract === (contracts.opOperatorSet as Contract)) {
    const { password, ...rest } = payload as Payload<typeof contracts.opOperatorSet>
    const passwordHash = password === undefined ? null : await hashPassword(password)
    return asItIs({ kind: 'opOperatorSet', payload: rest, passwordHash, first: false })
  }
  return asItIs({ kind: contract.name, payload } as Work)
}

function asItIs(work: Work): Prepared {
  return { work, complete: (answer) => answer }
}

async function prepareDeviceAdd(payload: Payload<typeof contracts.opDeviceAdd>): Promise<Prepared | NotPrepared> {
  const from = payload.legacy_from
  const address = from === undefined ? undefined : readAddress(from)
  if (from !== undefined && address === undefined) {
    return { problem: `"${from}" is no address; an IPv4 or IPv6 address is expected`, field: 'legacy_from' }
  }
  const secret = newSecret(DEVICE_SECRET)
  const issue = randomUUID()
  const given = { ...payload, ...(address === undefined ? {} : { legacy_from: address }) }
  return {
    work: { kind: 'opDeviceAdd', payload: given, secretHash: await hashSecret(secret), issue },
    complete(answer) {
      const { issue: issued, ...rest } = answer as Answer & { issue?: string }
      if (issued === undefined) return rest
      if (issued === issue) return { ...rest, secret }
      // The same req_id again: what was made for it the first time was shown then, and is kept nowhere.
      const detail =
        'This request was answered before; its secret is shown once only. Add the device again with replace.'
      return { ...rest, detail }
    },
  }
}

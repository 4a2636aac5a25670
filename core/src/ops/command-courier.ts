import type { Clock } from '@eg/shared'
import type { Publication, TrackedCommand } from '../commit/command.js'
import type { Pipeline } from '../commit/pipeline.js'
import { hasEnded, patienceMs } from '../game/device-command.js'

/** A command that its device has not spoken about is sent again after this long, in ms. */
export const SEND_AGAIN_MS = 2000
/** One that was accepted is asked about now and then: the word of its end may have been lost. */
const ASK_AGAIN_MS = 5000
/** When giving up could not be stored it is told again after this long. */
const GIVE_UP_AGAIN_MS = 1000
const CORE = { key: 'core', via: 'core' } as const

/**
 * Sends commands to devices until each has ended, and gives up when nothing is heard for too long. The store keeps them; this
 * only knows those that have not ended. A core that starts has its unfinished ones by heart again, each with its whole
 * time, because nobody knows how long it was away.
 */
export interface CommandCourier {
  /** Commands that are new or changed. */
  learn(commands: readonly TrackedCommand[]): void
  stop(): void
}

export interface CourierOptions {
  pipeline: Pick<Pipeline, 'submit'>
  clock: Clock
  publish: (publication: Publication) => void
  isOnline: (deviceId: string) => boolean
}

interface Errand {
  command: TrackedCommand
  cancels: (() => void)[]
}

export function createCommandCourier({ pipeline, clock, publish, isOnline }: CourierOptions): CommandCourier {
  const errands = new Map<string, Errand>()

  const send = ({ cmdId, deviceId, action, args }: TrackedCommand) => {
    // A clock is set to what it is when the word goes out, not to what it was when somebody pressed.
    const now = action === 'set_clock' ? { now_ms: clock.now() } : {}
    publish({
      contract: 'deviceCommand',
      params: { device_id: deviceId },
      payload: { cmd_id: cmdId, action, ...args, ...now },
    })
  }

  const drop = (cmdId: string) => {
    for (const cancel of errands.get(cmdId)?.cancels ?? []) cancel()
    errands.delete(cmdId)
  }

  const giveUp = (errand: Errand) => {
    const { cmdId, deviceId, status } = errand.command
    const work = { kind: 'commandGivenUp', cmdId, status, online: isOnline(deviceId) } as const
    pipeline.submit(work, CORE, null, (settled) => {
      // Not stored: nobody else would end it. One that has changed meanwhile goes its own way.
      if (!settled.ok && errands.get(cmdId) === errand)
        errand.cancels.push(clock.after(GIVE_UP_AGAIN_MS, () => giveUp(errand)))
    })
  }

  const take = (command: TrackedCommand) => {
    const before = errands.get(command.cmdId)
    // How far it has come is no new beginning: it has the time that it had.
    if (before && before.command.status === command.status) {
      before.command = command
      return
    }
    drop(command.cmdId)
    if (hasEnded(command)) return
    const { action, status, args } = command
    const errand: Errand = { command, cancels: [] }
    const again = status === 'sent' ? SEND_AGAIN_MS : ASK_AGAIN_MS
    const patience = patienceMs({ action, status, seconds: args.seconds ?? null }) ?? 0
    errand.cancels.push(
      clock.every(again, () => isOnline(command.deviceId) && send(errand.command)),
      clock.after(patience, () => giveUp(errand)),
    )
    errands.set(command.cmdId, errand)
    if (status === 'sent') send(command)
  }

  return {
    learn: (commands) => commands.forEach(take),
    stop: () => [...errands.keys()].forEach(drop),
  }
}

import type { Clock } from '@eg/shared'
import type { Publication, TrackedCommand } from '../commit/command.js'
import type { Pipeline } from '../commit/pipeline.js'
import { hasEnded, patienceMs } from '../game/device-command.js'

/** A command that its device has not spoken about is sent again after this long, in ms. */
export const SEND_AGAIN_MS = 2000
/** One that was accepted is asked about now and then: the word of its end may have been lost. */
const ASK_AGAIN_MS = 5000
/** A device that has just connected subscribes within moments; one that has not after this long does not listen to commands, in ms. */
const DEAF_AFTER_MS = 500
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
  /** Whether a device that is online may hear a command: it listens, or how it is connected does not tell. */
  mayHear: (deviceId: string) => boolean
}

interface Errand {
  command: TrackedCommand
  /** When it was last looked for, it was there and did not listen. */
  deaf: boolean
  cancels: (() => void)[]
}

export function createCommandCourier({ pipeline, clock, publish, isOnline, mayHear }: CourierOptions): CommandCourier {
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

  const giveUp = (errand: Errand, deaf = false) => {
    const { cmdId, deviceId, status } = errand.command
    const work = { kind: 'commandGivenUp', cmdId, status, online: isOnline(deviceId), deaf } as const
    pipeline.submit(work, CORE, null, (settled) => {
      // Not stored: nobody else would end it. One that has changed meanwhile goes its own way.
      if (!settled.ok && errands.get(cmdId) === errand)
        errand.cancels.push(clock.after(GIVE_UP_AGAIN_MS, () => giveUp(errand, deaf)))
    })
  }

  /** Sends it to a device that is there. One that was found not to listen twice has nothing to wait for (D33). */
  const attempt = (errand: Errand) => {
    const { deviceId, status } = errand.command
    if (!isOnline(deviceId)) return
    const deaf = status === 'sent' && !mayHear(deviceId)
    if (deaf && errand.deaf) return giveUp(errand, true)
    errand.deaf = deaf
    send(errand.command)
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
    const errand: Errand = { command, deaf: false, cancels: [] }
    const again = status === 'sent' ? SEND_AGAIN_MS : ASK_AGAIN_MS
    const patience = patienceMs({ action, status, seconds: args.seconds ?? null }) ?? 0
    errand.cancels.push(
      clock.every(again, () => attempt(errand)),
      clock.after(patience, () => giveUp(errand)),
    )
    errands.set(command.cmdId, errand)
    if (status !== 'sent') return
    // Whoever speaks for it under another name may hear it though it is not known to be there.
    if (isOnline(command.deviceId)) attempt(errand)
    else send(command)
    if (errand.deaf) errand.cancels.push(clock.after(DEAF_AFTER_MS, () => attempt(errand)))
  }

  return {
    learn: (commands) => commands.forEach(take),
    stop: () => [...errands.keys()].forEach(drop),
  }
}

import { type BecomeOrder, type Bus, type contracts as table, contracts, LOGS_ACTION, type Payload } from '@eg/shared'
import type { Logger } from 'pino'
import type { Becoming } from '../enrolment/admission.js'
import { tailOf } from '../log-tail.js'
import type { CommandMemory, KeptReport } from '../outbox/ports.js'
import type { ServiceReport } from '../slot/service.js'
import type { SlotEvent } from '../slot/model.js'

type Command = Payload<typeof table.deviceCommand>
/** What a command came to. */
export type Ending = Pick<KeptReport, 'reason' | 'detail' | 'result'> & { status: 'done' | 'failed' }

/** How long identify and press_test last if the core does not say (seconds). */
const USUAL_SECONDS = 15

export interface CommandParts {
  deviceId: string
  bus: Bus
  memory: CommandMemory
  log: Logger
  dispatch: (event: SlotEvent) => void
  presentCard: (tagUid: string) => void
  reloadScreen: () => Promise<Ending>
  setClock: (coreNowMs: number) => Promise<Ending>
  /** Forgets the last group; done once nothing of it is left. */
  resetSlot: () => Promise<Ending>
  /** Ends the process so that its supervisor starts it again; null where nobody would. */
  restart: (() => void) | null
  /** Takes the identity of another device; null where this one cannot. */
  become: ((order: BecomeOrder) => Becoming) | null
}

export interface CommandRunner {
  /** What the rules say of a command they carry out. */
  tell(report: ServiceReport): void
  stop(): void
}

/**
 * Carries out what the core tells this device to do (`eg/dev/<id>/cmd`), each command once: it is on disk before it begins, and
 * the core, which asks until it knows, is answered from there. What a restart interrupted has failed — but the restart itself
 * is done by it.
 */
export function createCommandRunner(parts: CommandParts): CommandRunner {
  const { deviceId, bus, memory, log } = parts
  const own = { device_id: deviceId }
  const say = (cmdId: string, report: KeptReport) =>
    bus.publish(contracts.deviceReport, own, { cmd_id: cmdId, ...report })

  const settle = (cmdId: string, action: string, report: KeptReport) => {
    try {
      memory.save({ cmdId, action, report })
    } catch (error) {
      log.error({ err: error, cmdId }, 'what became of a command could not be stored; a restart would forget it')
    }
    if (report.status !== 'accepted') log.info({ action, ...report }, `command ${action}: ${report.status}`)
    return say(cmdId, report)
  }
  const carryOut = async (command: Command, accepted: Promise<boolean>): Promise<Ending | null> => {
    const { cmd_id: cmdId, action, seconds = USUAL_SECONDS } = command
    switch (action) {
      case 'identify':
      case 'press_test':
        parts.dispatch({ type: 'service', do: action, cmdId, seconds })
        return null // the rules tell how it ends
      case 'simulate_card':
        if (command.tag_uid === undefined) return failed('unknown_card', 'no card was named')
        parts.presentCard(command.tag_uid)
        return { status: 'done' }
      case 'reload_screen':
        return parts.reloadScreen()
      case 'reset':
        return parts.resetSlot()
      case 'set_clock':
        return command.now_ms === undefined ? failed('no_time') : parts.setClock(command.now_ms)
      case 'restart_agent':
        if (!parts.restart) return failed('no_supervisor', 'nothing would start this agent again')
        await accepted
        parts.restart()
        return null // whoever comes after the restart says that it is done
      default:
        return failed('unknown_action', `this agent does not know "${action}"`)
    }
  }

  /** The core says it until the spare has come in as the other one: what failed is tried each time. */
  const takePlace = ({ cmd_id: cmdId, become: order }: Command) => {
    const became = order && parts.become ? parts.become(order) : 'unreadable'
    return say(cmdId, became === 'taken' ? { status: 'accepted' } : failed(became))
  }

  const take = async (command: Command) => {
    const { cmd_id: cmdId, action } = command
    if (action === 'become') return takePlace(command)
    // Asked once, told as it is now, and nothing that a restart would have to remember.
    if (action === LOGS_ACTION)
      return bus.publish(contracts.deviceReport, own, { cmd_id: cmdId, status: 'done', lines: tailOf(log) })
    const known = memory.find(cmdId)
    if (known) return say(cmdId, known.report)
    try {
      memory.save({ cmdId, action, report: { status: 'accepted' } })
    } catch (error) {
      log.error({ err: error, cmdId }, 'a command could not be stored and was not carried out; check the disk')
      return say(cmdId, failed('storage'))
    }
    const ending = await carryOut(command, say(cmdId, { status: 'accepted' }))
    return ending && settle(cmdId, action, ending)
  }

  for (const { cmdId, action } of memory.unfinished()) {
    void settle(cmdId, action, action === 'restart_agent' ? { status: 'done' } : failed('restarted'))
  }
  const stop = bus.subscribe(contracts.deviceCommand, own, ({ payload }) => {
    if (!payload) return
    take(payload).catch((error: unknown) => {
      log.error({ err: error, action: payload.action }, 'a command failed')
      void settle(payload.cmd_id, payload.action, failed('fault'))
    })
  })

  return {
    tell({ cmdId, status, reason, pressed }) {
      const action = memory.find(cmdId)?.action ?? 'unknown'
      const result = pressed ? { result: { pressed } } : {}
      void settle(cmdId, action, { status, ...(reason === undefined ? {} : { reason }), ...result })
    },
    stop,
  }
}

function failed(reason: string, detail?: string): Ending {
  return { status: 'failed', reason, ...(detail === undefined ? {} : { detail }) }
}

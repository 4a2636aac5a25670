import { type Bus, type Clock, contracts, type DeviceAction, LOGS_ACTION, type Payload } from '@eg/shared'
import type { Logger } from 'pino'
import { tailOf } from '../log-tail.js'
import type { CommandMemory, KeptReport } from '../outbox/ports.js'

type Command = Payload<typeof contracts.deviceCommand>

/** How long identify lasts if the core does not say (seconds). */
const USUAL_SECONDS = 15

/** How a simulated table or desk stands between two groups. */
const NOTHING_LEFT = { card: false, lights_off: true, outbox: 0, screen: 'none' }

/** Why a simulated table or desk cannot do what it is told. */
const UNSUPPORTED: Partial<Record<string, string>> = {
  press_test: 'a simulated table or desk has no buttons',
  reload_screen: 'a simulated table or desk has no screen',
  set_clock: 'a simulated device has the clock of the machine it runs on; set that one',
  restart_agent: 'the simulator plays many devices in one program; restart that',
  simulate_card: 'a simulated table or desk has no card reader',
} satisfies Partial<Record<DeviceAction, string>>

export interface AnswerParts {
  deviceId: string
  bus: Bus
  memory: CommandMemory
  clock: Clock
  log: Logger
}

/**
 * Answers what the core tells a simulated table or desk to do (`eg/dev/<id>/cmd`), each command once, as the slot's agent does.
 * It can be looked for, which its log says; everything else it refuses as `unsupported`, with why. Returns what ends it.
 */
export function answerCommands({ deviceId, bus, memory, clock, log }: AnswerParts): () => void {
  const own = { device_id: deviceId }
  const running = new Set<() => void>()

  const say = (cmdId: string, report: KeptReport) =>
    void bus.publish(contracts.deviceReport, own, { cmd_id: cmdId, ...report })
  const settle = (cmdId: string, action: string, report: KeptReport) => {
    try {
      memory.save({ cmdId, action, report })
    } catch (error) {
      log.error({ err: error, cmdId }, 'what became of a command could not be stored; a restart would forget it')
    }
    say(cmdId, report)
  }
  const identify = ({ cmd_id: cmdId, action, seconds = USUAL_SECONDS }: Command) => {
    settle(cmdId, action, { status: 'accepted' })
    log.info({ seconds }, `${deviceId} is looked for: it is here, in the simulator`)
    const cancel = clock.after(seconds * 1000, () => {
      running.delete(cancel)
      settle(cmdId, action, { status: 'done' })
    })
    running.add(cancel)
  }

  for (const { cmdId, action } of memory.unfinished()) settle(cmdId, action, failed('restarted'))
  const stop = bus.subscribe(contracts.deviceCommand, own, ({ payload }) => {
    if (!payload) return
    const { cmd_id: cmdId, action } = payload
    if (action === LOGS_ACTION)
      return void bus.publish(contracts.deviceReport, own, { cmd_id: cmdId, status: 'done', lines: tailOf(log) })
    const known = memory.find(cmdId)
    if (known) return say(cmdId, known.report)
    if (action === 'identify') return identify(payload)
    // It keeps nothing of anybody: there is nothing to forget.
    if (action === 'reset') return settle(cmdId, action, { status: 'done', result: { reset: NOTHING_LEFT } })
    const why = UNSUPPORTED[action]
    const report =
      why === undefined ? failed('unknown_action', `there is no "${action}" here`) : failed('unsupported', why)
    settle(cmdId, action, report)
  })

  return () => {
    stop()
    for (const cancel of running) cancel()
  }
}

function failed(reason: string, detail?: string): KeptReport {
  return { status: 'failed', reason, ...(detail === undefined ? {} : { detail }) }
}

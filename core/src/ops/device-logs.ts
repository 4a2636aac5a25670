import { type Answer, type Clock, LOGS_ACTION, type LogLine, type Payload, type contracts } from '@eg/shared'
import type { Publication } from '../commit/command.js'

/** How long a device may take to tell its log (ms). */
const PATIENCE_MS = 5000
const PREFIX = 'logs-'

/** What a device said of its log, or why it did not. */
export type ToldLog = { ok: true; lines: LogLine[] } | { ok: false; reason: string; detail: string }

export interface DeviceLogs {
  /** Asks a device for its last lines; who asks while it is being asked gets the same answer. */
  ask(deviceId: string): Promise<ToldLog>
  /** Takes the report of a device that answers; null for a report about anything else. */
  take(deviceId: string, report: Payload<typeof contracts.deviceReport>): Answer | null
  stop(): void
}

export interface DeviceLogsOptions {
  clock: Clock
  publish: (publication: Publication) => void
  /** Undefined: nobody has heard of it. */
  kindOf: (deviceId: string) => string | undefined
  isOnline: (deviceId: string) => boolean
  /** Whether it listens to commands. */
  mayHear: (deviceId: string) => boolean
}

interface Asked {
  cmdId: string
  told: Promise<ToldLog>
  settle: (told: ToldLog) => void
}

/**
 * Asks devices for the last lines of their log (U84–U87), by a command of `eg/dev/<id>/cmd` that is stored nowhere: the question
 * is somebody's who waits for it, and the answer up to 16 kB.
 */
export function createDeviceLogs(options: DeviceLogsOptions): DeviceLogs {
  const { clock, publish } = options
  const asked = new Map<string, Asked>()
  let number = 0

  const problem = (deviceId: string): ToldLog | null => {
    if (options.kindOf(deviceId) === undefined)
      return no('unknown_device', `No device ${deviceId} is known here. Look at the list of devices.`)
    if (!options.isOnline(deviceId))
      return no('offline', `${deviceId} is not connected, so it cannot be asked. Look at its log on its own machine.`)
    if (!options.mayHear(deviceId))
      return no('old_device', `${deviceId} does not listen to commands. Look at its log on its own machine.`)
    return null
  }
  const begin = (deviceId: string): Asked => {
    const cmdId = `${PREFIX}${clock.now().toString(36)}-${++number}`
    const late = `${deviceId} did not answer within ${PATIENCE_MS / 1000} s. Try again; if it stays, restart its agent.`
    const listeners: ((told: ToldLog) => void)[] = []
    const told = new Promise<ToldLog>((resolve) => listeners.push(resolve))
    const cancel = clock.after(PATIENCE_MS, () => settle(no('no_answer', late)))
    const settle = (answer: ToldLog) => {
      cancel()
      if (asked.get(deviceId)?.cmdId === cmdId) asked.delete(deviceId)
      for (const tell of listeners) tell(answer)
    }
    return { cmdId, told, settle }
  }

  return {
    ask(deviceId) {
      const why = problem(deviceId)
      if (why) return Promise.resolve(why)
      const under = asked.get(deviceId)
      if (under) return under.told
      const question = begin(deviceId)
      asked.set(deviceId, question)
      const payload = { cmd_id: question.cmdId, action: LOGS_ACTION }
      publish({ contract: 'deviceCommand', params: { device_id: deviceId }, payload })
      return question.told
    },
    take(deviceId, { cmd_id: cmdId, status, reason, detail, lines }) {
      if (!cmdId.startsWith(PREFIX)) return null
      const question = asked.get(deviceId)
      if (question?.cmdId === cmdId && status === 'done') question.settle({ ok: true, lines: lines ?? [] })
      if (question?.cmdId === cmdId && status === 'failed') question.settle(failed(deviceId, reason, detail))
      // One that comes too late was asked all the same.
      return { type: 'device_report', cmd_id: cmdId, status: 'ok' }
    },
    stop() {
      for (const { settle } of asked.values()) settle(no('no_answer', 'The core is stopping.'))
    },
  }
}

function failed(deviceId: string, reason = 'failed', detail = 'It did not say why.'): ToldLog {
  if (reason === 'unknown_action')
    return no('old_device', `${deviceId} runs a program of an earlier release that does not tell its log. Update it.`)
  return no(reason, `${deviceId} could not tell its log: ${detail}`)
}

function no(reason: string, detail: string): ToldLog {
  return { ok: false, reason, detail }
}

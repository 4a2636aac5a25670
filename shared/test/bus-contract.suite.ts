import { type Bus, type Contract, type Message, type Will, NO_ANSWER, contracts, request } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

/** A broker that buses connect to, as the suite needs it. */
export interface Venue {
  /** A new bus; resolves when it is connected. */
  open(options?: OpenOptions): Promise<Bus>
  /** What a client that does not use our bus publishes. */
  foreign(topic: string, payload: string | Uint8Array, retain?: boolean): Promise<void>
  /** The connection of a bus dies without a goodbye. It may connect again by itself. */
  kill(bus: Bus): Promise<void>
  /** The connection of a bus is gone while something happens; then it connects again by itself. */
  away(bus: Bus, meanwhile: () => Promise<void>): Promise<void>
  stop(): Promise<void>
  /** On the same port, with the retained states it had. Buses connect again by themselves. */
  start(): Promise<void>
  end(): Promise<void>
}

export interface OpenOptions {
  will?: Will
  onBadInput?: (topic: string, reason: string) => void
  lastState?: Contract
}

const slot1 = { device_id: 'slot-01' }
const slot2 = { device_id: 'slot-02' }
const step = contracts.nightStep.sample
const answer = contracts.deviceAnswer.sample

/** What every bus promises, whatever carries it. */
export function describeBus(name: string, createVenue: () => Promise<Venue>): void {
  describe(`bus contract: ${name}`, () => {
    let venue: Venue
    let a: Bus
    let b: Bus
    beforeEach(async () => {
      venue = await createVenue()
      a = await venue.open()
      b = await venue.open()
    })
    afterEach(() => venue.end())

    /** Waits until everything sent before on `via` was delivered to `to`: a later message came through. */
    const settled = async (via: Bus = a, to: Bus = b) => {
      const sent = Math.random()
      const mark = { client_id: 'mark' }
      let stop = () => {}
      const heard = new Promise<void>((resolve) => {
        stop = to.subscribe(contracts.uiPing, mark, ({ payload }) => payload?.sent === sent && resolve())
      })
      const timer = setInterval(() => void via.publish(contracts.uiPing, mark, { sent }), 20)
      await heard
      clearInterval(timer)
      stop()
      await pause(10)
    }

    it('C30 what is published is heard, typed, with its parameters, in order, by the sender too', async () => {
      const heard: Message<typeof contracts.inputRfid>[] = []
      const own: unknown[] = []
      b.subscribe(contracts.inputRfid, {}, (message) => heard.push(message))
      a.subscribe(contracts.inputRfid, slot2, ({ payload }) => own.push(payload))
      await settled()
      await settled(a, a)
      expect(await a.publish(contracts.inputRfid, slot1, { tag_uid: '04a37c91' })).toBe(true)
      expect(await a.publish(contracts.inputRfid, slot2, { tag_uid: 'BB', timestamp: 1 })).toBe(true)
      expect(await a.publish(contracts.inputLeds, slot2, { states: contracts.inputLeds.sample.states })).toBe(true)
      await settled()
      await settled(a, a)
      expect(heard).toEqual([
        { payload: { tag_uid: '04A37C91' }, params: slot1, retained: false },
        { payload: { tag_uid: 'BB', timestamp: 1 }, params: slot2, retained: false },
      ])
      expect(own).toEqual([{ tag_uid: 'BB', timestamp: 1 }])
    })

    it('C30 plain text and QoS 0 pass as well', async () => {
      const heard: unknown[] = []
      b.subscribe(contracts.deviceStatus, slot1, ({ payload }) => heard.push(payload))
      b.subscribe(contracts.clockState, {}, ({ payload }) => heard.push(payload))
      await settled()
      await a.publish(contracts.deviceStatus, slot1, 'online')
      await a.publish(contracts.clockState, {}, { now_ms: 5 })
      await settled()
      expect(heard).toEqual(['online', { now_ms: 5 }])
    })

    it('C30 a listener hears a message once, whatever overlapping filters others of its bus listen to', async () => {
      const heard: string[] = []
      b.subscribe(contracts.deviceStatus, {}, ({ payload }) => heard.push(`all ${payload}`))
      b.subscribe(contracts.deviceStatus, slot1, ({ payload }) => heard.push(`one ${payload}`))
      b.subscribe(contracts.deviceHeartbeat, {}, () => heard.push('all beat'))
      b.subscribe(contracts.deviceHeartbeat, slot1, () => heard.push('one beat'))
      await settled()
      await a.publish(contracts.deviceStatus, slot1, 'online')
      await a.publish(contracts.deviceHeartbeat, slot1, contracts.deviceHeartbeat.sample)
      await settled()
      expect(heard.sort()).toEqual(['all beat', 'all online', 'one beat', 'one online'])
    })

    it('C30 a payload or parameter that does not fit is a fault of the caller, and nothing is sent', async () => {
      const heard: unknown[] = []
      b.subscribe(contracts.inputRfid, {}, ({ payload }) => heard.push(payload))
      await settled()
      await expect(a.publish(contracts.inputRfid, slot1, { tag_uid: 'not a card' })).rejects.toThrow('tag_uid')
      await expect(a.publish(contracts.inputRfid, { device_id: '+' }, { tag_uid: 'AA' })).rejects.toThrow('device_id')
      await settled()
      expect(heard).toEqual([])
    })

    it('C31 a retained state is handed to who subscribes later, marked as retained; an event is not', async () => {
      await a.publish(contracts.nightStep, {}, step)
      await a.publish(contracts.deviceStatus, slot1, 'online')
      await a.publish(contracts.deviceStatus, slot2, 'offline')
      await a.publish(contracts.inputRfid, slot1, { tag_uid: 'AA' })
      const heard: unknown[] = []
      b.subscribe(contracts.nightStep, {}, (message) => heard.push(message))
      b.subscribe(contracts.inputRfid, {}, (message) => heard.push(message))
      const statuses: string[] = []
      b.subscribe(contracts.deviceStatus, {}, ({ payload, params }) => statuses.push(`${params.device_id} ${payload}`))
      // What is handed over comes one after another: a later message may pass it.
      await until(() => heard.length > 0 && statuses.length > 1)
      await settled()
      expect(heard).toEqual([{ payload: step, params: {}, retained: true }])
      expect(statuses.sort()).toEqual(['slot-01 online', 'slot-02 offline'])
    })

    it('C31 a second listener of the same filter is handed it too, and only the new one', async () => {
      await a.publish(contracts.nightStep, {}, step)
      const heard: string[] = []
      b.subscribe(contracts.nightStep, {}, ({ retained }) => heard.push(`first ${retained}`))
      await settled()
      b.subscribe(contracts.nightStep, {}, ({ retained }) => heard.push(`second ${retained}`))
      await settled()
      expect(heard).toEqual(['first true', 'second true'])
      await a.publish(contracts.nightStep, {}, { ...step, step: 2 })
      await settled()
      expect(heard).toEqual(['first true', 'second true', 'first false', 'second false'])
    })

    it('C31 a listener of an overlapping filter is handed it, and those who know it are not handed it again', async () => {
      await a.publish(contracts.deviceStatus, slot1, 'online')
      await a.publish(contracts.deviceStatus, slot2, 'online')
      const heard: string[] = []
      b.subscribe(contracts.deviceStatus, slot1, ({ payload }) => heard.push(`one ${payload}`))
      await settled()
      b.subscribe(contracts.deviceStatus, {}, ({ params }) => heard.push(`all ${params.device_id}`))
      await settled()
      b.subscribe(contracts.deviceStatus, slot2, ({ payload }) => heard.push(`two ${payload}`))
      await settled()
      expect(heard.slice(0, 1)).toEqual(['one online'])
      expect(heard.slice(1, 3).sort()).toEqual(['all slot-01', 'all slot-02'])
      expect(heard.slice(3)).toEqual(['two online'])
    })

    it('C31 who listens again after nobody did is handed the present state, not the one of then', async () => {
      const heard: unknown[] = []
      await a.publish(contracts.nightStep, {}, step)
      b.subscribe(contracts.nightStep, {}, () => {})()
      b.subscribe(contracts.nightStep, {}, () => {})
      await settled()
      b.subscribe(contracts.modeState, {}, () => {})
      const stop = b.subscribe(contracts.modeState, {}, ({ payload }) => heard.push(payload?.mode))
      await a.publish(contracts.modeState, {}, { mode: 'day' })
      await settled()
      stop()
      await a.publish(contracts.modeState, {}, { mode: 'night' })
      await settled()
      b.subscribe(contracts.modeState, {}, ({ payload }) => heard.push(payload?.mode))
      await settled()
      expect(heard).toEqual(['day', 'night'])
    })

    it('C32 a state that is cleared arrives as payload null, and is not handed to later listeners', async () => {
      const heard: unknown[] = []
      await a.publish(contracts.nightStep, {}, step)
      b.subscribe(contracts.nightStep, {}, ({ payload }) => heard.push(payload?.step ?? null))
      await settled()
      await venue.foreign('eg/night/step', '', true)
      await settled()
      expect(heard).toEqual([1, null])
      b.subscribe(contracts.nightStep, {}, () => heard.push('second'))
      a.subscribe(contracts.nightStep, {}, () => heard.push('other bus'))
      await settled()
      await settled(b, a)
      expect(heard).toEqual([1, null])
    })

    it('C32 what was cleared while nobody listened is gone for the next listener', async () => {
      const heard: unknown[] = []
      await a.publish(contracts.nightStep, {}, step)
      const stop = b.subscribe(contracts.nightStep, {}, () => {})
      await settled()
      stop()
      await venue.foreign('eg/night/step', '', true)
      await settled()
      b.subscribe(contracts.nightStep, {}, ({ payload }) => heard.push(payload))
      b.subscribe(contracts.nightStep, {}, ({ payload }) => heard.push(payload))
      await settled()
      expect(heard).toEqual([])
    })

    it('C33 after the broker was stopped and started, everybody is connected, subscribed, and handed the states again', async () => {
      const heard: string[] = []
      const links: boolean[] = []
      b.subscribe(contracts.modeState, {}, ({ payload, retained }) => heard.push(`${payload?.mode} ${retained}`))
      b.subscribe(contracts.inputRfid, slot1, ({ payload }) => heard.push(`card ${payload?.tag_uid}`))
      b.onConnection((connected) => links.push(connected))
      await settled()
      await a.publish(contracts.modeState, {}, { mode: 'night' })
      await settled()
      await venue.stop()
      await until(() => !a.connected() && !b.connected())
      await venue.start()
      await until(() => a.connected() && b.connected())
      await settled()
      await a.publish(contracts.inputRfid, slot1, { tag_uid: 'AA' })
      await settled()
      expect(links).toEqual([false, true])
      expect(heard).toEqual(['night false', 'night true', 'card AA'])
    })

    it('S97 a state that was cleared while the link was down is told as cleared after those that are still there, each once', async () => {
      await a.publish(contracts.sessionState, {}, contracts.sessionState.sample)
      await a.publish(contracts.nightStep, {}, step)
      await a.publish(contracts.modeState, {}, { mode: 'night' })
      await a.publish(contracts.deviceStatus, slot1, 'online')
      await a.publish(contracts.deviceStatus, slot2, 'online')
      const c = await venue.open({ lastState: contracts.sessionState })
      const heard: string[] = []
      c.subscribe(contracts.sessionState, {}, () => heard.push('session'))
      c.subscribe(contracts.nightStep, {}, ({ payload }) => heard.push(`step ${payload?.step}`))
      c.subscribe(contracts.modeState, {}, ({ payload }) => heard.push(`mode ${payload?.mode}`))
      c.subscribe(contracts.deviceStatus, {}, ({ payload, params }) => heard.push(`${params.device_id} ${payload}`))
      await until(() => heard.length === 5)
      heard.length = 0
      const gone = ['slot-01 null', 'step undefined']
      const there = ['mode night', 'session', 'slot-02 online']
      await venue.away(c, async () => {
        await venue.foreign('eg/night/step', '', true)
        await venue.foreign('eg/dev/slot-01/status', '', true)
        await settled()
      })
      await until(() => heard.length >= 5)
      await settled(a, c)
      expect(heard.slice(0, 3).sort()).toEqual(there)
      expect(heard.slice(3).sort()).toEqual(gone)
      heard.length = 0
      await venue.away(c, () => settled())
      await until(() => heard.length >= 3)
      await settled(a, c)
      expect(heard.sort()).toEqual(there)
    })

    it('C33 who subscribes while the link is down hears when it is up', async () => {
      await venue.stop()
      await until(() => !a.connected() && !b.connected())
      const heard: unknown[] = []
      b.subscribe(contracts.inputRfid, slot1, ({ payload }) => heard.push(payload?.tag_uid))
      const stop = b.subscribe(contracts.inputRfid, slot2, ({ payload }) => heard.push(payload?.tag_uid))
      stop()
      await venue.start()
      await until(() => a.connected() && b.connected())
      await settled()
      await a.publish(contracts.inputRfid, slot1, { tag_uid: 'AA' })
      await a.publish(contracts.inputRfid, slot2, { tag_uid: 'BB' })
      await settled()
      expect(heard).toEqual(['AA'])
    })

    it('C34 what is published while the link is down resolves false and is never sent', async () => {
      const heard: unknown[] = []
      b.subscribe(contracts.inputRfid, {}, ({ payload }) => heard.push(payload?.tag_uid))
      b.subscribe(contracts.clockState, {}, ({ payload }) => heard.push(payload?.now_ms))
      await settled()
      await venue.stop()
      await until(() => !a.connected())
      expect(await a.publish(contracts.inputRfid, slot1, { tag_uid: 'AA' })).toBe(false)
      expect(await a.publish(contracts.clockState, {}, { now_ms: 1 })).toBe(false)
      await venue.start()
      await until(() => a.connected() && b.connected())
      await settled()
      expect(heard).toEqual([])
    })

    it('C34 a closed bus is not connected, publishes nothing and hears nothing', async () => {
      const heard: unknown[] = []
      const links: boolean[] = []
      b.subscribe(contracts.inputRfid, {}, ({ payload }) => heard.push(payload))
      b.onConnection((connected) => links.push(connected))
      await settled()
      await b.close()
      await b.close()
      expect(b.connected()).toBe(false)
      expect(links).toEqual([false])
      expect(await b.publish(contracts.inputRfid, slot1, { tag_uid: 'AA' })).toBe(false)
      await a.publish(contracts.inputRfid, slot1, { tag_uid: 'AA' })
      await pause(30)
      expect(heard).toEqual([])
    })

    it('C35 a bad payload of a foreign client is dropped and reported once, and the next good one is heard', async () => {
      const bad: string[] = []
      const c = await venue.open({ onBadInput: (topic, reason) => bad.push(`${topic}: ${reason}`) })
      const heard: unknown[] = []
      for (let i = 0; i < 2; i++) c.subscribe(contracts.inputRfid, slot1, ({ payload }) => heard.push(payload))
      c.subscribe(contracts.inputRfid, {}, ({ payload }) => heard.push(payload))
      await settled(a, c)
      await venue.foreign('eg/dev/slot-01/input/rfid', '{"tag_uid":7}')
      await venue.foreign('eg/dev/slot-01/input/rfid', '{')
      await venue.foreign('eg/dev/slot-01/input/rfid', Uint8Array.of(0xff, 0xfe))
      await venue.foreign('eg/dev/slot-01/input/rfid', '')
      await venue.foreign('eg/dev/slot-01/input/rfid', '{"tag_uid":"AA"}')
      await settled(a, c)
      const topic = 'eg/dev/slot-01/input/rfid'
      expect(bad).toHaveLength(4)
      expect(bad[0]).toMatch(`${topic}: tag_uid: `)
      expect(bad.slice(1)).toEqual([
        `${topic}: the payload is not JSON`,
        `${topic}: the payload is not UTF-8`,
        `${topic}: the payload is empty; JSON is expected`,
      ])
      expect(heard).toEqual([{ tag_uid: 'AA' }, { tag_uid: 'AA' }, { tag_uid: 'AA' }])
    })

    it('C36 a request is answered by its req_id, whatever else is answered there', async () => {
      const core = b
      core.subscribe(contracts.nightVote, {}, ({ payload }) => {
        if (!payload) return
        void core.publish(contracts.deviceAnswer, slot1, { ...answer, req_id: 'another' })
        void core.publish(contracts.deviceAnswer, slot2, { ...answer, req_id: payload.req_id ?? '', status: 'refused' })
        void core.publish(contracts.deviceAnswer, slot1, { ...answer, req_id: payload.req_id ?? '' })
      })
      await settled()
      const ask = (req_id: string) =>
        request(
          a,
          contracts.nightVote,
          {},
          { ...contracts.nightVote.sample, req_id },
          { contract: contracts.deviceAnswer, params: slot1 },
        )
      const answers = await Promise.all([ask('v-1'), ask('v-2')])
      expect(answers).toEqual([
        { ...answer, req_id: 'v-1' },
        { ...answer, req_id: 'v-2' },
      ])
    })

    it('C36 a request without an answer in time is told that its outcome is unknown', async () => {
      const vote = { ...contracts.nightVote.sample, req_id: 'v-3' }
      const to = { contract: contracts.deviceAnswer, params: slot1 }
      expect(await request(a, contracts.nightVote, {}, vote, to, 50)).toEqual({ ...NO_ANSWER, req_id: 'v-3' })
      expect(NO_ANSWER).toMatchObject({ status: 'unavailable', reason: 'no_answer' })
    })

    it('C36 a request that does not fit rejects at once and leaves no listener behind', async () => {
      const vote = { ...contracts.nightVote.sample, step: -1, req_id: 'v-4' }
      const to = { contract: contracts.deviceAnswer, params: slot1 }
      let listening = 0
      const counted: Bus = {
        ...a,
        publish: (...args) => a.publish(...args),
        subscribe: (...args) => {
          const stop = a.subscribe(...args)
          listening += 1
          return () => {
            listening -= 1
            stop()
          }
        },
      }
      await expect(request(counted, contracts.nightVote, {}, vote, to, 60_000)).rejects.toThrow('step')
      expect(listening).toBe(0)
    })

    it('C37 who stops listening hears nothing more, and others of the same filter still do', async () => {
      const heard: string[] = []
      const stop = b.subscribe(contracts.inputRfid, slot1, () => heard.push('first'))
      const stopSecond = b.subscribe(contracts.inputRfid, slot1, () => heard.push('second'))
      await settled()
      stop()
      stop()
      await a.publish(contracts.inputRfid, slot1, { tag_uid: 'AA' })
      await settled()
      expect(heard).toEqual(['second'])
      stopSecond()
      await a.publish(contracts.inputRfid, slot1, { tag_uid: 'AA' })
      await settled()
      expect(heard).toEqual(['second'])
    })

    it('C37 a listener may stop itself or another, or listen anew, while it is called', async () => {
      const heard: string[] = []
      const stopSelf = b.subscribe(contracts.modeState, {}, () => {
        heard.push('self')
        stopSelf()
      })
      b.subscribe(contracts.modeState, {}, () => {
        heard.push('killer')
        stopOther()
      })
      const stopOther = b.subscribe(contracts.modeState, {}, () => heard.push('other'))
      const stopAdder = b.subscribe(contracts.modeState, {}, () => {
        stopAdder()
        b.subscribe(contracts.modeState, {}, ({ retained }) => heard.push(`added ${retained}`))
      })
      await settled()
      await a.publish(contracts.modeState, {}, { mode: 'day' })
      await settled()
      expect(heard).toEqual(['self', 'killer', 'added true'])
      await a.publish(contracts.modeState, {}, { mode: 'night' })
      await settled()
      expect(heard).toEqual(['self', 'killer', 'added true', 'killer', 'added false'])
    })

    it('C38 the will is published when the connection dies, and not after a goodbye', async () => {
      const heard: string[] = []
      b.subscribe(contracts.deviceStatus, {}, ({ payload, params }) => heard.push(`${params.device_id} ${payload}`))
      const dying = await venue.open({ will: { contract: contracts.deviceStatus, params: slot1, payload: 'offline' } })
      const leaving = await venue.open({
        will: { contract: contracts.deviceStatus, params: slot2, payload: 'offline' },
      })
      await settled()
      await leaving.close()
      await venue.kill(dying)
      await until(() => heard.length > 0)
      await settled()
      expect(heard).toEqual(['slot-01 offline'])
      const later: unknown[] = []
      a.subscribe(contracts.deviceStatus, slot1, ({ payload, retained }) => later.push([payload, retained]))
      await settled(b, a)
      expect(later).toEqual([['offline', true]])
    })
  })
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Polls until something is true; the test's own time limit ends it otherwise. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await pause(5)
}

import { listen } from '../../core/test/enrolled-core.js'
import { until as within } from '../../scripts/test/processes.js'
import { type Machine, openSpareVenue } from './spare-venue.js'

/** A machine may be busy with other things: what is waited for must come, not come soon. */
const LIVENESS_MS = 90_000
export const until: typeof within = (what, check, timeoutMs = LIVENESS_MS) => within(what, check, timeoutMs)

export type Told = Record<string, unknown>
export type Answer = Told & { status: string; reason?: string; run: number; seq: number }

export interface ShowNow {
  status: string | null
  leads_to: string | null
  position: { visit: number; step_id: string; run: number; outcome: string | null } | null
  suggested: { action: string }
}
export interface SessionNow {
  reset: { ready: boolean; devices: { device_id: string; status: string }[] }
}

const MASTER = 'Nadia'
const PAGE = ['eg/op/show', 'eg/op/session', 'eg/ui/op-nadia/res']
const NOTHING_LEFT = { card: false, lights_off: true, outbox: 0, screen: 'none' }
/** So many lines of the journal are told at once. */
const LINES = 1000

const LIGHTS = /[1-6.]( [1-6.]){5}/
/** What a slot's program said last, without the many words about its lights. */
const saidBy = (slot: Machine) =>
  slot
    .program()
    .output()
    .split('\n')
    .filter((line) => !LIGHTS.test(line))
    .slice(-20)
    .join('\n')

/** A venue that asks everybody who he is, and a game master who does everything over HTTP and MQTT. */
export async function openWholeEvening() {
  const venue = await openSpareVenue({ NIGHT_EXPECTED_VOTES: '3', EG_UNDO_S: '3600' })
  const { core } = venue
  const token = await core.operator(MASTER, 'gamemaster')
  const given: { path: string; body: object; answer: Told }[] = []
  let asked = 0
  let page = await openPage()

  async function openPage() {
    const client = await core.connect({ username: MASTER, password: token, clientId: 'op-nadia' })
    client.on('error', () => undefined) // the core is killed under it
    const heard = listen(client)
    await client.subscribeAsync(PAGE, { qos: 1 })
    return { client, heard }
  }
  const send = async (path: string, body: object) =>
    (await core.call('POST', `/api/op/${path}`, body, token)).body as unknown as Answer
  /** A command over HTTP, whatever comes of it. */
  const tryOp = async (path: string, payload: object = {}) => {
    const body = { req_id: `nadia-${++asked}`, ...payload }
    const answer = await send(path, body)
    given.push({ path, body, answer })
    return answer
  }
  /** A command over HTTP that must be carried out. */
  const op = async (path: string, payload: object = {}) => {
    const answer = await tryOp(path, payload)
    if (answer.status !== 'ok') throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  const get = async <T = Told>(path: string) => (await core.call('GET', path, undefined, token)).body as unknown as T

  /** A device of another maker, that answers its reset by itself. */
  async function foreign(id: string, type: string) {
    const secret = await core.device(id, type)
    const join = async () => {
      const client = await core.connect({ clientId: id, username: id, password: secret })
      client.on('error', () => undefined) // the core is killed under it
      const heard = listen(client)
      const say = (topic: string, body: object) => client.publishAsync(topic, JSON.stringify(body), { qos: 1 })
      client.on('message', (topic, bytes) => {
        if (topic !== `eg/dev/${id}/cmd`) return
        const { cmd_id, action } = JSON.parse(bytes.toString()) as Told
        if (action !== 'reset') return
        void say(`eg/dev/${id}/cmd/res`, { cmd_id, status: 'done', result: { reset: NOTHING_LEFT } })
      })
      await client.subscribeAsync([`eg/dev/${id}/cmd`, `eg/dev/${id}/res`], { qos: 1 })
      await say(`eg/dev/${id}/hello`, { type, version: '1' })
      return { heard, say }
    }
    let link = await join()
    return {
      again: async () => void (link = await join()),
      /** Sends a request and waits for the answer to it. */
      async ask(topic: string, payload: object, key = 'req_id'): Promise<Told> {
        const body: Told = { device_id: id, req_id: `${id}-${++asked}`, ...payload }
        if (key !== 'req_id') for (const none of ['device_id', 'req_id']) delete body[none]
        await link.say(topic, body)
        return until(`${id} to be answered`, () =>
          link.heard.on(`eg/dev/${id}/res`).find((answer) => answer[key] === body[key]),
        )
      },
    }
  }

  const show = () => page.heard.on<ShowNow>('eg/op/show').at(-1)
  const runs = async () => (await get<{ items: Told[] }>('/api/night/runs')).items
  return {
    ...venue,
    token,
    given,
    send,
    tryOp,
    op,
    get,
    foreign,
    runs,
    /** Waits until the show says something, and tells it. */
    showSays: (what: string, holds: (now: ShowNow) => boolean) =>
      until(what, () => {
        const now = show()
        return now && holds(now) && now
      }).catch((error: unknown) => {
        throw new Error(`${String(error)}: ${JSON.stringify(show())}`, { cause: error })
      }),
    session: () => page.heard.on<SessionNow>('eg/op/session').at(-1),
    /** A command over MQTT, as the console's page gives it. */
    async opByMqtt(path: string, payload: object): Promise<Told> {
      const body = { req_id: `page-${++asked}`, ...payload }
      await page.client.publishAsync(`eg/core/op/${path}`, JSON.stringify(body), { qos: 1 })
      return until(`${path} to be answered`, () =>
        page.heard.on('eg/ui/op-nadia/res').find(({ req_id }) => req_id === body.req_id),
      )
    },
    /** The power of the core is cut; `meanwhile` happens while it is away. */
    async powerCut(meanwhile: () => Promise<unknown> = async () => undefined) {
      await core.kill()
      await meanwhile()
      await core.start()
      page = await openPage()
    },
    /** Waits until a slot's lights are these: `1 2 . . . .`. */
    async lit(slot: Machine, lights: string | RegExp, withinMs = LIVENESS_MS): Promise<void> {
      let seen = ''
      const look = async () => {
        const before = slot.program().output().length
        slot.program().type('lights')
        seen = await until('the lights', () => LIGHTS.exec(slot.program().output().slice(before))?.[0])
        return typeof lights === 'string' ? seen === lights : lights.test(seen)
      }
      await until(`the lights ${lights}`, look, withinMs).catch((error: unknown) => {
        throw new Error(`${String(error)}: ${seen}; it said ${saidBy(slot)}`, {
          cause: error,
        })
      })
    },
    /** Waits until so many votes are counted in a run. */
    voted: (run: number, count: number) =>
      until(`vote ${count} of run ${run}`, async () =>
        (await runs()).some((each) => each.run === run && each.voted === count),
      ),
    /** The journal, oldest line first. */
    async journal(device?: string) {
      const of = device === undefined ? '' : `&device=${device}`
      const { items } = await get<{ items: Line[] }>(`/api/timeline?limit=${LINES}${of}`)
      if (items.length >= LINES) throw new Error('the journal is longer than what was read')
      return items.toReversed()
    },
  }
}

export interface Line {
  seq: number
  kind: string
  outcome: string
  reason: string | null
  device_id: string | null
  run: number | null
  actor: string
  data: Told
}
export type WholeEvening = Awaited<ReturnType<typeof openWholeEvening>>

/** The night that is played: a branch, a tie, a time-out; both ways end with the verdict. */
export const SCRIPT = `title: The whole evening
language: en
steps:
  - id: safe
    question: The safe is empty. Where do you look?
    options: [{ text: Cellar, to: cellar }, { text: Garden, to: garden }]
  - id: cellar
    question: A trapdoor. What now?
    options: [Open it, Leave it, Call somebody]
    tie: { to: quarrel }
    to: verdict
  - id: quarrel
    question: You cannot agree. Who decides?
    options: [The oldest, The youngest]
    timer_s: 3
    timeout: flight
    to: verdict
  - id: flight
    question: Somebody is coming!
    options: [Run, Hide]
    reveal: operator
    to: verdict
  - id: garden
    question: Footprints. Follow them?
    options: ['Yes, follow', 'No, wait']
    to: verdict
  - id: verdict
    question: Who was it?
    options: [The butler, The widow]
    to: end
`

import type { OpDevice } from '@eg/shared'
import prometheus from 'prom-client'
import type { Counters } from './counters.js'

// prom-client is CommonJS: its parts are properties of one default export.
const { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } = prometheus

/** From a tenth of a millisecond to ten seconds: an SD card's fsync is 5 to 20 ms. */
const SECONDS = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
/** Figures for so many devices, by name: anybody can make himself known in open mode, and each figure costs Prometheus memory. */
const MOST_DEVICES = 500
const BATCH = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

export interface Metrics {
  /** A batch was committed: how many commands, how long it took (ms). */
  committed(commands: number, ms: number): void
  /** A command was settled: how long after its arrival (ms), and why it was refused, if it was. */
  settled(ms: number, refusal: string | undefined): void
  /** Everything in the Prometheus text format. */
  text(): Promise<string>
  readonly contentType: string
}

/** What is read when somebody asks, rather than counted along the way. */
export interface MetricSources {
  counters: Counters
  queue: () => number
  clients: () => number
  unsentBytes: () => number
  /** Null where no check said so lately. */
  booksOk: () => boolean | null
  /** For how long something has been in no backup, in seconds; null before the first. */
  backupAgeS: () => number | null
  /** Every known device. */
  devices: () => readonly OpDevice[]
}

/** The core's figures for Prometheus. Names and units as its conventions ask (https://prometheus.io/docs/practices/naming/). */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix: 'eg_' })

  const commits = new Counter({ name: 'eg_commits_total', help: 'Batches that were committed', registers })
  const batch = new Histogram({ name: 'eg_commit_batch_size', help: 'Commands in a commit', buckets: BATCH, registers })
  const commitSeconds = new Histogram({
    name: 'eg_commit_duration_seconds',
    help: 'From handing a batch to the store to its being on disk',
    buckets: SECONDS,
    registers,
  })
  const settledSeconds = new Histogram({
    name: 'eg_command_duration_seconds',
    help: 'From the arrival of a command to its acknowledgement',
    buckets: SECONDS,
    registers,
  })
  const refusals = new Counter({
    name: 'eg_refusals_total',
    help: 'Commands that the rules refused, by reason',
    labelNames: ['reason'],
    registers,
  })
  const messages = new Gauge({
    name: 'eg_messages',
    help: 'Messages since the start, by what became of them',
    labelNames: ['outcome'],
    registers,
    collect() {
      for (const [outcome, count] of Object.entries(sources.counters.all())) this.set({ outcome }, count)
    },
  })
  messages.set({ outcome: 'accepted' }, 0)
  const gauge = (name: string, help: string, read: () => number | null) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read() ?? Number.NaN)
      },
    })
  gauge('eg_queue_length', 'Commands and acknowledgements that wait for a commit', sources.queue)
  gauge('eg_clients', 'MQTT clients that are connected', sources.clients)
  gauge('eg_unsent_bytes', 'Bytes that clients have not taken yet, all together', sources.unsentBytes)
  gauge('eg_books_ok', '1 while the books balance, 0 when they do not, NaN while nobody knows', () => {
    const ok = sources.booksOk()
    return ok === null ? null : Number(ok)
  })
  gauge(
    'eg_backup_age_seconds',
    'For how long something has been in no backup; 0 while the last one has everything',
    sources.backupAgeS,
  )
  watchDevices(registry, sources.devices)

  return {
    committed(commands, ms) {
      commits.inc()
      batch.observe(commands)
      commitSeconds.observe(ms / 1000)
    },
    settled(ms, refusal) {
      settledSeconds.observe(ms / 1000)
      if (refusal !== undefined) refusals.inc({ reason: refusal })
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** How the known devices are: each whether it is connected, and what is wrong with it, as the operator's page has it. */
function watchDevices(registry: prometheus.Registry, devices: () => readonly OpDevice[]): void {
  const known = () => devices().toSorted(byName).slice(0, MOST_DEVICES)
  const online = new Gauge({
    name: 'eg_device_online',
    help: '1 while a known device is connected, else 0',
    labelNames: ['device', 'kind'],
    registers: [],
    collect() {
      this.reset()
      for (const { device_id: device, kind, online: is } of known()) this.set({ device, kind }, Number(is))
    },
  })
  const troubles = new Gauge({
    name: 'eg_device_troubles',
    help: '1 for each thing that is wrong with a known device; absent while it is not',
    labelNames: ['device', 'trouble'],
    registers: [],
    collect() {
      this.reset()
      for (const { device_id: device, troubles: wrong = [] } of known())
        for (const trouble of wrong) this.set({ device, trouble }, 1)
    },
  })
  registry.registerMetric(online)
  registry.registerMetric(troubles)
}

function byName(a: OpDevice, b: OpDevice): number {
  return a.device_id < b.device_id ? -1 : 1
}

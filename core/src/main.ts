import './steady-heap.js'
import { type CoreConfig, ConfigError, readConfig } from './config.js'
import { isLoopback, ownAddress } from './addresses.js'
import { PaytableError } from './read-paytable.js'
import { createLog } from './create-log.js'
import { StoreRefusedError } from './store/store.js'
import { type Core, startCore } from './start-core.js'
import { CertificateError } from './tls/certificates.js'

/** A clean stop takes milliseconds; a store that fails is tried for 5 s. */
const STOP_WITHIN_MS = 8000

// What the core writes holds cards, names and hashed secrets: its own user reads it, nobody else.
process.umask(0o077)

const config = orExit(() => readConfig(process.env))
const log = createLog(config.logLevel)

process.on('uncaughtException', fatal)
process.on('unhandledRejection', (reason) => fatal(reason instanceof Error ? reason : new Error(String(reason))))

const core = await startCore(config, { log, onFatal: fatal }).catch((error: unknown) => giveUp(error))
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal))
announce(config, core)
// scripts/start.sh waits for the word, whatever LOG_LEVEL is; when it is gone nobody is left to stop this process.
process.send?.('ready')
process.once('disconnect', () => void stop('the end of start.sh'))

async function stop(signal: string): Promise<void> {
  if (stopping) process.exit(1)
  stopping = true
  setTimeout(() => {
    log.error(`not stopped within ${STOP_WITHIN_MS} ms; ended as it is. What was acknowledged is on disk`)
    process.exit(1)
  }, STOP_WITHIN_MS).unref()
  log.info({ signal }, 'stopping')
  await core.stop()
  log.info('core stopped')
  process.exit(0)
}

/** A bug or a dead thread: the process ends and its supervisor starts it again; what was acknowledged is on disk. */
function fatal(error: Error): void {
  log.fatal({ error: error.stack }, 'a fault ends the core; it must be started again')
  process.exit(1)
}

function announce(config: CoreConfig, { ports, firstStartCode }: Core): void {
  const host = config.bind === '0.0.0.0' || config.bind === '::' ? 'localhost' : config.bind
  // Not a line of the log: whoever starts the core must see it whatever LOG_LEVEL is, and logs are kept and passed on.
  if (firstStartCode !== null) {
    process.stdout.write(
      `EG first start: open ${config.tls === null ? 'http' : 'https'}://${ownAddress(config.bind)}:${ports.operator} and enter code ${firstStartCode}\n`,
    )
  }
  if (config.auth === 'open' && !isLoopback(config.bind)) {
    log.warn(
      `EG_AUTH=open on ${config.bind}: anybody on this network may vote and command. Use it only on a network you trust.`,
    )
  }
  const web = config.tls === null ? 'http' : 'https'
  const plainHost = config.tls && !config.tls.plain ? '127.0.0.1' : host
  if (config.tls && !config.tls.plain && !isLoopback(config.bind))
    log.info('without TLS only this machine is served; devices that cannot speak it are let in with EG_PLAIN=yes')
  log.info(
    {
      mqtt: `mqtt://${plainHost}:${ports.mqtt}`,
      ws: `ws://${plainHost}:${ports.ws}/mqtt`,
      ...(ports.mqtts === null ? {} : { mqtts: `mqtts://${host}:${ports.mqtts}` }),
      ...(ports.wss === null ? {} : { wss: `wss://${host}:${ports.wss}/mqtt` }),
      api: `${web}://${host}:${ports.api}`,
      operator: `${web}://${host}:${ports.operator}`,
      db: config.dbPath,
      ...(config.rehearsal && { rehearsal: true }),
    },
    'core ready',
  )
}

function orExit<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    return giveUp(error)
  }
}

/** What somebody can mend is said in a line, without a stack. */
function giveUp(error: unknown): never {
  const told = [ConfigError, PaytableError, StoreRefusedError, CertificateError].some((kind) => error instanceof kind)
  if (told && error instanceof Error) console.error(error.message)
  else if (isListenError(error)) console.error(explainListen(error))
  else console.error(error)
  process.exit(1)
}

interface ListenError extends Error {
  code: string
  /** `getaddrinfo`: BIND is a name, and looking it up failed before anything listened. */
  syscall: 'listen' | 'getaddrinfo'
  address?: string
  port?: number
}

function isListenError(error: unknown): error is ListenError {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as Partial<ListenError>
  return code !== undefined && (syscall === 'listen' || syscall === 'getaddrinfo')
}

function explainListen({ code, syscall, address, port }: ListenError): string {
  const own = 'Use 127.0.0.1, 0.0.0.0 or one of "hostname -I".'
  if (syscall === 'getaddrinfo') return `BIND=${config.bind}: no address is known under this name (${code}). ${own}`
  const names: Record<number, string> = {
    [config.mqttPort]: 'MQTT_PORT',
    [config.wsPort]: 'MQTT_WS_PORT',
    [config.apiPort]: 'API_PORT',
    [config.operatorPort]: 'OPERATOR_UI_PORT',
    ...(config.tls && { [config.tls.mqttPort]: 'MQTT_TLS_PORT', [config.tls.wssPort]: 'MQTT_WSS_PORT' }),
  }
  const name = names[port ?? -1] ?? 'a port'
  const real = config.rehearsal
    ? ' If that is the real core: stop it before you rehearse (sudo systemctl stop eg-core).'
    : ''
  if (code === 'EADDRINUSE')
    return `${name}=${port}: the port is in use on ${address}. Stop what uses it (ss -ltnp "sport = :${port}") or choose another ${name}.${real}`
  if (code === 'EADDRNOTAVAIL') return `BIND=${config.bind}: this machine has no such address. ${own}`
  if (code === 'EACCES') return `${name}=${port}: ports below 1024 need more rights. Choose a higher ${name}.`
  return `BIND=${config.bind}, ${name}=${port}: cannot listen on ${address} (${code}). ${own}`
}

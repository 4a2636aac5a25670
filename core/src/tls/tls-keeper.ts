import type { Clock } from '@eg/shared'
import type { Server, TlsOptions } from 'node:tls'
import type { Logger } from 'pino'
import { type Certificates, isKeyOpen, readCertificates, signature } from './certificates.js'
import { createFaultReport } from './handshake-faults.js'
import { addressesMissing } from './own-names.js'
import { contextOptions, serverOptions } from './server-options.js'
import type { TlsConfig } from './tls-config.js'

/** How often the files are looked at. A change is taken when it has settled: after 5 to 10 s. */
const LOOK_EVERY_MS = 5000
const DAY_MS = 86_400_000
const WARN_DAYS = 30

/** What `/health` tells. */
export interface TlsState {
  /** ISO 8601. */
  expires_at: string
  /** Negative once it has expired. */
  days_left: number
  names: string[]
}

/** The certificates of the running core, for every server that speaks TLS. */
export interface TlsKeeper {
  readonly config: TlsConfig
  /** `browsers`: whether it is browsers that come. */
  options(browsers: boolean): TlsOptions
  /** The server gets new certificates as they come, and its failed handshakes are told. */
  keep(server: Server): void
  state(): TlsState
  stop(): void
}

export interface TlsKeeperOptions {
  config: TlsConfig
  clock: Clock
  log: Logger
  /** Counts a handshake that failed. */
  count: () => void
}

/**
 * Reads the certificates and looks after them: files that change are taken without a restart, for new connections; files
 * that cannot be used are not, and said once.
 * @throws CertificateError when there is nothing to begin with
 */
export async function createTlsKeeper({ config, clock, log, count }: TlsKeeperOptions): Promise<TlsKeeper> {
  const { dir, clientCerts } = config
  const servers = new Set<Server>()
  const report = createFaultReport(log, count, clock.monotonic)
  let certificates = await readCertificates(dir)
  let taken = await signature(dir)
  let seen = taken
  let looking = false
  let warnedAt = -Infinity
  await tellOf(certificates)

  function daysLeft(): number {
    return Math.floor((certificates.validTo - clock.now()) / DAY_MS)
  }

  async function look(): Promise<void> {
    warnOfEnd()
    const now = await signature(dir)
    const settled = now === seen
    seen = now
    if (!settled || now === taken) return
    taken = now
    try {
      certificates = await readCertificates(dir)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return log.error(`the new certificates are not used, the former ones stay: ${why}`)
    }
    for (const server of servers) server.setSecureContext(contextOptions(certificates, clientCerts))
    log.info({ until: iso(certificates.validTo) }, 'new certificates are used from now on')
    warnedAt = -Infinity
    await tellOf(certificates)
  }

  async function tellOf({ names, validFrom }: Certificates): Promise<void> {
    warnOfEnd()
    if (await isKeyOpen(dir)) log.warn(`others may read key.pem: run "chmod 600 ${dir}/key.pem"`)
    const missing = addressesMissing(names)
    if (missing.length > 0)
      log.warn(
        { missing },
        'the certificate does not name every address of this machine; "npm run certs" makes one that does',
      )
    if (clock.now() < validFrom)
      log.warn(
        { from: iso(validFrom) },
        'the certificate begins later than this machine’s clock says: is the clock right?',
      )
  }

  function warnOfEnd(): void {
    const left = daysLeft()
    if (left >= WARN_DAYS || clock.monotonic() < warnedAt + DAY_MS) return
    warnedAt = clock.monotonic()
    const until = iso(certificates.validTo)
    if (left >= 0)
      log.warn({ until }, `the certificate ends in ${left} days; "npm run certs" makes a new one, without a restart`)
    else
      log.error(
        { until },
        'the certificate has ended: devices refuse it. "npm run certs" makes a new one, without a restart',
      )
  }

  const cancel = clock.every(LOOK_EVERY_MS, () => {
    if (looking) return
    looking = true
    look()
      .catch((error: unknown) => log.error({ err: error }, 'the folder of certificates could not be looked at'))
      .finally(() => (looking = false))
  })

  return {
    config,
    options: (browsers) => serverOptions(certificates, clientCerts, browsers),
    keep(server) {
      servers.add(server)
      server.once('close', () => servers.delete(server))
      report(server)
    },
    state: () => ({ expires_at: iso(certificates.validTo), days_left: daysLeft(), names: certificates.names }),
    stop: cancel,
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

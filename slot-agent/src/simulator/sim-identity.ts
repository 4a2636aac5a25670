import { readFileSync } from 'node:fs'
import type { EnrolmentStore } from '../enrolment/enrolment-store.js'
import { openEnrolmentStore } from '../enrolment/enrolment-store.js'
import { StartFailure } from '../start-failure.js'

/** Where each simulated device keeps what it is, in the same process and folder as the others. */
export type StoreOf = (deviceId: string, role: string) => EnrolmentStore

/**
 * The stores of simulated devices beside the simulator's database. A device whose secret is given (EG_SIM_SECRETS) needs no enrolling; the
 * others ask like any device.
 */
export function openSimStores(dbPath: string, secretsPath: string | null): StoreOf {
  const given = secretsPath === null ? {} : readSecrets(secretsPath)
  const base = dbPath.replace(/\.(db|sqlite3?)$/, '')
  return (deviceId, role) => {
    const store = openEnrolmentStore(`${base}.${deviceId}.db`)
    const secret = given[deviceId]
    if (secret === undefined) return store
    const own = { device_id: deviceId, role, secret }
    const load = () => {
      // It may have taken the place of another one since.
      const kept = store.load()
      return kept && kept.device_id !== deviceId ? kept : own
    }
    return { ...store, load }
  }
}

function readSecrets(path: string): Record<string, string> {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const entries = Object.entries(read as Record<string, unknown>)
    return Object.fromEntries(entries.map(([name, secret]) => [name, String(secret)]))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new StartFailure(
      `EG_SIM_SECRETS="${path}" cannot be read (${why}): give a JSON file such as {"slot-02": "…"}`,
      {
        cause: error,
      },
    )
  }
}

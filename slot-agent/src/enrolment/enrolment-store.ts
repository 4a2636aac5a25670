import { randomBytes } from 'node:crypto'
import { isDeviceId } from '@eg/shared'
import { createEnrolmentKeys, type EnrolmentKeys } from '@eg/shared/enrol-seal'
import * as z from 'zod'
import { StartFailure } from '../start-failure.js'
import { readPrivateFile, removePrivateFile, writePrivateFile } from './private-file.js'

const identity = { device_id: z.string().refine(isDeviceId), role: z.string(), secret: z.string().min(16) }

/** What this device is for the core, and the secret that proves it. */
const enrolment = z.object({
  ...identity,
  /** What it was until it took the place of another one; until it has come in as that one. */
  before: z.object(identity).optional(),
})
export type Enrolment = z.infer<typeof enrolment>

/** Where no secret is needed: the name that it was told to take. */
const takenName = z.object({ device_id: z.string().refine(isDeviceId) })

const installKeys = z.object({ public_key: z.string(), private_key: z.string() })

/** Under which name, and with which key, this device asks to be let in. The same after a restart, so that it is the same pending device. */
const application = z.object({
  client_id: z.string().regex(/^new-[0-9a-f]{16}$/),
  public_key: z.string(),
  private_key: z.string(),
  /** It had belonged before, and was put out. */
  revoked: z.boolean().default(false),
  /** As what. */
  was: z.string().refine(isDeviceId).optional(),
})
export interface Application {
  clientId: string
  keys: EnrolmentKeys
  revoked: boolean
  was: string | null
}

/** Where a device keeps what it is. */
export interface EnrolmentStore {
  /** Null: this device belongs to nobody yet. */
  load(): Enrolment | null
  /** On the disk when it returns. */
  save(enrolment: Enrolment): void
  /** The one that is under way, or a new one. */
  application(): Application
  /** Asks from now on under another name and with another key. `revoked`: the device had belonged, as `was`, and was put out. */
  beginAnew(revoked: boolean, was?: string | null): Application
  /** Let in, with a secret or because none is needed: the key has done its work. */
  applicationDone(): void
  /** The name that it was told to take where no secret is needed; null: none. */
  takenName(): string | null
  takeName(deviceId: string): void
  /** Which installation this is: what an identity that it is to take is sealed for. Null where no key can be kept. */
  installKeys(): EnrolmentKeys | null
}

/**
 * The two files beside the database at `dbPath`: `slot-01.enrolment.json` and `slot-01.enrolment-key.json`, each 0600. A key that
 * cannot be kept or read is made anew, and `note` hears why; a secret is not guessed.
 */
export function openEnrolmentStore(dbPath: string, note: (error: unknown) => void = () => undefined): EnrolmentStore {
  const base = dbPath.replace(/\.(db|sqlite3?)$/, '')
  const secretPath = `${base}.enrolment.json`
  const keyPath = `${base}.enrolment-key.json`
  const namePath = `${base}.taken-name.json`
  const installPath = `${base}.install-key.json`
  let install: EnrolmentKeys | null = null
  let kept: Application | null = null

  const make = (revoked: boolean, was: string | null = null): Application => {
    const made = { clientId: `new-${randomBytes(8).toString('hex')}`, keys: createEnrolmentKeys(), revoked, was }
    const { publicKey: public_key, privateKey: private_key } = made.keys
    kept = made
    try {
      const asked = was === null ? {} : { was }
      writePrivateFile(keyPath, { client_id: made.clientId, public_key, private_key, revoked, ...asked })
    } catch (error) {
      // It does its work all the same; only a restart will ask under another code.
      note(error)
    }
    return made
  }
  return {
    load() {
      const read = readPrivateFile(secretPath, 'this device’s secret')
      return read === null ? null : parse(enrolment, read, secretPath)
    },
    save: (value) => writePrivateFile(secretPath, value),
    application: () => (kept ??= readApplication(keyPath, note) ?? make(false)),
    beginAnew: make,
    takenName() {
      const read = readPrivateFile(namePath, 'the name that this slot was told to take')
      return read === null ? null : parse(takenName, read, namePath).device_id
    },
    takeName: (deviceId) => writePrivateFile(namePath, { device_id: deviceId }),
    installKeys() {
      try {
        install ??= readInstall(installPath) ?? makeInstall(installPath)
      } catch (error) {
        note(error)
      }
      return install
    },
    applicationDone() {
      kept = null
      try {
        removePrivateFile(keyPath)
      } catch (error) {
        note(error)
      }
    },
  }
}

function parse<S extends z.ZodType>(schema: S, read: unknown, path: string): z.output<S> {
  const parsed = schema.safeParse(read)
  if (parsed.success) return parsed.data
  const field = parsed.error.issues[0]?.path.join('.') ?? ''
  throw new StartFailure(
    `${path} is not what this program wrote (${field}): remove it and have the operator enrol this device again`,
  )
}

function readInstall(path: string): EnrolmentKeys | null {
  const read = readPrivateFile(path, 'the key of this installation')
  if (read === null) return null
  const { public_key, private_key } = parse(installKeys, read, path)
  return { publicKey: public_key, privateKey: private_key }
}

/** One that is not on the disk is none: what is sealed for it could not be read after a power cut. */
function makeInstall(path: string): EnrolmentKeys {
  const made = createEnrolmentKeys()
  writePrivateFile(path, { public_key: made.publicKey, private_key: made.privateKey })
  return made
}

/** Null where there is none that can be used. */
function readApplication(path: string, note: (error: unknown) => void): Application | null {
  try {
    const read = readPrivateFile(path, 'the key with which this device asks to be enrolled')
    if (read === null) return null
    const { client_id, public_key, private_key, revoked, was = null } = parse(application, read, path)
    return { clientId: client_id, keys: { publicKey: public_key, privateKey: private_key }, revoked, was }
  } catch (error) {
    note(error)
    return null
  }
}

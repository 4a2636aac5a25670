import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { StartFailure } from './start-failure.js'

/** How the core is reached by TLS: files, by path. */
export interface TlsFiles {
  /** What the core's certificate must come from; null: the machine's own list of CAs. */
  ca: string | null
  /** What this device shows the core, where it asks (EG_TLS_CLIENT_CERTS). */
  own: { cert: string; key: string } | null
}

/** What mqtt.js takes for TLS. */
export interface TlsOptions {
  ca?: string
  cert?: string
  key?: string
}

/** The variables of TLS for whatever connects to the core's broker. */
export const tlsVariables = {
  MQTT_TLS: z.enum(['yes', 'no'], 'is neither: use yes or no').optional(),
  EG_TLS_CA: z.string().optional(),
  EG_TLS_CERT: z.string().optional(),
  EG_TLS_KEY: z.string().optional(),
}

interface Variables {
  MQTT_TLS?: 'yes' | 'no' | undefined
  EG_TLS_CA?: string | undefined
  EG_TLS_CERT?: string | undefined
  EG_TLS_KEY?: string | undefined
}

/** TLS is on with MQTT_TLS=yes, and where a CA is named; null without. */
export function tlsFilesOf({ MQTT_TLS, EG_TLS_CA, EG_TLS_CERT, EG_TLS_KEY }: Variables): TlsFiles | null {
  if (MQTT_TLS === 'no' || (MQTT_TLS === undefined && EG_TLS_CA === undefined)) return null
  const own = EG_TLS_CERT !== undefined && EG_TLS_KEY !== undefined ? { cert: EG_TLS_CERT, key: EG_TLS_KEY } : null
  return { ca: EG_TLS_CA ?? null, own }
}

/** What is wrong with the variables together. */
export function tlsProblems({ EG_TLS_CERT, EG_TLS_KEY }: Variables): string[] {
  if ((EG_TLS_CERT === undefined) === (EG_TLS_KEY === undefined)) return []
  const [given, missing] = EG_TLS_KEY === undefined ? ['EG_TLS_CERT', 'EG_TLS_KEY'] : ['EG_TLS_KEY', 'EG_TLS_CERT']
  return [`${given}="${EG_TLS_CERT ?? EG_TLS_KEY}" is one half: set ${missing} too`]
}

/** Reads the files. Throws a StartFailure naming the one that cannot be read. */
export function readTlsFiles(files: TlsFiles | null): TlsOptions | undefined {
  if (files === null) return undefined
  const { ca, own } = files
  return {
    ...(ca === null ? {} : { ca: read('EG_TLS_CA', ca) }),
    ...(own === null ? {} : { cert: read('EG_TLS_CERT', own.cert), key: read('EG_TLS_KEY', own.key) }),
  }
}

function read(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new StartFailure(
      `${name}="${path}" cannot be read (${code}): copy the file from the core's folder of certificates, readable for this program`,
      { cause: cause as Error },
    )
  }
}

/** What an error of TLS means to whoever looks for it, beside OpenSSL's words; empty for another error. */
export function tlsHint(error: Error): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'CERT_NOT_YET_VALID':
      return `; this machine's clock says ${new Date().toISOString()}, which is before the core's certificate begins: set the clock`
    case 'CERT_HAS_EXPIRED':
      return '; the core\'s certificate has ended, or this machine\'s clock is wrong: "npm run certs" on the core makes a new one'
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return "; the core's certificate is not from a CA that this device knows: set EG_TLS_CA to the core's ca.pem"
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return '; the certificate does not name the address that MQTT_HOST says: "npm run certs" on the core, with --names or --addresses'
    default:
      return ''
  }
}

import { X509Certificate, createPrivateKey } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'

/** Certificates that cannot be used. One line: which file, what is wrong with it, what to do. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError'
}

/** The files of a folder of certificates (PEM). */
export const FILES = { ca: 'ca.pem', caKey: 'ca-key.pem', cert: 'cert.pem', key: 'key.pem' } as const

export interface Certificates {
  /** What devices must know to trust this core, and what a device's own certificate is checked against. */
  ca: string | null
  /** The core's certificate, and those between it and the CA where there are some. */
  cert: string
  key: string
  /** The names and addresses that the certificate is for. */
  names: string[]
  /** Milliseconds since 1970. */
  validFrom: number
  validTo: number
}

/**
 * Reads and checks the certificates in `dir`.
 * @throws CertificateError for files that are missing, are none, or do not belong together. One that has expired is no error:
 * a core that starts and says so can still be reached from itself
 */
export async function readCertificates(dir: string): Promise<Certificates> {
  const bad = (what: string) => new CertificateError(`EG_TLS_DIR=${dir}: ${what}`)
  const read = (file: string) =>
    readFile(join(dir, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw bad(`${file} cannot be read (${error.code}). Is it this program's to read?`)
      throw bad(`${file} is missing. Make certificates with "npm run certs", or go without TLS with EG_TLS_DIR=off.`)
    })
  // One after the other, so that the same one of two that are missing is named each time.
  const cert = await read(FILES.cert)
  const key = await read(FILES.key)
  const ca = await readFile(join(dir, FILES.ca), 'utf8').catch(() => null)
  const leaf = parse(cert, () => bad(`${FILES.cert} is not a certificate (PEM). Make new ones with "npm run certs".`))
  if (!isKeyOf(key, leaf)) throw bad(`${FILES.key} is not the key of ${FILES.cert}. Both must come from one run.`)
  if (ca !== null) {
    const issuer = parse(ca, () => bad(`${FILES.ca} is not a certificate (PEM).`))
    const alone = cert.split('-----BEGIN CERTIFICATE-----').length === 2
    if (alone && !leaf.verify(issuer.publicKey))
      throw bad(
        `${FILES.cert} was not issued by ${FILES.ca}, so no device would trust it. Both must come from one run.`,
      )
  }
  return {
    ca,
    cert,
    key,
    names: namesOf(leaf),
    validFrom: Date.parse(leaf.validFrom),
    validTo: Date.parse(leaf.validTo),
  }
}

/** What changes when a file of the folder does: names with size, inode and time. */
export async function signature(dir: string): Promise<string> {
  const files = [FILES.ca, FILES.cert, FILES.key]
  const stats = await Promise.all(
    files.map((file) =>
      stat(join(dir, file)).then(
        ({ size, ino, mtimeMs }) => `${size} ${ino} ${mtimeMs}`,
        () => 'none',
      ),
    ),
  )
  return stats.join('; ')
}

/** Whether others than its owner may read the private key. */
export async function isKeyOpen(dir: string): Promise<boolean> {
  return ((await stat(join(dir, FILES.key))).mode & 0o077) !== 0
}

function parse(pem: string, failure: () => CertificateError): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (cause) {
    throw Object.assign(failure(), { cause })
  }
}

function isKeyOf(key: string, certificate: X509Certificate): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}

/** `DNS:eg-core.local, IP Address:FD00:0:0:0:0:0:0:2` → `eg-core.local`, `fd00::2` */
export function namesOf({ subjectAltName }: X509Certificate): string[] {
  return (subjectAltName ?? '').split(', ').flatMap((entry) => {
    const [, name] = /^(?:DNS|IP Address):(.+)$/.exec(entry) ?? []
    if (name === undefined) return []
    return [isIPv6(name) ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name.toLowerCase()]
  })
}

import { X509Certificate, generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { dirname, join } from 'node:path'
import { CertificateError, FILES, namesOf } from './certificates.js'
import { nameConstraints } from './name-constraints.js'
import { type Signer, complaintAbout, makeCertificate } from './openssl.js'

const DAY_MS = 86_400_000
/** A Pi without a battery boots in the past, at the time of its last shutdown. */
const BACK_DATED_MS = DAY_MS
const CA_DAYS = 3650
/** Apple's devices take no more than 825 days, also of a CA that its owner trusts. */
const DAYS = 800

export interface Wanted {
  dir: string
  /** Names and addresses of the core. */
  names: string[]
  addresses: string[]
  /** A new CA, also where there is one: devices and browsers must be given its `ca.pem` then. */
  newCa: boolean
  now: Date
}

export interface Made {
  /** Whether the CA is a new one. */
  newCa: boolean
  /** All names and addresses that the certificate is for. */
  names: string[]
  validTo: Date
}

/**
 * Makes the core's certificate (EC P-256), and the CA that signs it where there is none yet. What the former certificate was
 * for, the new one is for too: whoever renews it need not remember what was asked for two years ago. Files are put in place one by
 * one by renaming; a running core takes them when all are there.
 * @throws CertificateError naming what is wrong and what to do
 */
export async function makeCoreCertificate({ dir, newCa, now, ...wanted }: Wanted): Promise<Made> {
  await mkdir(dirname(dir), { recursive: true })
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const former = await formerNames(dir)
  const names = union(
    wanted.names,
    former.filter((name) => isIP(name) === 0),
  )
  const addresses = union(
    wanted.addresses,
    former.filter((name) => isIP(name) !== 0),
  )
  const kept = newCa ? null : await readCa(dir, now)
  const ca = kept ?? (await makeCa(names, addresses, now))
  const key = newKey()
  const validTo = after(now, DAYS)
  const cert = await makeCertificate(
    {
      subject: 'EG core',
      key,
      extensions: [
        'basicConstraints = critical, CA:FALSE',
        'keyUsage = critical, digitalSignature',
        'extendedKeyUsage = serverAuth',
        'subjectKeyIdentifier = hash',
        'authorityKeyIdentifier = keyid',
        'subjectAltName = @names',
      ],
      sections: {
        names: [
          ...names.map((name, i) => `DNS.${i + 1} = ${name}`),
          ...addresses.map((address, i) => `IP.${i + 1} = ${address}`),
        ],
      },
      from: new Date(now.getTime() - BACK_DATED_MS),
      to: validTo,
    },
    ca,
  )
  await put(dir, { [FILES.ca]: ca.cert, [FILES.caKey]: ca.key, [FILES.key]: key, [FILES.cert]: cert })
  return { newCa: kept === null, names: [...names, ...addresses], validTo }
}

/** Makes a certificate that a device shows the core: `client-<name>.pem` and its key. The CA must be there. */
export async function makeClientCertificate(dir: string, name: string, now: Date): Promise<void> {
  const ca = await readCa(dir, now)
  if (!ca) throw new CertificateError(`There is no CA in ${dir} yet: run "npm run certs" first.`)
  const key = newKey()
  const cert = await makeCertificate(
    {
      // The words keep it from being taken for a host name, which the CA's constraints would refuse.
      subject: `EG device ${name}`,
      key,
      extensions: [
        'basicConstraints = critical, CA:FALSE',
        'keyUsage = critical, digitalSignature',
        'extendedKeyUsage = clientAuth',
        'subjectKeyIdentifier = hash',
        'authorityKeyIdentifier = keyid',
      ],
      from: new Date(now.getTime() - BACK_DATED_MS),
      to: after(now, DAYS),
    },
    ca,
  )
  await put(dir, { [`client-${name}-key.pem`]: key, [`client-${name}.pem`]: cert })
}

async function makeCa(names: string[], addresses: string[], now: Date): Promise<NonNullable<Signer>> {
  const key = newKey()
  const cert = await makeCertificate(
    {
      subject: `EG venue CA ${now.toISOString().slice(0, 10)}`,
      key,
      extensions: [
        'basicConstraints = critical, CA:TRUE, pathlen:0',
        'keyUsage = critical, keyCertSign, cRLSign',
        'subjectKeyIdentifier = hash',
        // Not critical: microcontrollers' libraries refuse a critical extension that they do not know.
        'nameConstraints = @allowed',
      ],
      sections: { allowed: nameConstraints(names, addresses) },
      from: new Date(now.getTime() - BACK_DATED_MS),
      to: after(now, CA_DAYS),
    },
    null,
  )
  return { cert, key }
}

/** The CA of a folder; null where there is none. */
async function readCa(dir: string, now: Date): Promise<NonNullable<Signer> | null> {
  const read = (file: string) =>
    readFile(join(dir, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw new CertificateError(`${join(dir, file)} cannot be read (${error.code}).`)
    })
  const [cert, key] = await Promise.all([read(FILES.ca), read(FILES.caKey)])
  if (cert === null) return null
  if (key === null)
    throw new CertificateError(
      `${dir} has ${FILES.ca} but not its key. Bring ${FILES.caKey} back, or make a new CA with --new-ca and give its ${FILES.ca} to every device and browser.`,
    )
  if (Date.parse(new X509Certificate(cert).validTo) < after(now, DAYS).getTime())
    throw new CertificateError('The CA ends before a new certificate would. Make a new one with --new-ca.')
  return { cert, key }
}

/** Writes files that only their owner may read, each in one step; keys and certificates belong together, so keys first. */
async function put(dir: string, files: Record<string, string>): Promise<void> {
  const fresh = Object.entries(files).map(([name, text]) => ({ name, text, path: join(dir, `.new-${name}`) }))
  try {
    for (const { path, text, name } of fresh) {
      await writeFile(path, text, { mode: name.includes('key') ? 0o600 : 0o644 })
    }
    const ca = fresh.find(({ name }) => name === FILES.ca)?.path ?? join(dir, FILES.ca)
    const complaint = await complaintAbout(fresh.at(-1)?.path ?? '', ca)
    if (complaint !== null)
      throw new CertificateError(
        `The CA that is there cannot sign these names or addresses (${complaint}). With --new-ca it can; give its ${FILES.ca} to every device and browser then. Nothing was changed.`,
      )
    for (const { path, name } of fresh) await rename(path, join(dir, name))
  } finally {
    await Promise.all(fresh.map(({ path }) => rm(path, { force: true })))
  }
}

async function formerNames(dir: string): Promise<string[]> {
  const former = await readFile(join(dir, FILES.cert), 'utf8').catch(() => null)
  if (former === null) return []
  try {
    return namesOf(new X509Certificate(former))
  } catch {
    return []
  }
}

function union(first: string[], more: string[]): string[] {
  return [...new Set([...first, ...more])]
}

function newKey(): string {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey
}

function after(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS)
}

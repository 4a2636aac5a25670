import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CertificateError } from './certificates.js'

const run = promisify(execFile)

/** What one certificate shall say. Every text comes from a checked name: they are lines of OpenSSL's configuration. */
export interface Request {
  subject: string
  /** The new certificate's private key (PEM). */
  key: string
  /** Its extensions, a line each; `sections` are what those lines name with `@`. */
  extensions: string[]
  sections?: Record<string, string[]>
  from: Date
  to: Date
}

/** Who signs: a CA's certificate and key (PEM), or null for a certificate that signs itself. */
export type Signer = { cert: string; key: string } | null

/**
 * Makes a certificate with the openssl command. `openssl ca` and not the shorter `openssl x509 -req`, because only it can
 * back-date (before OpenSSL 3.4).
 * @returns the certificate (PEM)
 * @throws CertificateError when openssl is missing or refuses
 */
export async function makeCertificate(request: Request, signer: Signer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'eg-certs-'))
  const at = (name: string) => join(folder, name)
  const write = (name: string, text: string) => writeFile(at(name), text, { mode: 0o600 })
  try {
    await write('openssl.cnf', configuration(folder, request))
    await write('index', '')
    // 16 octets, unguessable; the first digit keeps it positive and long (RFC 5280 4.1.2.2).
    await write('serial', randomBytes(16).toString('hex').replace(/^./, '5'))
    await write('key.pem', request.key)
    await write('signer-key.pem', signer?.key ?? request.key)
    if (signer) await write('signer.pem', signer.cert)
    const config = ['-config', at('openssl.cnf')]
    await openssl([
      'req',
      '-new',
      ...config,
      '-key',
      at('key.pem'),
      '-subj',
      `/CN=${request.subject}`,
      '-out',
      at('csr'),
    ])
    const dates = ['-startdate', asn1Time(request.from), '-enddate', asn1Time(request.to)]
    const by = ['-keyfile', at('signer-key.pem'), ...(signer ? ['-cert', at('signer.pem')] : ['-selfsign'])]
    await openssl(['ca', '-batch', '-notext', ...config, ...by, ...dates, '-in', at('csr'), '-out', at('cert.pem')])
    return await readFile(at('cert.pem'), 'utf8')
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What OpenSSL says against a certificate under a CA, such as a name that the CA may not sign; null for nothing. */
export async function complaintAbout(certFile: string, caFile: string): Promise<string | null> {
  try {
    await openssl(['verify', '-CAfile', caFile, certFile])
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function openssl(args: string[]): Promise<void> {
  try {
    await run('openssl', args)
  } catch (error) {
    const { code, stderr, stdout } = error as { code?: unknown; stderr?: string; stdout?: string }
    if (code === 'ENOENT')
      throw new CertificateError('The openssl command is missing. On Debian: sudo apt-get install -y openssl')
    throw new CertificateError(`openssl ${args[0]} failed: ${(stderr || stdout || String(error)).trim()}`)
  }
}

function configuration(folder: string, { extensions, sections = {} }: Request): string {
  const more = Object.entries(sections).map(([name, lines]) => [`[${name}]`, ...lines].join('\n'))
  return `[ca]
default_ca = ours
[ours]
database = ${folder}/index
serial = ${folder}/serial
new_certs_dir = ${folder}
unique_subject = no
default_md = sha256
policy = any
x509_extensions = extensions
copy_extensions = none
[any]
commonName = supplied
[req]
distinguished_name = names
prompt = no
[names]
[extensions]
${extensions.join('\n')}
${more.join('\n')}
`
}

/** `20261121145200Z` */
function asn1Time(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`
}

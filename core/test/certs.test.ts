import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeCertificate } from '../dist/tls/openssl.js'
import { DAY_MS, file, makeTlsFolder } from './tls-venue.js'

// `npm run certs`, as a person runs it.

const CERTS = fileURLToPath(new URL('../dist/certs.js', import.meta.url))
const run = promisify(execFile)

interface Ended {
  code: number
  output: string
}
async function certs(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  try {
    const { stdout } = await run(process.execPath, [CERTS, ...args], { env: { PATH: process.env.PATH, ...env } })
    return { code: 0, output: stdout }
  } catch (error) {
    const { code, stderr, stdout } = error as { code: number; stderr: string; stdout: string }
    return { code, output: stdout + stderr }
  }
}
const leafOf = (dir: string) => new X509Certificate(file(dir, 'cert.pem'))
const mode = (dir: string, name: string) => statSync(join(dir, name)).mode & 0o777

let data: string
let dir: string
let made: Ended
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'eg-certs-test-'))
  dir = join(data, 'tls')
  made = await certs(['--names', 'eg.venue.example', '--addresses', '203.0.113.5'], { DB_PATH: join(data, 'core.db') })
})

describe('npm run certs', () => {
  it('V11 makes a CA and a certificate beside the database, for this machine’s names and addresses and those asked for', () => {
    expect([made.code, made.output]).toEqual([0, expect.stringContaining('EG_TLS_CA')])
    const names = leafOf(dir).subjectAltName ?? ''
    for (const name of ['localhost', 'eg-core.local', 'eg.venue.example', hostname().toLowerCase()])
      expect(names).toContain(`DNS:${name}`)
    for (const address of ['127.0.0.1', '203.0.113.5']) expect(names).toContain(`IP Address:${address}`)
    expect(leafOf(dir).verify(new X509Certificate(file(dir, 'ca.pem')).publicKey)).toBe(true)
    expect(leafOf(dir).ca).toBe(false)
  })

  it('V11 with keys on P-256 that only their owner may read, and a certificate that began a day ago', () => {
    for (const name of ['key.pem', 'ca-key.pem']) expect(mode(dir, name), name).toBe(0o600)
    expect(statSync(dir).mode & 0o777).toBe(0o700)
    expect(leafOf(dir).publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
    for (const certificate of [leafOf(dir), new X509Certificate(file(dir, 'ca.pem'))]) {
      const age = Date.now() - Date.parse(certificate.validFrom)
      expect(age).toBeGreaterThanOrEqual(DAY_MS)
      expect(age).toBeLessThan(2 * DAY_MS)
    }
    const days = (Date.parse(leafOf(dir).validTo) - Date.now()) / DAY_MS
    expect([days > 799, days < 825]).toEqual([true, true])
  })

  it('V11 run again keeps the CA and what the former certificate was for', async () => {
    const [ca, former] = [file(dir, 'ca.pem'), leafOf(dir)]
    const again = await certs(['--dir', dir])
    expect([again.code, again.output]).toEqual([0, expect.stringContaining('as before')])
    expect(file(dir, 'ca.pem')).toBe(ca)
    expect(leafOf(dir).serialNumber).not.toBe(former.serialNumber)
    expect(leafOf(dir).subjectAltName).toBe(former.subjectAltName)
  })

  it('V12 the CA cannot sign for a name or address of the internet that was not asked for', async () => {
    const other = await certs(['--dir', dir, '--names', 'bank.example'])
    expect([other.code, other.output]).toEqual([1, expect.stringContaining('--new-ca')])
    expect((await certs(['--dir', dir, '--addresses', '203.0.113.6'])).code).toBe(1)
    const key = file(dir, 'key.pem')
    const [from, to] = [new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS)]
    const forged = await makeCertificate(
      { subject: 'x', key, from, to, extensions: ['subjectAltName = DNS:bank.example', 'basicConstraints = CA:FALSE'] },
      { cert: file(dir, 'ca.pem'), key: file(dir, 'ca-key.pem') },
    )
    writeFileSync(join(data, 'forged.pem'), forged)
    const verified = run('openssl', ['verify', '-CAfile', join(dir, 'ca.pem'), join(data, 'forged.pem')])
    await expect(verified).rejects.toThrow(/permitted subtree violation/)
    await run('openssl', ['verify', '-CAfile', join(dir, 'ca.pem'), join(dir, 'cert.pem')])
  })

  it('V11 makes a new CA when asked, and says what must be done then', async () => {
    const folder = await makeTlsFolder()
    const ca = file(folder, 'ca.pem')
    const renewed = await certs(['--dir', folder, '--new-ca', '--names', 'bank.example'])
    expect([renewed.code, renewed.output]).toEqual([0, expect.stringContaining('every device')])
    expect(file(folder, 'ca.pem')).not.toBe(ca)
  })

  it('V11 makes certificates of devices, for them alone', async () => {
    const device = await certs(['--dir', dir, '--client', 'slot-01', '--client', 'change-01'])
    expect([device.code, device.output]).toEqual([0, expect.stringContaining('EG_TLS_CERT')])
    expect(mode(dir, 'client-slot-01-key.pem')).toBe(0o600)
    const purpose = (name: string) =>
      run('openssl', ['verify', '-CAfile', `${dir}/ca.pem`, '-purpose', name, `${dir}/client-slot-01.pem`])
    await purpose('sslclient')
    await expect(purpose('sslserver')).rejects.toThrow(/purpose/)
  })

  it.each([
    [['--names', 'a b'], '"a b" is not a host name'],
    [['--names', '192.168.1.10'], 'is not a host name'],
    [['--names', 'x]\n[ca'], 'is not a host name'],
    [['--addresses', 'core.lan'], '"core.lan" is not an address'],
    [['--client', '../x'], 'not a device id'],
    [['--nonsense'], '--nonsense'],
  ])('V11 refuses what it cannot use in a line, and changes nothing: %j', async (args, words) => {
    const before = readdirSync(dir).map((name) => file(dir, name))
    const refused = await certs(['--dir', dir, ...args])
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining(words)])
    expect(refused.output).not.toMatch(/\n\s+at /)
    expect(readdirSync(dir).map((name) => file(dir, name))).toEqual(before)
  })

  it('V11 says what to do where openssl is missing, or the CA’s key was taken away', async () => {
    const missing = await certs(['--dir', join(data, 'none')], { PATH: '/nowhere' })
    expect([missing.code, missing.output]).toEqual([1, expect.stringContaining('apt-get install -y openssl')])
    rmSync(join(dir, 'ca-key.pem'))
    const keyless = await certs(['--dir', dir])
    expect([keyless.code, keyless.output]).toEqual([1, expect.stringContaining('Bring ca-key.pem back')])
  })
})

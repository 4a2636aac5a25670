import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { isDeviceId } from '@eg/shared'
import { CertificateError, FILES } from './tls/certificates.js'
import { addressProblem, nameProblem } from './tls/host-names.js'
import { makeClientCertificate, makeCoreCertificate } from './tls/make-certificates.js'
import { ownAddresses, ownNames } from './tls/own-names.js'

// `npm run certs`: the venue's own CA and the core's certificate, for TLS.

const HELP = `npm run certs -- [--names a,b] [--addresses a,b] [--client NAME] [--new-ca] [--dir FOLDER]

Makes a private CA (once) and the core's certificate (each time), for this machine's names and addresses, eg-core.local
and localhost. A running core that has TLS on takes the new certificate by itself.

  --names, --addresses   further ones, such as eg.venue.example
  --client NAME          a certificate that the device NAME shows the core (EG_TLS_CLIENT_CERTS); may be given often
  --new-ca               a new CA, also where there is one; its ca.pem must go to every device and browser again
  --dir FOLDER           default: EG_TLS_DIR, or the folder "tls" beside the database (DB_PATH)`

try {
  await run()
} catch (error) {
  const told = error instanceof CertificateError || (error instanceof TypeError && 'code' in error)
  console.error(told ? error.message : error)
  process.exitCode = 1
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      names: { type: 'string', default: '' },
      addresses: { type: 'string', default: '' },
      client: { type: 'string', multiple: true, default: [] },
      'new-ca': { type: 'boolean', default: false },
      dir: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return console.log(HELP)
  const dir = values.dir ?? (process.env.EG_TLS_DIR || join(dirname(process.env.DB_PATH || './data/core.db'), 'tls'))
  const names = list(values.names, nameProblem)
  const addresses = list(values.addresses, addressProblem)
  for (const name of values.client)
    if (!isDeviceId(name)) throw new CertificateError(`--client ${name}: not a device id, such as slot-01.`)
  const now = new Date()
  if (values.client.length > 0) {
    for (const name of values.client) {
      await makeClientCertificate(dir, name, now)
      console.log(
        `${join(dir, `client-${name}.pem`)}, client-${name}-key.pem: give both to ${name} (EG_TLS_CERT, EG_TLS_KEY).`,
      )
    }
    return
  }
  const all = { names: union(ownNames(), names), addresses: union(ownAddresses(), addresses) }
  const made = await makeCoreCertificate({ dir, ...all, newCa: values['new-ca'], now })
  console.log(`${join(dir, FILES.cert)}: the core's certificate, until ${made.validTo.toISOString().slice(0, 10)}, for`)
  console.log(`  ${made.names.join(' ')}`)
  console.log(
    made.newCa
      ? `${join(dir, FILES.ca)}: the new CA. Give this file to every device (EG_TLS_CA) and browser that shall trust the core.\n${join(dir, FILES.caKey)}: its key. Whoever has it can pretend to be your core; keep it, and give it to nobody.`
      : `${join(dir, FILES.ca)}: the CA, as before. Devices and browsers have nothing to do.`,
  )
  console.log('A core that speaks TLS already takes it within ten seconds; otherwise start the core again.')
}

function list(text: string, problemOf: (item: string) => string | null): string[] {
  const items = text.split(',').map((item) => item.trim().toLowerCase())
  const given = items.filter((item) => item !== '')
  const problem = given.map(problemOf).find((line) => line !== null)
  if (problem) throw new CertificateError(problem)
  return given
}

function union(own: string[], further: string[]): string[] {
  return [...new Set([...own, ...further])]
}

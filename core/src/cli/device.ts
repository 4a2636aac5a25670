import { kindOf } from '../game/roster.js'
import { CommandLineError, adminCall } from './admin-call.js'
import { needName, printTable, runCommand, textOf } from './run-command.js'

// npm run device: who is let in, from the core's own machine, while the core runs.

const USAGE = `npm run device -- COMMAND

  pending                                          who waits, each with the code on its screen, in its lights and its log
  enrol CODE [--as NAME] [--role R]                let the device with this code in; without --as as what it wishes to be
  add NAME [--role slot|table|change]              enrol a device; prints its secret, once
  add NAME [--role R] --legacy --from ADDRESS      a device of the old system, known by name and address alone
  add NAME --legacy --role script --from ADDRESS   a script of the old system that calls the HTTP API from there
       --replace                                   NAME is enrolled already: the old secret is void
  revoke NAME [--reason TEXT]                      no longer let in; disconnected at once
  list                                             everything that is enrolled

The role may be left out where the name says it (slot-07, table-02, change-01). A slot with EG's own agent asks by itself:
enrol lets it in, as the operator's page does. add is for devices that cannot ask.`

interface Row {
  device_id: string
  role: string
  protection: string
  legacy_from: string | null
  enrolled_at: number
}

interface Waiting {
  key: string
  code: string
  wish: string | null
  name: string
  model: string
  address: string
  since: number
}

await runCommand(
  USAGE,
  {
    role: { type: 'string' },
    as: { type: 'string' },
    legacy: { type: 'boolean' },
    from: { type: 'string' },
    replace: { type: 'boolean' },
    reason: { type: 'string' },
  },
  {
    async pending() {
      const items = await waiting()
      if (items.length === 0) return console.log('No device waits to be enrolled.')
      const rows = items.map(({ code, wish, name, model, address }) => [spaced(code), wish ?? '', name, model, address])
      printTable([['CODE', 'WISHES TO BE', 'HOST', 'MODEL', 'FROM'], ...rows])
    },
    async enrol(given, options) {
      if (given === undefined) throw new CommandLineError(`A code is missing.\n${USAGE}`)
      const code = given.replaceAll(/\D/g, '')
      const found = (await waiting()).find((item) => item.code === code)
      if (!found) throw new CommandLineError(`No device waits under the code ${given}. Who waits: pending`)
      const name = textOf(options.as) ?? found.wish
      if (name === null) throw new CommandLineError(`It does not say which device it is: enrol ${code} --as NAME`)
      const role = textOf(options.role) ?? usualRole(name)
      const replace = options.replace ? { replace: true } : {}
      await adminCall('POST', '/api/op/devices/enrol', { key: found.key, device_id: name, role, ...replace })
      console.log(`✓ ${name} is let in: ${found.name} (${found.model}) at ${found.address}.`)
    },
    async add(given, options) {
      const name = needName(given, USAGE)
      const from = textOf(options.from)
      if (Boolean(options.legacy) !== (from !== undefined)) {
        throw new CommandLineError(
          '--legacy and --from ADDRESS belong together: a device of the old system is known by its address.',
        )
      }
      const role = textOf(options.role) ?? usualRole(name)
      const legacy = from === undefined ? {} : { legacy_from: from }
      const replace = options.replace ? { replace: true } : {}
      const asked = { device_id: name, role, ...legacy, ...replace }
      const { secret } = await adminCall<{ secret?: string }>('POST', '/api/op/devices/add', asked)
      if (secret !== undefined) return tellSecret(name, secret)
      const what = role === 'script' ? 'may call the HTTP API of the old system' : 'is let in'
      console.log(`✓ ${name} ${what} from ${from}. It is not protected: whoever takes that address is taken for it.`)
    },
    async revoke(given, options) {
      const name = needName(given, USAGE)
      const reason = textOf(options.reason)
      await adminCall('POST', '/api/op/devices/revoke', {
        device_id: name,
        ...(reason === undefined ? {} : { reason }),
      })
      console.log(`✓ ${name} is no longer let in.`)
    },
    async list() {
      const { items } = await adminCall<{ items: Row[] }>('GET', '/api/enrolments')
      const rows = items.map((row) => [
        row.device_id,
        row.role,
        row.protection,
        row.legacy_from ?? '',
        new Date(row.enrolled_at).toISOString().slice(0, 16).replace('T', ' '),
      ])
      if (rows.length === 0) return console.log('Nothing is enrolled yet.')
      printTable([['NAME', 'ROLE', 'PROTECTION', 'FROM', 'SINCE (UTC)'], ...rows])
    },
  },
)

async function waiting(): Promise<Waiting[]> {
  return (await adminCall<{ items: Waiting[] }>('GET', '/api/pending')).items
}

/** As screens and logs show a code: 314256 is 314 256. */
function spaced(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`
}

function usualRole(name: string): string {
  const kind = kindOf(name, undefined, 'other')
  if (kind === 'other')
    throw new CommandLineError(`${name} does not say what it is: add --role slot, table, change or script.`)
  return kind
}

function tellSecret(name: string, secret: string): void {
  console.log(`✓ ${name} is enrolled. Its secret, shown this once:

  ${secret}

Give it to the device as MQTT password, with ${name} as user name and as client id. Try it:
  mosquitto_pub -h HOST -u ${name} -P SECRET -i ${name} -t eg/dev/${name}/status -m online`)
}

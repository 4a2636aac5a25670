import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { CommandLineError, adminCall } from './admin-call.js'
import { needName, printTable, runCommand, textOf } from './run-command.js'

// npm run operator: who may log in at the operator's page, from the core's own machine, while the core runs.

const USAGE = `npm run operator -- COMMAND

  add NAME --role gamemaster|cashier|technician|viewer   asks for the password, or reads it from standard input
  add NAME --role R                                      again: another role, another password
  remove NAME                                            may no longer log in; logged out at once
  logout NAME                                            ends every session of that name
  list                                                   everybody who may log in

gamemaster may everything; cashier: desks, payouts, cards; technician: devices; viewer: looks on.`

interface Row {
  name: string
  role: string
  sessions: number
  last_login: number | null
}

await runCommand(
  USAGE,
  { role: { type: 'string' } },
  {
    async add(given, options) {
      const name = needName(given, USAGE)
      const role = textOf(options.role)
      if (role === undefined) throw new CommandLineError(`--role is missing.\n${USAGE}`)
      const password = await readPassword(name)
      await adminCall('POST', '/api/op/operators/set', { name, role, password })
      console.log(`✓ ${name} may log in as ${role}.`)
    },
    async remove(given) {
      const name = needName(given, USAGE)
      await adminCall('POST', '/api/op/operators/remove', { name })
      console.log(`✓ ${name} may no longer log in.`)
    },
    async logout(given) {
      const name = needName(given, USAGE)
      const { sessions } = await adminCall<{ sessions: number }>('POST', '/api/op/operators/logout', { name })
      console.log(`✓ ${name} is logged out (${sessions} ${sessions === 1 ? 'session' : 'sessions'}).`)
    },
    async list() {
      const { items } = await adminCall<{ items: Row[] }>('GET', '/api/operators')
      const rows = items.map(({ name, role, sessions, last_login }) => [
        name,
        role,
        String(sessions),
        last_login === null ? 'never' : new Date(last_login).toISOString().slice(0, 16).replace('T', ' '),
      ])
      if (rows.length === 0) return console.log('There is no operator yet.')
      printTable([['NAME', 'ROLE', 'SESSIONS', 'LAST LOGIN (UTC)'], ...rows])
    },
  },
)

async function readPassword(name: string): Promise<string> {
  if (!process.stdin.isTTY) return (await ask('')).trim()
  const password = await ask(`Password for ${name}: `)
  if (password !== (await ask('Again: '))) throw new CommandLineError('The two are not the same. Nothing was changed.')
  return password
}

/** One line of standard input; on a terminal without showing what is typed. */
function ask(prompt: string): Promise<string> {
  process.stderr.write(prompt)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = Boolean(process.stdin.isTTY)
  const lines = createInterface({ input: process.stdin, output: silent, terminal })
  return new Promise((resolve, reject) => {
    lines.once('line', (line) => {
      lines.removeAllListeners('close')
      lines.close()
      if (terminal) process.stderr.write('\n')
      resolve(line)
    })
    lines.once('close', () => reject(new CommandLineError('No password was given. Nothing was changed.')))
  })
}

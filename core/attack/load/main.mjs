// One attack in a process of its own: `node main.mjs NAME '{"port":…}'`. Prints one line of JSON: what it tried, what it saw.
import { closeAll } from './client.mjs'
import * as commands from './commands.mjs'
import * as connections from './connections.mjs'
import { fuzz } from './fuzz.mjs'
import * as messages from './messages.mjs'
import * as subscriptions from './subscriptions.mjs'
import * as webSockets from './web-sockets.mjs'

const [name, options] = process.argv.slice(2)
const attacks = { ...commands, ...connections, fuzz, ...messages, ...subscriptions, ...webSockets }
const saw = await attacks[name](JSON.parse(options))
closeAll()
process.stdout.write(`${JSON.stringify(saw)}\n`, () => process.exit(0))

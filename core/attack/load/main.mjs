// One attack in a process of its own: `node main.mjs NAME '{"port":…}'`, with `ca` over TLS. Prints one line of JSON: what it tried, what it saw.
import { closeAll, trust } from './client.mjs'
import * as commands from './commands.mjs'
import * as connections from './connections.mjs'
import { fuzz } from './fuzz.mjs'
import * as messages from './messages.mjs'
import * as strangers from './strangers.mjs'
import * as subscriptions from './subscriptions.mjs'
import * as web from './web.mjs'
import * as webSockets from './web-sockets.mjs'

const [name, text] = process.argv.slice(2)
const options = JSON.parse(text)
if (options.ca) trust(options.ca)
const attacks = {
  ...commands,
  ...connections,
  fuzz,
  ...messages,
  ...strangers,
  ...subscriptions,
  ...web,
  ...webSockets,
}
const saw = await attacks[name](options)
closeAll()
process.stdout.write(`${JSON.stringify(saw)}\n`, () => process.exit(0))

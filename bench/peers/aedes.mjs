// aedes without storage: what the broker alone can do. Usage: node aedes.mjs PORT
import { createServer } from 'node:net'
import { Aedes } from 'aedes'

const broker = await Aedes.createBroker({ concurrency: 0 })
createServer({ noDelay: true }, (socket) => broker.handle(socket)).listen(Number(process.argv[2]), '127.0.0.1', () =>
  console.log('ready'),
)

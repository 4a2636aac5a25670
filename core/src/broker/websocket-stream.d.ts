// websocket-stream's own types follow ws 3; this is what listeners.ts uses of it on ws 8.
declare module 'websocket-stream' {
  import type { EventEmitter } from 'node:events'
  import type { IncomingMessage, Server } from 'node:http'

  interface WebSocketStreamServer extends EventEmitter {
    clients: Set<{ terminate(): void }>
  }
  interface Options {
    server: Server
    perMessageDeflate: boolean
    maxPayload: number
    maxFragments: number
    verifyClient: (info: { req: IncomingMessage }) => boolean
  }
  const websocket: { createServer(options: Options): WebSocketStreamServer }
  export default websocket
}

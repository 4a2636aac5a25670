import * as z from 'zod'

/** What a connection, an address and a session may take. Every default leaves a venue with hundreds of devices alone. */
export interface WireLimits {
  /** From opening a connection to the whole CONNECT, in milliseconds. */
  connectMs: number
  /** A CONNECT without its will, in bytes. */
  connectBytes: number
  /** A will with its topic and properties, in bytes. */
  willBytes: number
  /** Any other packet, in bytes; told to MQTT 5 clients as Maximum Packet Size. */
  packetBytes: number
  filtersPerPacket: number
  filtersPerClient: number
  /**
   * What a connection may send in a second in the long run; four times that at once. All connections of an address may send
   * four times as much together. Above it, they are read more slowly.
   */
  messagesPerSecond: number
  bytesPerSecond: number
  /** Connections of everybody, of one address, and new ones of one address in a second (four times that at once). */
  connections: number
  connectionsPerAddress: number
  connectsPerSecond: number
  /** HTTP requests of one address in a second in the long run; four times that at once. Above it, they are read more slowly. */
  requestsPerSecond: number
  /** Filters of somebody who is not let in as anybody: all that match are looked at for each message. */
  guestFilters: number
  /** Retained messages on open topics: how many, and their bytes together. */
  retainedTopics: number
  retainedBytes: number
  /** What is kept for a session whose client is away, and for all of them together. */
  offlineMessages: number
  offlineBytes: number
  offlineTotalBytes: number
  /** Sessions that outlive their connection: how many, and for how long at most, in seconds. */
  sessions: number
  sessionSeconds: number
  /** Bytes that a client has not taken yet; with more it does not read, and is let go. */
  unsentBytes: number
  /** Characters of a filter. */
  filterChars: number
  /** Bytes of a client id. */
  clientIdBytes: number
  /** Bytes of a WebSocket message, and in how many pieces it may come. */
  webSocketBytes: number
  webSocketPieces: number
  /** QoS 2 publishes of a client that wait for their PUBREL. */
  unreleased: number
  /** Web connections of everybody, and of one address. */
  webConnections: number
  webConnectionsPerAddress: number
  /** Whether callers from this machine are counted and slowed like others. */
  countLoopback: boolean
}

const whole = (fallback: number, min: number, max = 1_000_000_000) => {
  const message = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,10}$/, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message))
    .default(fallback)
}

/** The variables of the environment, for config.ts. None needs to be set. */
export const wireLimitVariables = {
  EG_LIMIT_CONNECT_MS: whole(5000, 100, 60_000),
  EG_LIMIT_CONNECT_BYTES: whole(4096, 256, 65_536),
  EG_LIMIT_WILL_BYTES: whole(4096, 256, 65_536),
  EG_LIMIT_PACKET_BYTES: whole(131_072, 4096, 4_194_304),
  EG_LIMIT_FILTERS_PER_PACKET: whole(64, 1),
  EG_LIMIT_FILTERS: whole(500, 1),
  EG_LIMIT_MESSAGES_PER_SECOND: whole(250, 1),
  EG_LIMIT_BYTES_PER_SECOND: whole(262_144, 1024),
  EG_LIMIT_CONNECTIONS: whole(5000, 1),
  EG_LIMIT_CONNECTIONS_PER_ADDRESS: whole(64, 1),
  EG_LIMIT_CONNECTS_PER_SECOND: whole(20, 1),
  EG_LIMIT_REQUESTS_PER_SECOND: whole(50, 1),
  EG_LIMIT_GUEST_FILTERS: whole(20, 1),
  EG_LIMIT_RETAINED: whole(1000, 0),
  EG_LIMIT_RETAINED_BYTES: whole(4_194_304, 0),
  EG_LIMIT_OFFLINE_MESSAGES: whole(1000, 0),
  EG_LIMIT_OFFLINE_BYTES: whole(1_048_576, 0),
  EG_LIMIT_OFFLINE_TOTAL_BYTES: whole(8_388_608, 0),
  EG_LIMIT_SESSIONS: whole(200, 0),
  EG_LIMIT_SESSION_SECONDS: whole(86_400, 1, 4_294_967_294),
  EG_LIMIT_UNSENT_BYTES: whole(524_288, 4096, 67_108_864),
  // Filters of EG are shorter; MQTT's own limit of 64 kB, 500 times, would be 32 MB a client.
  EG_LIMIT_FILTER_CHARS: whole(1024, 64, 65_535),
  // A device of EG has 67 at most (`…-ui`); a stranger's would be remembered wherever ids are.
  EG_LIMIT_CLIENT_ID_BYTES: whole(256, 67, 65_535),
  // Twice the largest packet, because one message may hold several. A browser sends a message whole or in a few pieces;
  // each of them costs memory, however small it is.
  EG_LIMIT_WEBSOCKET_BYTES: whole(262_144, 4096, 16_777_216),
  EG_LIMIT_WEBSOCKET_PIECES: whole(64, 1),
  EG_LIMIT_UNRELEASED: whole(1000, 1, 65_535),
  // A browser opens six connections; a script that forgets to close some more.
  EG_LIMIT_WEB_CONNECTIONS_PER_ADDRESS: whole(64, 1),
  // Far more than a venue has screens, far fewer than a process may have files.
  EG_LIMIT_WEB_CONNECTIONS: whole(1000, 1),
  EG_LIMIT_LOOPBACK: z.enum(['on', 'off'], { error: 'must be "on" or "off"' }).default('off'),
}

const variables = z.object(wireLimitVariables)

export function toWireLimits(read: z.output<typeof variables>): WireLimits {
  return {
    connectMs: read.EG_LIMIT_CONNECT_MS,
    connectBytes: read.EG_LIMIT_CONNECT_BYTES,
    willBytes: read.EG_LIMIT_WILL_BYTES,
    packetBytes: read.EG_LIMIT_PACKET_BYTES,
    filtersPerPacket: read.EG_LIMIT_FILTERS_PER_PACKET,
    filtersPerClient: read.EG_LIMIT_FILTERS,
    messagesPerSecond: read.EG_LIMIT_MESSAGES_PER_SECOND,
    bytesPerSecond: read.EG_LIMIT_BYTES_PER_SECOND,
    connections: read.EG_LIMIT_CONNECTIONS,
    connectionsPerAddress: read.EG_LIMIT_CONNECTIONS_PER_ADDRESS,
    connectsPerSecond: read.EG_LIMIT_CONNECTS_PER_SECOND,
    requestsPerSecond: read.EG_LIMIT_REQUESTS_PER_SECOND,
    guestFilters: read.EG_LIMIT_GUEST_FILTERS,
    retainedTopics: read.EG_LIMIT_RETAINED,
    retainedBytes: read.EG_LIMIT_RETAINED_BYTES,
    offlineMessages: read.EG_LIMIT_OFFLINE_MESSAGES,
    offlineBytes: read.EG_LIMIT_OFFLINE_BYTES,
    offlineTotalBytes: read.EG_LIMIT_OFFLINE_TOTAL_BYTES,
    sessions: read.EG_LIMIT_SESSIONS,
    sessionSeconds: read.EG_LIMIT_SESSION_SECONDS,
    unsentBytes: read.EG_LIMIT_UNSENT_BYTES,
    filterChars: read.EG_LIMIT_FILTER_CHARS,
    clientIdBytes: read.EG_LIMIT_CLIENT_ID_BYTES,
    webSocketBytes: read.EG_LIMIT_WEBSOCKET_BYTES,
    webSocketPieces: read.EG_LIMIT_WEBSOCKET_PIECES,
    unreleased: read.EG_LIMIT_UNRELEASED,
    webConnections: read.EG_LIMIT_WEB_CONNECTIONS,
    webConnectionsPerAddress: read.EG_LIMIT_WEB_CONNECTIONS_PER_ADDRESS,
    countLoopback: read.EG_LIMIT_LOOPBACK === 'on',
  }
}

/** What holds where nothing is set. */
export const DEFAULT_LIMITS: WireLimits = toWireLimits(variables.parse({}))

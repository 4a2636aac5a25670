import { type HostName, hosts } from './hosts.js'

/** What is done to the network, for how long, and what goes on meanwhile. */
export interface Fault {
  name: string
  /** The hosts whose links it is done to. */
  on: readonly HostName[]
  seconds: number
  game: 'votes' | 'rounds'
  begin(host: HostName): void
}

export const cut = (seconds: number, game: Fault['game'], on: readonly HostName[] = ['slot-01']): Fault => ({
  name: `${on.join(' and ')} cut for ${seconds} s during ${game}`,
  on,
  seconds,
  game,
  begin: (host) => hosts('cut', host),
})
const unplugged = (seconds: number, game: Fault['game'], on: readonly HostName[] = ['slot-01']): Fault => ({
  name: `${on.join(' and ')} unplugged for ${seconds} s during ${game}`,
  on,
  seconds,
  game,
  begin: (host) => hosts('cut', host, '--unplug'),
})
const slow = (shape: string, seconds: number, game: Fault['game'], on: readonly HostName[] = ['slot-01']): Fault => ({
  name: `${on.join(' and ')} with ${shape} for ${seconds} s during ${game}`,
  on,
  seconds,
  game,
  begin: (host) => hosts('slow', host, ...shape.split(' ')),
})

export const SHORT: readonly Fault[] = [cut(4, 'votes'), cut(2, 'rounds')]

const BOTH = ['votes', 'rounds'] as const
const ALL: readonly HostName[] = ['slot-01', 'slot-02']

export const LONG: readonly Fault[] = BOTH.flatMap((game) => [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 20, 30, 60].map((seconds) => cut(seconds, game)),
  ...[2, 6, 12].map((seconds) => cut(seconds, game, ['core'])),
  cut(15, game, ALL),
  ...[1, 5, 9, 25].map((seconds) => unplugged(seconds, game)),
  unplugged(10, game, ['core']),
  slow('delay=2000', 12, game),
  slow('delay=2000', 12, game, ALL),
  slow('loss=20', 15, game, ALL),
  slow('loss=20', 15, game, ['core']),
  slow('dup=50', 8, game, ALL),
  slow('dup=20 loss=20 delay=300 jitter=200', 15, game, ALL),
])

import type { Clock } from '@eg/shared'
import type { StoreApi } from 'zustand/vanilla'
import type { KioskState } from '../kiosk/kiosk-state'
import type { Theme } from '../theme/read-theme'
import { soundsOf } from './moments'

/** A refusal is for whoever stands there, not for the room. */
const QUIETER: Readonly<Record<string, number>> = { 'not-counted': 0.4 }
/** The loudest that a refusal is, whatever the volume. */
const QUIETEST_MAX = 0.3

/** The part of an `HTMLAudioElement` that plays. */
export interface Playable {
  volume: number
  currentTime: number
  play(): Promise<void>
  pause(): void
}

export interface SoundParts {
  clock: Clock
  kiosk: StoreApi<KioskState>
  theme: StoreApi<Theme>
  /** What the page's address says; null: as the theme says. */
  wanted: boolean | null
  load: (address: string) => Playable
}

/** Plays the theme's sounds as the evening goes. A sound that is not there, or cannot be played, is silence. */
export function startSounds({ clock, kiosk, theme, wanted, load }: SoundParts): () => void {
  /** One player for each sound: the same one again begins anew instead of piling up. */
  const players = new Map<string, Playable>()
  const later = new Set<() => void>()
  const play = (name: string) => {
    const { sounds, volume, sound } = theme.getState()
    const address = sounds[name]
    if (address === undefined || !(wanted ?? sound)) return
    const player = players.get(address) ?? load(address)
    players.set(address, player)
    const quieter = QUIETER[name]
    player.volume = quieter === undefined ? volume : Math.min(volume * quieter, QUIETEST_MAX)
    player.currentTime = 0
    player.play().catch((error: unknown) => console.warn(`the sound ${name} could not be played`, error))
  }
  const stops = [
    kiosk.subscribe((now, before) => {
      for (const { name, afterMs } of soundsOf(before, now)) {
        if (afterMs === 0) play(name)
        else {
          const cancel = clock.after(afterMs, () => {
            later.delete(cancel)
            play(name)
          })
          later.add(cancel)
        }
      }
    }),
    // Another theme has other files.
    theme.subscribe(() => {
      for (const player of players.values()) player.pause()
      players.clear()
    }),
  ]
  return () => {
    for (const stop of [...stops, ...later]) stop()
    for (const player of players.values()) player.pause()
  }
}

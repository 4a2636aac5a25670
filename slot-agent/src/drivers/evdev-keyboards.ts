import { ALONE_MS, type Clock, type PartHealth } from '@eg/shared'
import { type CardPresence, hearCard } from './card-presence.js'
import { createEvdevFiles, type EpollClass } from './evdev-files.js'
import { createHeardKeys } from './heard-keys.js'
import type { InputEvent } from './input-event.js'
import { typedBy } from './key-codes.js'
import { type Keyboard, isReader, type KeyboardRoles, listKeyboards, useOf } from './keyboards.js'
import { createListeners } from './listeners.js'
import { FAULT, isPermission, reasonOf } from './part-faults.js'
import type { CardReader, KeySource } from './ports.js'
import { type KeyboardUse, NOTHING_TYPED, settle, takeCharacter, type Typed } from './typing.js'
import { watchDevices } from './watch-devices.js'

const EVDEV = 'evdev'

export interface KeyboardOptions extends KeyboardRoles {
  clock: Clock
  sysfsRoot?: string
  devRoot?: string
}

interface Open {
  keyboard: Keyboard
  use: KeyboardUse
  /** It is set or named as a reader, or has typed a card. */
  reader: boolean
}

/** Keyboards and readers that type, as two parts on the same devices; also those that are plugged in later. */
export function createEvdevKeyboards(
  Epoll: EpollClass,
  options: KeyboardOptions,
): { reader: CardReader; keys: KeySource } {
  const { clock, sysfsRoot = '/sys', devRoot = '/dev' } = options
  const cards = createListeners<string>()
  const keys = createListeners<number>()
  const heard = createHeardKeys(clock)
  const files = createEvdevFiles(Epoll)
  const open = new Map<string, Open>()
  const failed = new Map<string, { detail: string; use: KeyboardUse }>()
  let presence: CardPresence | null = null

  const tell = (device: Open, typed: Typed) => {
    for (const key of typed.keys) keys.tell(key)
    for (const tagUid of typed.cards) {
      device.reader = true
      device.use = 'cards' // a reader, whatever else: what it types is no press
      const there = hearCard(presence, tagUid, clock.monotonic())
      presence = there.presence
      if (there.tap) cards.tell(tagUid)
    }
  }
  const begin = (keyboard: Keyboard, use: KeyboardUse) => {
    const device: Open = {
      keyboard,
      use,
      reader: use === 'cards' && (Boolean(options.cards.named) || isReader(keyboard)),
    }
    const take = createTaker(
      () => device.use,
      (typed) => tell(device, typed),
    )
    const read = (events: InputEvent[]) => {
      if (events.length > 0) heard.add() // also where some were lost
      take(events)
    }
    files.open(keyboard.path, read, () => {
      open.delete(keyboard.path)
      look()
    })
    open.set(keyboard.path, device)
  }
  let parts = 2
  const look = () => {
    if (parts === 0) return
    failed.clear()
    for (const keyboard of listKeyboards(sysfsRoot, devRoot)) {
      const use = useOf(keyboard, options)
      if (!use || open.has(keyboard.path)) continue
      try {
        begin(keyboard, use)
      } catch (error) {
        const device = `${keyboard.path} (${keyboard.name})`
        const detail = isPermission(error)
          ? FAULT.noPermission(device, 'input')
          : FAULT.keyboardFailed(device, reasonOf(error))
        failed.set(keyboard.path, { detail, use })
      }
    }
  }
  const unwatch = watchDevices(`${devRoot}/input`, look)
  look()

  const release = () => {
    parts -= 1
    if (parts > 0) return
    unwatch()
    files.close()
    open.clear()
  }
  const stopOnce = (clear: () => void) => {
    let stopped = false
    return async () => {
      if (stopped) return
      stopped = true
      clear()
      release()
    }
  }
  const health = (uses: KeyboardUse[], served: (device: Open) => boolean, without: PartHealth): PartHealth => {
    const names = [...open.values()].filter(served).map(({ keyboard }) => keyboard.name)
    if (names.length > 0) return { status: 'ok', driver: `${EVDEV} ${names.join(', ')}` }
    const refused = [...failed.values()].find(({ use }) => uses.includes(use))
    return refused ? { status: 'fault', driver: EVDEV, detail: refused.detail } : without
  }
  return {
    reader: {
      health: () => health(['cards', 'both'], ({ reader }) => reader, withoutReader(options)),
      onCard: cards.add,
      stop: stopOnce(cards.clear),
    },
    keys: {
      health: () => health(['keys', 'both'], ({ use, reader }) => use !== 'cards' && !reader, withoutKeys(options)),
      onKey: keys.add,
      hasKeyboard: () => open.size > 0,
      heardNear: heard.near,
      stop: stopOnce(keys.clear),
    },
  }
}

/** Takes what one keyboard tells, and decides what is left when nothing follows it in time. */
function createTaker(useNow: () => KeyboardUse, tell: (typed: Typed) => void): (events: InputEvent[]) => void {
  let typing = NOTHING_TYPED
  let turn = 0
  const put = (typed: Typed) => {
    typing = typed.typing
    tell(typed)
  }
  const decide = (then: number) => {
    if (then === turn) put(settle(typing, useNow()))
  }
  return (events) => {
    turn += 1
    const mine = turn
    for (const event of events) {
      const typed = event.type === 'key' ? typedBy(event.code) : null
      if (event.type === 'lost') typing = NOTHING_TYPED
      else if (typed !== 'shift') put(takeCharacter(typing, typed, event.at, useNow()))
    }
    // What came while this process was busy is read before the immediate: it must not be too late for its own card.
    if (useNow() === 'both' && typing.text) setTimeout(() => setImmediate(decide, mine), ALONE_MS)
  }
}

function withoutReader({ cards }: KeyboardOptions): PartHealth {
  const detail = cards.named ? FAULT.noSuchKeyboard(cards.named, 'EG_READER_KEYBOARD') : FAULT.noReader
  return { status: 'missing', driver: EVDEV, detail }
}

function withoutKeys({ keys }: KeyboardOptions): PartHealth {
  if (!keys.wanted) return { status: 'off', detail: FAULT.off('EG_KEYS') }
  if (keys.named) return { status: 'missing', driver: EVDEV, detail: FAULT.noSuchKeyboard(keys.named, 'EG_KEYS') }
  return { status: 'off', driver: EVDEV, detail: FAULT.noKeyboard }
}

import { createManualClock, type ManualClock } from '@eg/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ButtonInput, CardReader, KeySource, LedOutput, Part } from './ports.js'

/** A part under test, and what moves it: fingers, cards, or the kernel's simulated lines. */
interface Rig<P extends Part> {
  part: P
  /** Lets a little time pass, so that contacts settle and the kernel's news arrive. */
  settle(): Promise<void>
}
type Make<R> = (clock: ManualClock) => Promise<R>

function withRig<P extends Part, R extends Rig<P>>(make: Make<R>): () => R {
  let rig: R
  beforeEach(async () => {
    rig = await make(createManualClock())
  })
  afterEach(() => rig.part.stop())
  return () => rig
}

function describePart<P extends Part>(rig: () => Rig<P>) {
  it('S28 tells how it is', () => {
    expect(['ok', 'simulated', 'missing', 'fault', 'off']).toContain(rig().part.health().status)
  })
  it('can be stopped twice', async () => {
    await rig().part.stop()
    await rig().part.stop()
  })
}

export interface ButtonRig extends Rig<ButtonInput> {
  down(index: number): void
  up(index: number): void
}

/** What every ButtonInput promises. `makeHeld` makes one whose button 2 (index) is down before it starts. */
export function describeButtonInput(name: string, make: Make<ButtonRig>, makeHeld: Make<ButtonRig>) {
  describe(`${name} as ButtonInput`, () => {
    const rig = withRig<ButtonInput, ButtonRig>(make)
    const hear = () => {
      const heard: number[] = []
      const stop = rig().part.onPress((index) => heard.push(index))
      return { heard, stop }
    }
    describePart(rig)

    it('S27 tells each press once, by its index', async () => {
      const { heard } = hear()
      for (const index of [0, 5, 0]) {
        rig().down(index)
        await rig().settle()
        rig().up(index)
        await rig().settle()
      }
      expect(heard).toEqual([0, 5, 0])
    })

    it('S27 tells nothing while a button stays down, and nothing when it is released', async () => {
      const { heard } = hear()
      rig().down(3)
      await rig().settle()
      expect(heard).toEqual([3])
      await rig().settle()
      rig().up(3)
      await rig().settle()
      expect(heard).toEqual([3])
    })

    it('G2 tells the first of two that are pressed at once, and the other when it is pressed again', async () => {
      const { heard } = hear()
      rig().down(1)
      rig().down(4)
      await rig().settle()
      for (const index of [4, 1]) rig().up(index)
      await rig().settle()
      expect(heard).toEqual([1])
      rig().down(4)
      await rig().settle()
      expect(heard).toEqual([1, 4])
    })

    it('tells nobody who stopped listening, and nothing after stop', async () => {
      const gone = hear()
      const { heard } = hear()
      gone.stop()
      await rig().part.stop()
      rig().down(1)
      await rig().settle()
      expect([gone.heard, heard]).toEqual([[], []])
    })
  })

  describe(`${name} as ButtonInput with a button held at the start`, () => {
    const rig = withRig<ButtonInput, ButtonRig>(makeHeld)
    it('S27 reports it, ignores it until it is released, and takes it afterwards', async () => {
      const heard: number[] = []
      rig().part.onPress((index) => heard.push(index))
      expect(rig().part.health()).toMatchObject({ status: 'fault', detail: expect.stringContaining('since the start') })
      rig().up(2)
      await rig().settle()
      expect(heard).toEqual([])
      expect(rig().part.health().status).not.toBe('fault')
      rig().down(2)
      await rig().settle()
      expect(heard).toEqual([2])
    })
  })
}

export interface LedRig extends Rig<LedOutput> {
  shown(): readonly boolean[]
}

/** What every LedOutput promises. */
export function describeLedOutput(name: string, make: Make<LedRig>) {
  describe(`${name} as LedOutput`, () => {
    const rig = withRig<LedOutput, LedRig>(make)
    const dark = [false, false, false, false, false, false]
    describePart(rig)

    it('is dark at first, shows what it is given, and is dark after stop', async () => {
      expect(rig().shown()).toEqual(dark)
      const states = [true, false, false, true, false, true]
      rig().part.set(states)
      await rig().settle()
      expect(rig().shown()).toEqual(states)
      await rig().part.stop()
      expect(rig().shown()).toEqual(dark)
    })

    it('ignores what comes after stop', async () => {
      await rig().part.stop()
      rig().part.set([true, true, true, true, true, true])
      expect(rig().shown()).toEqual(dark)
    })
  })
}

export interface CardRig extends Rig<CardReader> {
  present(tagUid: string): void
}

/** What every CardReader promises. */
export function describeCardReader(name: string, make: Make<CardRig>) {
  describe(`${name} as CardReader`, () => {
    const rig = withRig<CardReader, CardRig>(make)
    describePart(rig)

    it('tells each card in upper case, also the same one presented again', async () => {
      const heard: string[] = []
      rig().part.onCard((tagUid) => heard.push(tagUid))
      for (const uid of ['04a37c91', '04a37c91']) {
        rig().present(uid)
        await rig().settle()
      }
      expect(heard).toEqual(['04A37C91', '04A37C91'])
    })
  })
}

export interface KeyRig extends Rig<KeySource> {
  type(index: number): void
}

/** What every KeySource promises. */
export function describeKeySource(name: string, make: Make<KeyRig>) {
  describe(`${name} as KeySource`, () => {
    const rig = withRig<KeySource, KeyRig>(make)
    describePart(rig)

    it('tells each key by its index', async () => {
      const heard: number[] = []
      rig().part.onKey((index) => heard.push(index))
      rig().type(0)
      rig().type(5)
      await rig().settle()
      expect(heard).toEqual([0, 5])
    })
  })
}

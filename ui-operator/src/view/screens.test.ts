import { expect, it, vi } from 'vitest'
import { createScreens } from './screens'
import { TABS, type Tab } from './view-store'

const Blank = () => null
const files = (read: (tab: Tab) => Promise<typeof Blank>) =>
  Object.fromEntries(TABS.map((tab) => [tab, () => read(tab)])) as Record<Tab, () => Promise<typeof Blank>>

it('O94 screens are read ahead one after the other, each once, when there is nothing better to do', async () => {
  const said: string[] = []
  const screens = createScreens(files(async (tab) => (said.push(tab), Blank)))
  await screens.readAhead(['night'])
  await screens.readAhead(['ready', 'night', 'desk'], async () => void said.push('idle'))
  expect(said).toEqual(['night', 'idle', 'ready', 'idle', 'desk'])
  expect(screens.here('desk')).toBe(Blank)
})

it('O93 a screen that could not be read fails for whoever looks at it, is asked for again after that, and stops no other', async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  let broken = true
  let asked = 0
  const screens = createScreens(
    files(async (tab) => {
      if (tab === 'ready') asked++
      if (tab === 'ready' && broken) throw new Error('gone')
      return Blank
    }),
  )
  await screens.readAhead(['ready', 'desk'])
  expect([screens.here('ready'), screens.here('desk')]).toEqual([undefined, Blank])
  const looking = screens.readScreen('ready')
  expect(screens.readScreen('ready')).toBe(looking)
  await expect(looking).rejects.toThrow('gone')
  // Whoever shows it draws again and again: one and the same failure.
  expect(screens.readScreen('ready')).toBe(looking)
  expect(asked).toBe(2)
  broken = false
  screens.forget('ready')
  expect(await screens.readScreen('ready')).toBe(Blank)
})

// @vitest-environment happy-dom
import { createManualClock } from '@eg/shared'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import example from '../../../deploy/theme-example/theme.json'
import { chooseSwitch } from '../page-options'
import { HouseMark } from '../parts/house-mark'
import { fr } from '../words/fr'
import { useWords } from '../words/words'
import { applyMotion } from './motion'
import { NO_THEME, readTheme, type Theme } from './read-theme'
import { LOOK_AGAIN_MS, startTheme } from './start-theme'
import { Themed } from './themed'

;(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true

const answer = (body: unknown, status = 200) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })

it('K60 every text that a theme may say is one of the page’s', () => {
  for (const texts of [example.texts.fr, example.texts.en])
    for (const name of Object.keys(texts)) expect(Object.keys(fr)).toContain(name)
})

it('K61 of an answer what can be used is used, and nothing that comes from elsewhere', () => {
  expect(readTheme(null)).toEqual(NO_THEME)
  expect(readTheme('x')).toEqual(NO_THEME)
  const theme = readTheme({
    version: 'a1',
    name: 'La Lanterne',
    colours: { accent: '#f2c14e', ground: 'url(http://elsewhere/)', text: 3 },
    texts: { fr: { attract_title: 'Bonsoir', won: 7 } },
    logo: 'http://elsewhere/logo.svg',
    sounds: { gong: '/theme/sounds/gong.wav?v=a1', bad: '//elsewhere/x.wav' },
    volume: 11,
    sound: false,
  })
  expect(theme).toEqual({
    version: 'a1',
    name: 'La Lanterne',
    colours: { accent: '#f2c14e' },
    texts: { fr: { attract_title: 'Bonsoir' }, en: {} },
    logo: null,
    sounds: { gong: '/theme/sounds/gong.wav?v=a1' },
    sound: false,
    volume: NO_THEME.volume,
    motion: true,
  })
})

it('K62 the theme is asked for again every half minute; what cannot be had or read changes nothing', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const clock = createManualClock()
  const answers = [
    answer({ version: 'a', name: 'A' }),
    answer('not JSON'),
    answer({ version: 'b', name: 'B' }),
    answer('gone', 404),
  ]
  const running = startTheme(clock, async () => answers.shift() ?? Promise.reject(new TypeError('refused')))
  await running.first
  const names = [running.store.getState().name]
  for (let i = 0; i < 4; i++) {
    clock.advance(LOOK_AGAIN_MS)
    await vi.waitFor(() => expect(answers.length).toBeLessThanOrEqual(Math.max(0, 2 - i)))
    await new Promise((resolve) => setTimeout(resolve, 0))
    names.push(running.store.getState().name)
  }
  expect(names).toEqual(['A', 'A', 'B', null, null])
  running.stop()
  warn.mockRestore()
})

it('K63 words, colours, name and logo are the theme’s, and the page’s own again when it goes', async () => {
  document.body.innerHTML = '<div id="root"></div>'
  const store = createStore<Theme>(() => readTheme({ version: 'a', ...example, logo: '/theme/logo.svg?v=a' }))
  const Said = () => <p id="said">{useWords()('attract_title')}</p>
  const root = createRoot(document.querySelector('#root') as Element)
  await act(async () =>
    root.render(
      <Themed store={store} language="fr">
        <HouseMark />
        <Said />
      </Themed>,
    ),
  )
  const { style } = document.documentElement
  const look = () => [
    document.querySelector('#said')?.textContent,
    style.getPropertyValue('--eg-accent'),
    document.title,
    document.querySelector('[data-testid="house-mark"]')?.getAttribute('src') ?? null,
  ]
  expect(look()).toEqual(['La Lanterne', '#f2c14e', 'La Lanterne', '/theme/logo.svg?v=a'])
  await act(async () => store.setState(NO_THEME, true))
  expect(look()).toEqual([fr.attract_title, '', 'EG', null])
  await act(async () => root.unmount())
})

it('K64 motion is off where the browser asks for stillness, else as the address says, else as the theme does', () => {
  const motion = (still: boolean, wanted: boolean | null, theme: boolean) => {
    applyMotion(document, { still, wanted, theme })
    return document.documentElement.dataset.motion
  }
  expect([
    motion(false, null, true),
    motion(false, null, false),
    motion(false, false, true),
    motion(false, true, false),
  ]).toEqual(['on', 'off', 'off', 'on'])
  expect(motion(true, true, true)).toBe('off')
  expect(chooseSwitch('?motion=off', 'motion')).toBe(false)
  expect(chooseSwitch('?sound=on', 'sound')).toBe(true)
  expect(chooseSwitch('?sound=perhaps', 'sound')).toBeNull()
})

// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { asking, playing, pressOf } from './kiosk/samples'
import { click, find, open, text, usePage } from './opened-app.fixture'

usePage()

/** The screen draws a picture when the test says so. */
let pictures: FrameRequestCallback[] = []
beforeEach(() => {
  pictures = []
  vi.stubGlobal('requestAnimationFrame', (draw: FrameRequestCallback) => pictures.push(draw))
  vi.stubGlobal('cancelAnimationFrame', (id: number) => void pictures.splice(id - 1, 1, () => undefined))
})
afterEach(() => vi.unstubAllGlobals())
const nextPicture = () =>
  act(async () => {
    for (const draw of pictures.splice(0)) draw(0)
    await new Promise((resolve) => setTimeout(resolve, 5))
  })
const presses = () => [1, 2, 3].map((n) => find(`option-${n}`)?.dataset.press)
const dimmed = () => [1, 2, 3].map((n) => find(`option-${n}`)?.dataset.dimmed)

it('K96 the first picture of a press is the pressed button alone; words and the others follow with the next', async () => {
  const { say } = await open()
  await say(asking())
  await click('option-2')
  expect([presses(), dimmed(), text('press-message')]).toEqual([
    ['none', 'pending', 'none'],
    [undefined, undefined, undefined],
    '',
  ])
  await nextPicture()
  expect([presses(), dimmed(), text('press-message')]).toEqual([
    ['none', 'pending', 'none'],
    ['true', undefined, 'true'],
    'B …',
  ])
})

it('K96 what the agent says is whole at once, and nothing of an earlier press comes after it', async () => {
  const { say } = await open()
  await say(asking())
  await click('option-2')
  await say(asking({ press: pressOf(1, 'counted'), counted: 'B' }))
  expect([presses(), dimmed(), text('press-message')?.slice(0, 10)]).toEqual([
    ['none', 'counted', 'none'],
    ['true', undefined, 'true'],
    'Compté : B',
  ])
  await nextPicture()
  expect([presses(), text('press-message')?.slice(0, 10)]).toEqual([['none', 'counted', 'none'], 'Compté : B'])
})

it('K96 a press that nobody answered is told whether a picture was drawn meanwhile or not', async () => {
  const { say, live } = await open()
  await say(asking())
  await click('option-2')
  await live(3000)
  expect([presses(), text('press-message')]).toEqual([['none', 'refused', 'none'], 'Pas compté — appuyez encore'])
})

it('K96 so it is with a stake by day', async () => {
  const { say } = await open()
  await say(playing('ready'))
  await click('option-1')
  expect([presses(), dimmed()]).toEqual([
    ['pending', 'none', 'none'],
    [undefined, undefined, undefined],
  ])
  await nextPicture()
  expect(dimmed()).toEqual([undefined, 'true', 'true'])
})

it('S95 says of a key that it is one, of a finger and of an Enter that it is none, but of an Enter soon after a character', async () => {
  const { say, presses, type, pass, enter } = await open()
  await say(asking())
  const finger = new PointerEvent('pointerdown', { bubbles: true, isPrimary: true, button: 0 })
  await act(async () => void find('option-1')?.dispatchEvent(finger))
  await enter('option-2')
  await pass(100)
  await type([{ key: '3', code: 'Digit3' }])
  await pass(300)
  await enter('option-2')
  await pass(701)
  await type(['Tab'])
  await pass(100)
  await enter('option-1')
  expect(presses.map(({ index, key }) => [index, key])).toEqual([
    [0, false],
    [1, false],
    [2, true],
    [1, true],
    [0, false],
  ])
})

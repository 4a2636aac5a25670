import { expect, it } from 'vitest'
import { type ResetDevice, type ResetTargets, afterWord, decideConfirm, decideReset } from './reset-rules.js'

const device = (deviceId: string, status: ResetDevice['status'], legacy = false): ResetDevice => ({
  deviceId,
  status,
  legacy,
})
const CLEAR = { card: false, lights_off: true, outbox: 0, screen: 'attract' }
const done = (found: Partial<typeof CLEAR> | null) =>
  afterWord({ status: 'done', reason: null, found: found && { ...CLEAR, ...found } })

it('J34 done counts as ready only with a word of what was found, and nothing left', () => {
  expect(done({})).toEqual({ status: 'ready', reason: null })
  expect(done({ screen: 'none' }).status).toBe('ready')
  expect(done(null)).toEqual({ status: 'manual', reason: 'not_verified' })
  expect(done({ card: true }).reason).toBe('card_here')
  expect(done({ outbox: 2 }).reason).toBe('unsent')
  expect(done({ lights_off: false }).reason).toBe('lights_on')
  expect(done({ screen: 'question' })).toEqual({ status: 'needs_reset', reason: 'screen' })
})

it('J32 what would fail another time too needs a hand; what is away or busy can be tried again', () => {
  const failed = (reason: string) => afterWord({ status: 'failed', reason, found: null }).status
  for (const reason of ['old_device', 'unknown_action', 'unsupported', 'no_answer'])
    expect(failed(reason)).toBe('manual')
  for (const reason of ['offline', 'not_finished', 'unsent', 'question_open', 'restarted'])
    expect(failed(reason)).toBe('needs_reset')
})

it('J31 J32 sends to those that need it, to all or to those that are named; old devices are told to nobody', () => {
  const devices = [device('a', 'needs_reset'), device('b', 'ready'), device('c', 'waiting'), device('d', 'manual')]
  const chosen = (list: ResetDevice[], targets: ResetTargets = 'needed') =>
    decideReset(targets, { sessionOpen: false, devices: list }).changes.map(
      ({ type, deviceId }) => `${type} ${deviceId}`,
    )
  expect(chosen(devices)).toEqual(['send a'])
  expect(chosen(devices, ['b', 'd'])).toEqual(['send b', 'send d'])
  expect(chosen([device('b', 'ready'), device('c', 'sent'), device('e', null, true)], 'all')).toEqual([
    'send b',
    'by_hand e',
  ])
  expect(decideReset('all', { sessionOpen: true, devices })).toMatchObject({ status: 'refused', changes: [] })
  expect(decideConfirm('x', { sessionOpen: false, status: null })).toMatchObject({ reason: 'unknown_device' })
})

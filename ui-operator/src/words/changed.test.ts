import '../testing/all-words'
import { expect, it } from 'vitest'
import { createMoneyFormat } from '../money/format-money'
import { aLine, START_MS } from '../testing/samples'
import type { LastChange } from '@eg/shared'
import { changeOf, describeChange } from './changed'
import { wordsFor } from './words'

const changed: LastChange = { kind: 'runClosed', by: 'Léa', at: START_MS, seq: 41 }
const said = (change: LastChange, lang: 'fr' | 'en', lines: Parameters<typeof describeChange>[1]['lines'] = []) =>
  describeChange(change, {
    lines,
    clientId: 'op-0123abcd',
    coreNowMs: START_MS + 2000,
    t: wordsFor(lang),
    money: createMoneyFormat(lang, null),
  })

it('O88 says what changed meanwhile, by whom and how long ago, in the timeline’s words', () => {
  expect(said(changed, 'fr').replaceAll('\u00a0', ' ')).toBe('Entre-temps : vote clos par Léa (il y a 2 s).')
  expect(said(changed, 'en')).toBe('Meanwhile: vote closed by Léa (2 s ago).')
  expect(said({ ...changed, kind: 'opModeSet', by: 'ui:op-0123abcd' }, 'en')).toContain('back to day, by you')
  expect(said({ ...changed, by: null, kind: 'somethingNew' }, 'en')).toBe(
    'Meanwhile: somethingNew: done, by the core (2 s ago).',
  )
})

it('O88 says it with the line itself where the page has it', () => {
  const line = aLine(41, { kind: 'runRevealed', outcome: 'ok', actor: 'Léa', data: { winner: 'Ada' } })
  expect(said({ ...changed, kind: 'runRevealed' }, 'en', [line])).toBe('Meanwhile: result revealed: Ada (2 s ago).')
})

it('O88 takes only what a stale answer says of it', () => {
  expect(changeOf({ type: 'x', status: 'stale', changed: { ...changed } })).toEqual(changed)
  expect(changeOf({ type: 'x', status: 'stale' })).toBeNull()
  expect(changeOf({ type: 'x', status: 'refused', changed })).toBeNull()
})

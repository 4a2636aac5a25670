import '../testing/all-words'
import { describe, expect, it } from 'vitest'
import type { CoreHealth } from '../session/live-store'
import { createMoneyFormat } from '../money/format-money'
import { GAME, someOdds, somePayouts } from '../testing/money-samples'
import { aDevice, START_MS } from '../testing/samples'
import { wordsFor } from '../words/words'
import { moneyRules } from './rules-panel'
import type { CoreSays } from './use-health'
import { venueFacts } from './venue-facts'

const t = wordsFor('en')
const CORE: CoreHealth = { version: '0.1.0', started_at: START_MS, auth: 'enrolled', store: 'ok', detail: null }
const BACKUP = { at: START_MS - 40_000, file: '/usb/core-1.db', same_device: false, problem: null }

function facts(core: Partial<CoreHealth> = {}, health: Partial<CoreSays> = {}) {
  const live = {
    devices: new Map([
      ['slot-01', aDevice('slot-01')],
      ['slot-02', aDevice('slot-02', { online: false })],
    ]),
    night: { mode: 'day', run: null, expected_default: 9, suggested: null, next_step: 1 } as never,
    undoable: { window_s: 60, items: [] },
    desks: new Map([['change-01', {} as never]]),
  }
  const parts = {
    health: { tls: undefined, clients: null, ...health },
    live,
    nowMs: START_MS,
    page: 'http://core:3000',
    broker: 'ws://core:9001/mqtt',
  }
  const all = venueFacts({ core: { ...CORE, ...core }, ...parts }, t, 'en')
  return (id: string) => all.find((fact) => fact.id === id)
}

describe('what the core says of the venue', () => {
  it('T70 version, slots, expected votes, desks, time to undo and addresses, each with the variable that sets it', () => {
    const fact = facts()
    expect([fact('version')?.value, fact('slots')?.value]).toEqual(['0.1.0', '1 online, 2 known'])
    expect(fact('expected')).toMatchObject({ value: '9', sets: 'NIGHT_EXPECTED_VOTES' })
    expect(fact('desks')).toMatchObject({ value: 'change-01', sets: 'EG_CHANGE_DESKS' })
    expect(fact('undo')).toMatchObject({ value: '1\u00a0min', sets: 'EG_UNDO_S' })
    expect(fact('broker')?.value).toBe('ws://core:9001/mqtt')
  })

  it('T71 an open core, one without TLS, and a certificate that ends soon want attention, with what to do', () => {
    expect(facts({ auth: 'open' })('auth')).toMatchObject({ tone: 'attention', sets: 'EG_AUTH' })
    expect(facts()('auth')).toMatchObject({ tone: 'ok' })
    expect(facts()('tls')).toEqual({
      id: 'tls',
      label: 'Encryption (TLS)',
      sets: 'EG_TLS_DIR',
      value: 'The core does not say',
    })
    expect(facts({}, { tls: null })('tls')).toMatchObject({ tone: 'attention', value: 'No' })
    const tls = (daysLeft: number) => ({ tls: { expiresAt: START_MS, daysLeft, names: ['core.local'] } })
    expect(facts({}, tls(300))('tls')).toMatchObject({ tone: 'ok', note: 'core.local' })
    expect(facts({}, tls(13))('tls')).toMatchObject({
      tone: 'attention',
      note: expect.stringContaining('npm run certs'),
    })
    expect(facts({}, tls(-1))('tls')).toMatchObject({ tone: 'problem', value: 'Certificate has ended' })
  })

  it('T72 backups: when, where, what is wrong with them, and that there are none', () => {
    expect(facts({ backup: BACKUP })('backup')).toMatchObject({
      tone: 'ok',
      value: '40 s ago',
      note: 'In /usb/core-1.db.',
    })
    const same = facts({ backup: { ...BACKUP, same_device: true } })('backup')
    expect(same).toMatchObject({ tone: 'attention', note: expect.stringContaining('USB stick') })
    const failed = facts({ backup: { ...BACKUP, problem: 'ENOSPC: no space left' } })('backup')
    expect(failed).toMatchObject({
      tone: 'problem',
      note: 'The last good one was taken 40 s ago. ENOSPC: no space left',
    })
    expect(facts({ backup: null })('backup')).toMatchObject({ tone: 'problem' })
    expect(facts({ backup: { ...BACKUP, at: null, file: null } })('backup')?.value).toBe('Not yet')
  })

  it('T73 a rehearsal is told from the real evening, and a database that does not save is red', () => {
    expect(facts({ rehearsal: true } as never)('rehearsal')).toMatchObject({ tone: 'attention', value: 'Running' })
    expect(facts()('rehearsal')).toMatchObject({ tone: 'ok' })
    expect(facts({ store: 'failing', detail: 'disk I/O error' })('store')).toMatchObject({
      tone: 'problem',
      note: 'disk I/O error',
    })
  })
})

describe('the money rules in force', () => {
  const money = createMoneyFormat('en', 'EUR')
  const rules = (odds = someOdds(), payouts = somePayouts()) => {
    const all = moneyRules({ odds, game: GAME, payouts }, t, 'en', money)
    return (id: string) => all.find((fact) => fact.id === id)
  }

  it('T74 stand with their values and the variables that set them', () => {
    const rule = rules(someOdds({ stake_limit_cents: 5000 }))
    expect(rule('stake-limit')).toMatchObject({ value: 'At most €50.00 an hour', sets: 'EG_STAKE_LIMIT_CENTS' })
    expect(rule('credit-limit')).toMatchObject({ value: 'No limit', sets: 'EG_CREDIT_LIMIT_CENTS' })
    expect(rule('stakes')?.value).toBe('€1.00 · €2.00')
    expect(rule('currency')).toMatchObject({ value: 'EUR', sets: 'EG_CURRENCY' })
    expect(rules(someOdds({ credit_policy: 'any' }))('credit')).toMatchObject({
      tone: 'attention',
      sets: 'EG_CREDIT_POLICY',
    })
    expect(rules(someOdds({ house_edge: -0.1 }))('edge')?.tone).toBe('problem')
  })

  it('T74 how long a payout waits is read off one that waits; without one the page does not guess', () => {
    expect(rules()('payout-hours')?.value).toBe('Shows once a payout waits')
    const waiting = somePayouts(5)
    const [item] = waiting.items
    if (!item) throw new Error('no payout')
    expect(rules(someOdds(), waiting)('payout-hours')?.value).toBe('For ever')
    item.expires_at = item.created_at + 24 * 3_600_000
    expect(rules(someOdds(), waiting)('payout-hours')?.value).toBe('24 hours')
  })
})

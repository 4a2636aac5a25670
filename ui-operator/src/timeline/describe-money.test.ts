import '../testing/all-words'
import { describe, expect, it } from 'vitest'
import { createMoneyFormat } from '../money/format-money'
import { aLine } from '../testing/samples'
import { wordsFor } from '../words/words'
import { describeLine, groupOf, toneOf } from './describe-line'
import { filterLines, NO_FILTER } from './filter-lines'

const own = 'op-0123abcd'
const card = { tag_uid: '04A37C91' }
const desk = { device_id: 'change-01', actor: `ui:${own}`, outcome: 'ok' }
const slot = { device_id: 'slot-03', actor: 'slot-03', outcome: 'ok' }
const lines = [
  aLine(12, { ...slot, kind: 'roundPlay', data: { ...card, stake_cents: 200, win_cents: 500 } }),
  aLine(11, { ...slot, kind: 'roundPlay', data: { ...card, stake_cents: 200, win_cents: 0 } }),
  aLine(10, { ...slot, kind: 'walletDebit', outcome: 'insufficient', data: card }),
  aLine(9, { ...desk, kind: 'opDeskTopUp', data: { ...card, amount_cents: 2000, receipt: 12 } }),
  aLine(8, { ...desk, kind: 'opDeskClaim', outcome: 'not_found', reason: 'expired', data: card }),
  aLine(7, { ...desk, kind: 'opShiftOpen', data: { by: 'Nadia', count_cents: 20_000 } }),
  aLine(6, { ...desk, kind: 'opShiftClose', data: { count_cents: 19_850, over_short_cents: -150 } }),
  aLine(5, { ...desk, device_id: null, kind: 'opCardIssue', data: { ...card, name: 'Ada' } }),
  aLine(4, { ...desk, device_id: null, kind: 'opCardFreeze', data: { ...card, why: 'trouvée' } }),
  aLine(3, { kind: 'payoutExpired', outcome: 'expired', actor: 'core', device_id: null, data: { amount_cents: 3500 } }),
  aLine(2, { ...slot, kind: 'betExpired', actor: 'core', data: card }),
  aLine(1, { ...desk, kind: 'opDeskCashOut', data: {} }),
]
const say = (lang: 'fr' | 'en') =>
  lines.map((line) =>
    describeLine(line, own, wordsFor(lang), createMoneyFormat(lang, 'EUR')).replace(/[\u00a0\u202f]/g, ' '),
  )

describe('money in the timeline', () => {
  it('O58 is told in sentences in French', () => {
    expect(say('fr')).toEqual([
      'slot-03 : carte …7C91, mise 2,00 €, gain 5,00 €',
      'slot-03 : carte …7C91, mise 2,00 €, perdu',
      '« Mise » refusé (slot-03) : solde insuffisant',
      'change-01 : 20,00 € sur la carte …7C91, reçu 12',
      '« Paiement d’un gain » refusé (change-01) : ce gain est périmé',
      'change-01 : caisse ouverte par Nadia, 200,00 € comptés',
      'change-01 : caisse fermée, 198,50 € comptés, écart −1,50 €',
      'Carte …7C91 remise à Ada',
      'Carte …7C91 gelée par vous (trouvée)',
      'Gain de 35,00 € périmé',
      'slot-03 : mise de la carte …7C91 close, perdue',
      'Remboursement : fait, par vous',
    ])
  })

  it('O58 is told in sentences in English', () => {
    expect(say('en')).toEqual([
      'slot-03: card …7C91 stakes €2.00, wins €5.00',
      'slot-03: card …7C91 stakes €2.00, loses',
      '“Bet” refused (slot-03): not enough balance',
      'change-01: €20.00 onto card …7C91, receipt 12',
      '“Payout claim” refused (change-01): this payout has expired',
      'change-01: shift opened by Nadia, €200.00 counted',
      'change-01: shift closed, €198.50 counted, −€1.50 over or short',
      'Card …7C91 issued to Ada',
      'Card …7C91 frozen by you (trouvée)',
      'Payout of €35.00 expired',
      'slot-03: the open bet of card …7C91 is closed as lost',
      'Cash-out: done, by you',
    ])
  })

  it('O59 keeps the play itself quiet, and what the core does by itself is no refusal', () => {
    expect(lines.map(toneOf).slice(0, 4)).toEqual(['quiet', 'quiet', 'attention', 'plain'])
    expect(groupOf(lines[9] ?? aLine(0))).toBe('done')
  })

  it('O59 is found by the card', () => {
    const found = filterLines(
      lines,
      { ...NO_FILTER, text: '04a37c91' },
      own,
      wordsFor('fr'),
      createMoneyFormat('fr', 'EUR'),
    )
    expect(found.map((line) => line.seq)).toEqual([12, 11, 10, 9, 8, 5, 4, 2])
  })
})

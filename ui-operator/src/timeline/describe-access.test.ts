import '../testing/all-words'
import { describe, expect, it } from 'vitest'
import { aLine } from '../testing/samples'
import { wordsFor } from '../words/words'
import { describeLine } from './describe-line'

const t = { fr: wordsFor('fr'), en: wordsFor('en') }
const money = (cents: number) => String(cents)
const say = (lang: 'fr' | 'en', kind: string, more: Parameters<typeof aLine>[1] = {}) => {
  const line = aLine(1, { kind, outcome: 'ok', actor: 'Léa', device_id: null, run: null, ...more })
  return describeLine(line, 'Sam', t[lang], money)
}

describe('who is let in, in the timeline', () => {
  it.each([
    [
      'opEnrol',
      { device_id: 'slot-04', data: { role: 'slot' } },
      'slot-04 admis (Station), par Léa',
      'slot-04 let in (Slot), by Léa',
    ],
    [
      'opDeviceAdd',
      { device_id: 'change-01', data: { role: 'change' }, actor: 'admin' },
      'change-01 ajouté (Comptoir), par l’administration du core',
      'change-01 added (Desk), by the core’s administration',
    ],
    ['opRevoke', { device_id: 'slot-04', data: {} }, 'slot-04 mis dehors, par Léa', 'slot-04 put out, by Léa'],
    ['opDismiss', { data: {} }, 'Un appareil renvoyé de la porte, par Léa', 'A device turned away at the door, by Léa'],
    ['opOperatorSet', { data: { name: 'Vic', role: 'viewer' } }, 'Vic : Lecture, par Léa', 'Vic: Viewer, by Léa'],
    ['opOperatorRemove', { data: { name: 'Vic' } }, 'Vic retiré, par Léa', 'Vic removed, by Léa'],
    ['opLogoutAll', { data: { name: 'Vic' } }, 'Vic déconnecté partout, par Léa', 'Vic logged out everywhere, by Léa'],
    ['login', { data: {} }, 'Léa : entrée', 'Léa logged in'],
    ['logout', { actor: 'Sam', data: {} }, 'Vous : sortie', 'You logged out'],
  ])('A90 %s is a sentence in French and in English', (kind, more, fr, en) => {
    expect(say('fr', kind, more).replaceAll('\u00a0', ' ')).toBe(fr)
    expect(say('en', kind, more)).toBe(en)
  })

  it('A90 a refused login says whose and why', () => {
    const refused = { outcome: 'refused', reason: 'bad_login', actor: 'somebody', data: { address: '10.0.0.9' } }
    expect(say('en', 'login', refused)).toBe('“Log in” refused (a stranger): wrong name or password')
    expect(say('fr', 'login', { ...refused, reason: 'locked', actor: 'Léa' })).toContain('trop d’essais')
  })
})

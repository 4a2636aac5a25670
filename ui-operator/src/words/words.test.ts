import '../testing/all-words'
import { describe, expect, it } from 'vitest'
import { en } from './en'
import { explainAnswer } from './explain'
import { formatAgo, formatMs, formatSpan } from './format'
import { fr } from './fr'
import { chooseLanguage } from './language'
import { wordsFor } from './words'

const t = { fr: wordsFor('fr'), en: wordsFor('en') }
const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort()
const REASONS =
  'stale not_night run_open not_open not_closed already_revealed tie_needs_winner not_tied no_timer unknown_run run_ended no_answer'

describe('words', () => {
  it('O27 French and English say the same things with the same values', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort())
    for (const key of Object.keys(fr) as (keyof typeof fr)[]) expect(values(en[key]), key).toEqual(values(fr[key]))
  })

  it('O27 takes the language from the URL, then the stored choice, then the browser, else French', () => {
    expect(chooseLanguage('?lang=en', 'fr', ['fr-FR'])).toBe('en')
    expect(chooseLanguage('', 'en', ['fr-FR'])).toBe('en')
    expect(chooseLanguage('', null, ['de-DE', 'en-US'])).toBe('en')
    expect(chooseLanguage('?lang=xx', null, ['de'])).toBe('fr')
  })

  it('O5 says every known reason in the operator’s language, and the core’s own sentence for others', () => {
    for (const reason of REASONS.split(' ')) {
      const answer = { type: 'x', status: 'refused', reason, detail: 'English' }
      expect(explainAnswer(answer, t.fr), reason).not.toBe('English')
      expect(explainAnswer(answer, t.fr)).not.toBe(explainAnswer(answer, t.en))
    }
    expect(explainAnswer({ type: 'x', status: 'invalid', reason: 'odd', detail: 'Said by the core.' }, t.fr)).toBe(
      'Said by the core.',
    )
    expect(explainAnswer({ type: 'x', status: 'stale' }, t.en)).toBe(t.en('reason.stale'))
  })

  it('O72 says that a fault in the core changed nothing and whom to tell, in both languages', () => {
    const answer = { type: 'x', status: 'refused', reason: 'fault', detail: 'English' }
    expect(explainAnswer(answer, t.fr)).toContain('rien n’est compté ni changé. Prévenez le technicien')
    expect(explainAnswer(answer, t.en)).toContain('nothing was booked or changed. Tell the technician')
    // Not known to have changed nothing: the core’s own sentence.
    expect(explainAnswer({ ...answer, status: 'unavailable' }, t.en)).toBe('English')
  })

  it('O27 writes times, spans and ages as each language does', () => {
    expect(formatSpan(42_000)).toBe('00:42')
    expect(formatSpan(4_360_000)).toBe('01:12:40')
    expect(formatMs(1.23, 'fr')).toBe('1,2 ms')
    expect(formatAgo(14_000, t.fr)).toBe('il y a 14 s')
    expect(formatAgo(14_000, t.en)).toBe('14 s ago')
    expect(t.fr('link.lost', { ago: formatAgo(14_000, t.fr) })).toBe('Dernier état connu il y a 14 s')
    expect(t.en('link.lost', { ago: formatAgo(14_000, t.en) })).toBe('Last truth 14 s ago')
    expect(t.en('run.voted', { count: 6, expected: 9 })).toBe('6 of 9 voted')
    expect(t.fr('run.voted', { count: 1, expected: 9 })).toBe('1 sur 9 a voté')
  })
})

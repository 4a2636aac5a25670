import '../testing/all-words'
import { allContracts } from '@eg/shared'
import { describe, expect, it } from 'vitest'
import { aLine } from '../testing/samples'
import { createMoneyFormat } from '../money/format-money'
import { isTextKey, wordsFor } from '../words/words'
import { describeLine, groupOf } from './describe-line'
import { filterLines, NO_FILTER } from './filter-lines'

/** The core's own sources: the kinds of its lines stand in them as they are written. */
const SOURCES = Object.entries(
  import.meta.glob<string>('../../../core/src/**/*.ts', { query: '?raw', import: 'default', eager: true }),
).flatMap(([path, text]) => (path.endsWith('.test.ts') ? [] : [text]))

const own = 'op-0123abcd'
const fr = wordsFor('fr')
const en = wordsFor('en')
const money = createMoneyFormat('fr', 'EUR')
const run = { device_id: null, actor: `ui:${own}`, outcome: 'ok' }
const lines = [
  aLine(9, { kind: 'nightVote', outcome: 'refused', reason: 'not_offered' }),
  aLine(8, { ...run, kind: 'opNightClose', outcome: 'stale', reason: 'stale', actor: 'ui:op-9c01aa00' }),
  aLine(7, { ...run, kind: 'runRevealed', data: { winner: null } }),
  aLine(6, { ...run, kind: 'runClosed', data: { by: 'timer' }, actor: 'timer' }),
  aLine(5, { ...run, kind: 'runVoided', data: { why: 'superseded' } }),
  aLine(4, { kind: 'linkDown', outcome: 'ok', device_id: 'slot-05', actor: 'slot-05' }),
  aLine(3, { kind: 'nightVote' }),
  aLine(2, { ...run, kind: 'runOpened', data: { step: 3, question: 'À qui ?' } }),
  aLine(1, { ...run, kind: 'opModeSet', data: { mode: 'night' } }),
  aLine(0, { ...run, kind: 'somethingNew', actor: 'http' }),
]

describe('timeline lines', () => {
  it('O23 are sentences in French', () => {
    expect(lines.map((line) => describeLine(line, own, fr, money).replaceAll('\u00a0', ' '))).toEqual([
      'slot-01 : vote pas compté, ce choix n’était pas proposé',
      '« Clore le vote » refusé (l’opérateur 9c01) : la situation a changé entre-temps',
      'Résultat révélé : personne n’a voté',
      'Vote clos : temps écoulé',
      'Question annulée : remplacée par une autre',
      'slot-05 : lien perdu',
      'slot-01 : vote compté',
      'Étape 3 ouverte : À qui ?',
      'La nuit commence, par vous',
      'SomethingNew : fait, par un script',
    ])
  })

  it('O23 are sentences in English', () => {
    expect(lines.slice(0, 4).map((line) => describeLine(line, own, en, money))).toEqual([
      'slot-01: vote not counted, that option was not offered',
      '“Close the vote” refused (operator 9c01): things have changed meanwhile',
      'Result revealed: nobody voted',
      'Vote closed: time is up',
    ])
  })

  it('F69 say why a result has no winner, and who has taken whose place', () => {
    const revealed = (outcome?: string) =>
      aLine(1, { ...run, kind: 'runRevealed', data: { winner: null, ...(outcome ? { outcome } : {}) } })
    const lines = [
      ...['tie', 'no_quorum', 'timeout', 'nobody', undefined].map(revealed),
      ...['spare-01', undefined].map((spare) =>
        aLine(1, {
          kind: 'swapDone',
          outcome: 'ok',
          actor: 'core',
          device_id: 'slot-04',
          run: null,
          data: { swap: 3, ...(spare ? { spare } : {}) },
        }),
      ),
    ]
    const said = (t: typeof fr) => lines.map((line) => describeLine(line, own, t, money).replaceAll('\u00a0', ' '))
    expect(said(fr)).toEqual([
      'Résultat révélé : égalité, pas de gagnant',
      'Résultat révélé : trop peu de votes, pas de gagnant',
      'Résultat révélé : temps écoulé, pas de gagnant',
      'Résultat révélé : personne n’a voté',
      'Résultat révélé : personne n’a voté',
      'slot-04 : la réserve spare-01 a pris sa place',
      'slot-04 : une machine neuve a pris sa place',
    ])
    expect(said(en)).toEqual([
      'Result revealed: a tie, no winner',
      'Result revealed: too few votes, no winner',
      'Result revealed: time ran out, no winner',
      'Result revealed: nobody voted',
      'Result revealed: nobody voted',
      'slot-04: the spare spare-01 has taken its place',
      'slot-04: a new machine has taken its place',
    ])
  })

  it('O175 say a standstill and a step of the show as sentences; the first step is no “next”', () => {
    const moved = { ...run, kind: 'showMoved', data: { step: 1, via: 'start' } }
    const given = [
      aLine(4, { ...run, kind: 'showStalled', actor: 'timer', data: { after_s: 180 } }),
      aLine(3, moved),
      aLine(2, { ...moved, data: { step: 2, via: 'next' } }),
      aLine(1, { ...moved, data: { step: 5, via: 'jump', why: 'too slow' } }),
    ]
    const said = (t: typeof fr) => given.map((line) => describeLine(line, own, t, money).replaceAll('\u00a0', ' '))
    expect(said(fr)).toEqual([
      'Rien n’avance depuis 3 min',
      'Étape 1, la première du spectacle',
      'Passage à l’étape 2, par vous',
      'Passage à l’étape 5, par vous (too slow)',
    ])
    expect(said(en).slice(0, 3)).toEqual([
      'Nothing has moved for 3 min',
      'Step 1, the first of the show',
      'On to step 2, by you',
    ])
  })

  it('O23 name every kind of line that the core writes', () => {
    const written = SOURCES.flatMap((text) => [...text.matchAll(/kind: '(\w+)', outcome/g)].map(([, kind]) => kind))
    expect(written.length).toBeGreaterThan(20)
    expect(written.filter((kind) => !isTextKey(`kind.${kind}`))).toEqual([])
  })

  it('O23 name every command, and what the core writes by itself', () => {
    // Answered at once and never written down.
    const never = new Set(['pageToken', 'opScreen'])
    const commands = allContracts.flatMap(({ kind, name }) => (kind === 'command' && !never.has(name) ? [name] : []))
    const own = [
      'showStarted',
      'showMoved',
      'showEnded',
      'showStalled',
      'cardReset',
      'cardsReset',
      'cardIssued',
      'cardTap',
    ]
    const later = ['messageExpired', 'undo', 'runReopened', 'swapDone', 'fencedReturn', 'betExpired', 'payoutExpired']
    expect([...commands, ...own, ...later].filter((kind) => !isTextKey(`kind.${kind}`))).toEqual([])
  })

  it('O23 blame no card where the house has frozen money or the game', () => {
    const refused = { ...run, kind: 'opDeskTopUp', outcome: 'refused', reason: 'frozen' }
    expect(describeLine(aLine(1, refused), own, en, money)).toBe(
      '“Top-up” refused (you): the house has frozen this: let it go on first',
    )
    const card = { ...refused, outcome: 'frozen' }
    expect(describeLine(aLine(1, card), own, en, money)).toContain('the card is frozen')
  })

  it('O71 say by how much the core’s clock was set, forward or back, in the unit that matters', () => {
    const said = (byMs: number | null, t = fr) =>
      describeLine(aLine(1, { ...run, kind: 'clockSet', actor: 'core', data: { by_ms: byMs } }), own, t, money)
    expect(said(45_400)).toBe('L’horloge du core a été avancée de 45\u00a0s')
    expect(said(-5_400_000)).toBe('L’horloge du core a été reculée de 1\u00a0h\u00a030\u00a0min')
    expect(said(36_000_000, en)).toBe('The core’s clock was set forward by 10\u00a0h')
    expect(said(-86_400_000 * 3, en)).toBe('The core’s clock was set back by 3 days')
    expect(said(null, en)).toContain('Set the core’s clock: done')
    expect(groupOf(aLine(1, { ...run, kind: 'clockSet' }))).toBe('done')
  })

  it('O23 tell what a device was told to do and what became of it, and who is excused, in both languages', () => {
    const device = { device_id: 'slot-04', actor: 'slot-04', outcome: 'ok' }
    const of = (action: string, more = {}) => ({ ...device, data: { action, cmd_id: 'c1' }, ...more })
    const given = [
      aLine(6, { ...of('identify'), kind: 'opDeviceCommand', actor: `ui:${own}` }),
      aLine(5, { ...of('press_test'), kind: 'commandDone' }),
      aLine(4, { ...of('set_clock'), kind: 'commandFailed', outcome: 'failed', reason: 'not_permitted' }),
      aLine(3, { ...device, kind: 'slotExcused', actor: 'core', data: { by: 'absent' } }),
      aLine(2, { ...device, kind: 'slotExcused', actor: `ui:${own}`, data: { by: 'operator' } }),
      aLine(1, { ...device, kind: 'slotExpected', actor: 'core', data: { by: 'back' } }),
    ]
    const said = (t: typeof fr) => given.map((line) => describeLine(line, own, t, money).replaceAll('\u00a0', ' '))
    expect(said(fr)).toEqual([
      'slot-04 : « Montrer où elle est » demandé par vous',
      'slot-04 : « Tester les boutons » fait',
      'slot-04 : « Mettre à l’heure » raté, le système de la station ne le lui permet pas',
      'slot-04 absente depuis 20 s : excusée',
      'slot-04 n’est plus attendue, par vous',
      'slot-04 est de retour : de nouveau attendue',
    ])
    expect(said(en)).toEqual([
      'slot-04: “Show where it is” asked by you',
      'slot-04: “Test the buttons” done',
      'slot-04: “Set the clock” failed, its system does not allow it to',
      'slot-04 away for 20 s: excused',
      'slot-04 is not waited for any more, by you',
      'slot-04 is back: waited for again',
    ])
    expect(groupOf(given[2] ?? aLine(0))).toBe('refused')
  })

  it('O24 are found by words in any accent, by device and by outcome', () => {
    const seqs = (filter: Partial<typeof NO_FILTER>) =>
      filterLines(lines, { ...NO_FILTER, ...filter }, own, fr, money).map((line) => line.seq)
    expect(seqs({ text: 'etape a qui' })).toEqual([2])
    expect(seqs({ device: 'slot-05' })).toEqual([4])
    expect(seqs({ group: 'refused' })).toEqual([9, 8])
    expect(seqs({ group: 'links' })).toEqual([4])
    expect(seqs({})).toHaveLength(lines.length)
    expect(groupOf(lines[6] ?? aLine(0))).toBe('done')
  })
})

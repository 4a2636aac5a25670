import { describe, expect, it } from 'vitest'
import { SCRIPT_FAULTS } from '@eg/shared'
import { MAX_SCRIPT_BYTES } from '@eg/shared/show-script'
import { readScript } from './read-script.js'

const GOOD = `title: Two questions
language: en
steps:
  - id: safe
    question: Who opened the safe?
    options: [The butler, The widow]
  - id: garden
    question: Where now?
    options:
      - The pond
      - { text: Home, to: end }
`
/** Every fault as `line:column field sentence`. */
const faults = (text: string): string[] =>
  readScript(text).problems.map(({ line, column, field, detail }) => `${line}:${column} ${field} ${detail}`)
/** The stable words of every fault, with what their words need. */
const words = (text: string) => readScript(text).problems.map(({ fault, params }) => [fault, params])
const step = (more: string) => GOOD.replace('    question: Where now?\n', `    question: Where now?\n${more}`)

describe('a script of the night', () => {
  it('F1 is YAML or JSON, and what is left out is filled in', () => {
    const { script } = readScript(GOOD)
    expect(script).toMatchObject({ title: 'Two questions', language: 'en', version: null, start: 'safe' })
    expect(script?.steps[0]).toEqual({
      id: 'safe',
      step: 1,
      question: 'Who opened the safe?',
      options: [
        { text: 'The butler', to: 'garden' },
        { text: 'The widow', to: 'garden' },
      ],
      to: 'garden',
      timer_s: null,
      expected: null,
      final: false,
      reveal: 'auto',
      tie: 'first',
      revotes: 3,
      quorum: null,
      no_quorum: null,
      timeout: null,
      cues: { open: null, closing: null, closed: null, revealed: null },
    })
    expect(script?.steps[1]?.options.map(({ to }) => to)).toEqual(['end', 'end'])
    const written = {
      title: 'Two questions',
      language: 'en',
      steps: [
        { id: 'safe', question: 'Who opened the safe?', options: ['The butler', 'The widow'] },
        { id: 'garden', question: 'Where now?', options: ['The pond', { text: 'Home', to: 'end' }] },
      ],
    }
    for (const json of [JSON.stringify(written), JSON.stringify(written, null, 2), JSON.stringify(written, null, '\t')])
      expect(readScript(json).script).toEqual(script)
  })

  it('F1 has cues: a text is in its language, or one a language', () => {
    const { script } = readScript(
      step(`    timer_s: 30
    cues:
      open: { text: Go, lights: chase, sound: gong }
      closing: { before_s: 10, text: { fr: Vite, en: Quick } }
      revealed: {}
`),
    )
    expect(script?.steps[1]?.cues).toEqual({
      open: { text: { en: 'Go' }, lights: 'chase', sound: 'gong' },
      closing: { before_s: 10, text: { fr: 'Vite', en: 'Quick' }, lights: null, sound: null },
      closed: null,
      revealed: { text: {}, lights: null, sound: null },
    })
  })

  it('F1 may repeat parts by anchors', () => {
    const text = GOOD.replace('[The butler, The widow]', '&who [The butler, The widow]').replace(
      'options:\n      - The pond\n      - { text: Home, to: end }',
      'options: *who',
    )
    expect(readScript(text).script?.steps[1]?.options.map((o) => o.text)).toEqual(['The butler', 'The widow'])
  })

  it.each([
    ['F2 broken YAML', GOOD.replace('- The pond', '- "The pond" x'), /^10:20 null This cannot be read as YAML or JSON/],
    ['F2 an empty text', '', /^1:1 null a script has title, language and steps/],
    ['F2 a list', '- a\n', /^1:1 null a script has/],
    ['F2 a field that does not exist', step('    timer: 5\n'), /^9:5 steps\.1\.timer "timer" is no field .* timer_s,/],
    ['F2 a field that is missing', GOOD.replace('language: en\n', ''), /^1:1 language language is missing/],
    ['F2 a value that cannot be', step('    timer_s: soon\n'), /^9:14 steps\.1\.timer_s timer_s is a whole number/],
    ['F2 an option that is a number', GOOD.replace('The pond', '7'), /^10:9 steps\.1\.options\.0 an option is a text/],
    [
      'F2 a field of an option',
      GOOD.replace('to: end', 'too: end'),
      /^11:23 steps\.1\.options\.1\.too "too" is no field/,
    ],
    [
      'F2 a target that is no id',
      GOOD.replace('to: end', 'to: The End'),
      /^11:27 steps\.1\.options\.1\.to where it leads/,
    ],
    [
      'F2 seven options',
      GOOD.replace('[The butler, The widow]', '[a, b, c, d, e, f, g]'),
      /^6:14 steps\.0\.options .*at most 6/,
    ],
    ['F2 one option', GOOD.replace('[The butler, The widow]', '[a]'), /^6:14 steps\.0\.options .*at least 2/],
    ['F2 a step called end', GOOD.replace('id: garden', 'id: end'), /^7:9 steps\.1\.id "end" is where the show ends/],
    ['F2 a tie rule', step('    tie: maybe\n'), /^9:10 steps\.1\.tie tie is "revote"/],
    ['F2 a tie without a target', step('    tie: { to: end, go: on }\n'), /^9:21 steps\.1\.tie\.go "go" is no field/],
    [
      'F2 a language of a cue',
      step('    cues: { open: { text: { english: Hi } } }\n'),
      /^9:29 steps\.1\.cues\.open\.text\.english a language is two letters/,
    ],
    [
      'F2 a pattern of lights',
      step('    cues: { open: { lights: disco } }\n'),
      /^9:29 steps\.1\.cues\.open\.lights lights is one of off, on/,
    ],
    ['F2 a field twice', GOOD.replace('language: en', 'language: en\nlanguage: fr'), /^3:1 null This cannot be read/],
    ['F3 an id twice', GOOD.replace('id: garden', 'id: safe'), /^7:9 steps\.1\.id Step 1 is called "safe" too/],
    [
      'F3 a target that is not there',
      GOOD.replace('to: end', 'to: pond'),
      /^11:27 steps\.1\.options\.1\.to There is no step "pond"/,
    ],
    ['F3 a start that is not there', `start: pond\n${GOOD}`, /^1:8 start There is no step "pond"/],
    ['F3 a start at the end', `start: end\n${GOOD}`, /^1:8 start There is no step "end"/],
    [
      'F3 an option twice',
      GOOD.replace('The widow', '" The butler"'),
      /^6:27 steps\.0\.options\.1 "The butler" is offered twice/,
    ],
    ['F3 a time-out without a timer', step('    timeout: end\n'), /^9:14 steps\.1\.timeout .*there is no timer/],
    ['F3 revotes without a revote', step('    revotes: 2\n'), /^9:14 steps\.1\.revotes .*Add "tie: revote"/],
    ['F3 a quorum that leads nowhere', step('    quorum: 2\n'), /^9:13 steps\.1\.quorum .*Add no_quorum/],
    ['F3 too few of nothing', step('    no_quorum: end\n'), /^9:16 steps\.1\.no_quorum .*Add quorum/],
    [
      'F3 a quorum above what closes it',
      step('    quorum: 6\n    no_quorum: end\n    expected: 5\n'),
      /^9:13 steps\.1\.quorum .*always fail/,
    ],
    [
      'F3 a closing cue without a timer',
      step('    cues: { closing: { before_s: 3 } }\n'),
      /^9:22 steps\.1\.cues\.closing .*no timer/,
    ],
    [
      'F3 a closing cue longer than the timer',
      step('    timer_s: 5\n    cues: { closing: { before_s: 5 } }\n'),
      /^10:34 steps\.1\.cues\.closing\.before_s .*has 5 s/,
    ],
    ['F6 a tag', GOOD.replace('Where now?', '!!binary aGk='), /^8:15 null This cannot be read/],
    ['F6 a tag of its own', GOOD.replace('Where now?', '!run hello'), /^8:15 null This cannot be read/],
    ['F6 two documents', `${GOOD}---\na: 1\n`, /^12:1 null This cannot be read/],
    [
      'F6 the name that JavaScript reads otherwise',
      `__proto__: { a: 1 }\n${GOOD}`,
      /^1:1 __proto__ "__proto__" is no field/,
    ],
  ])('%s is told with its place', (_, text, fault) => {
    expect(faults(text)).toEqual([expect.stringMatching(fault)])
  })

  it('F14 a quorum above what closes a step that does not say it is refused where that number is known', () => {
    const text = step('    quorum: 10\n    no_quorum: end\n')
    expect(readScript(text, 9).problems).toEqual([
      expect.objectContaining({ line: 9, fault: 'quorum_too_high', params: { quorum: 10, expected: 9 } }),
    ])
    expect(readScript(text, 10).problems).toEqual([])
    expect(readScript(text).problems).toEqual([])
    expect(readScript(step('    quorum: 10\n    no_quorum: end\n    expected: 12\n'), 9).problems).toEqual([])
    expect(readScript(step('    quorum: 10\n    no_quorum: end\n    expected: slots\n'), 9).problems).toEqual([])
  })

  it('F2 F3 everything is told at once, in the order of the text', () => {
    const text = GOOD.replace('language: en', 'language: english')
      .replace('id: safe', 'id: safe\n    colour: red')
      .replace('id: garden', 'id: safe\n    timer_s: 0')
      .replace('to: end', 'to: nowhere')
    expect(faults(text).map((fault) => fault.split(' ').slice(0, 2).join(' '))).toEqual([
      '2:11 language',
      '5:5 steps.0.colour',
      '8:9 steps.1.id',
      '9:14 steps.1.timer_s',
      '13:27 steps.1.options.1.to',
    ])
  })

  it('F4 a step that no outcome leads to is told', () => {
    const text = GOOD.replace('[The butler, The widow]', '[The butler, The widow]\n    to: end')
    expect(faults(text)).toEqual([expect.stringMatching(/^8:9 steps\.1\.id No outcome leads to step "garden"/)])
    // Where every option leads elsewhere and a quorum catches the rest, `to` is no outcome.
    const unused = GOOD.replace(
      '[The butler, The widow]',
      '[{ text: A, to: end }, { text: B, to: end }]\n    to: garden\n    quorum: 1\n    no_quorum: end',
    )
    expect(faults(unused)).toEqual([expect.stringContaining('No outcome leads to step "garden"')])
  })

  it('F5 steps from which nothing leads to the end are told, each; a loop with a way out is welcome', () => {
    const loop = GOOD.replace('- The pond', '- { text: The pond, to: safe }')
    expect(readScript(loop).script).not.toBeNull()
    const noExit = loop
      .replace('to: end', 'to: safe')
      .replace('    question: Where', '    to: safe\n    question: Where')
    expect(faults(noExit)).toEqual([
      expect.stringMatching(/^4:9 steps\.0\.id Whatever is voted from step "safe" on, the show never comes to its end/),
      expect.stringMatching(/^7:9 steps\.1\.id Whatever is voted from step "garden" on/),
    ])
  })

  it('F6 texts made to exhaust the reader are refused: too long, too deep, aliases of aliases', () => {
    expect(faults(`#${'x'.repeat(MAX_SCRIPT_BYTES)}`)).toEqual([expect.stringMatching(/^1:1 null .*at most 48000/)])
    for (const deep of ['['.repeat(40_000), '- '.repeat(20_000), '{a: '.repeat(10_000), '? '.repeat(20_000)]) {
      expect(faults(deep)).toEqual([expect.stringMatching(/^1:\d+ null This is nested more than 20 deep/)])
    }
    const bomb = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`).join('\n')
    expect(faults(`a0: &a0 lol\n${bomb}\n`)).toEqual([expect.stringMatching(/^1:1 null .*repeats itself too often/)])
  })

  it.each<[string, string, string, Record<string, string | number>]>([
    ['a grammar', GOOD.replace('language: en', 'language: English'), 'bad_language', { name: 'language' }],
    ['a bound', GOOD.replace('[The butler, The widow]', '[a]'), 'too_few', { name: 'options', least: 2 }],
    ['a length', GOOD.replace('Where now?', '""'), 'empty', { name: 'question' }],
    ['a type', step('    timer_s: soon\n'), 'want_number', { name: 'timer_s' }],
    ['a value', step('    final: perhaps\n'), 'want_yes_no', { name: 'final' }],
    ['a choice', step('    reveal: never\n'), 'not_one_of', { name: 'reveal', choices: 'auto, operator' }],
    ['a kind', step('    tie: maybe\n'), 'bad_tie', { name: 'tie' }],
    ['an option', GOOD.replace('The pond', '7'), 'bad_option', { name: 'options' }],
    ['a name', GOOD.replace('id: garden', 'id: end'), 'id_is_end', { name: 'id' }],
    ['a field', GOOD.replace('to: end', 'too: end'), 'unknown_field', { name: 'too', fields: 'text, to' }],
    ['what is missing', GOOD.replace('language: en\n', ''), 'missing', { name: 'language' }],
    ['a target', GOOD.replace('to: end', 'to: pond'), 'no_step', { id: 'pond' }],
    [
      'an order',
      step('    timer_s: 5\n    cues: { closing: { before_s: 9 } }\n'),
      'closing_too_early',
      { before_s: 9, timer_s: 5 },
    ],
    [
      'a way',
      GOOD.replace('- The pond', '- { text: Back, to: garden }')
        .replace('to: end', 'to: garden')
        .concat('    to: garden\n'),
      'never_ends',
      { id: 'safe', exits: 'garden' },
    ],
    ['broken YAML', GOOD.replace('language: en', 'language: en\nlanguage: fr'), 'yaml_duplicate_key', {}],
    [
      'a length of all',
      'x'.repeat(MAX_SCRIPT_BYTES + 1),
      'too_long',
      { bytes: MAX_SCRIPT_BYTES + 1, most: MAX_SCRIPT_BYTES },
    ],
  ])('O155 tells by a stable word and its params what is wrong, for every language: %s', (_, text, fault, params) => {
    expect(words(text)[0]).toEqual([fault, params])
    if (!fault.startsWith('yaml_')) expect(SCRIPT_FAULTS).toContain(fault)
  })
})

import { describe, expect, it } from 'vitest'
import { readArguments } from './purge-arguments.js'

const NOW = Date.parse('2026-11-21T15:00:00Z')
const read = (...given: string[]) => readArguments(given, NOW)

describe('arguments of npm run purge', () => {
  it('R12 are a day or a number of days, and whether it is meant', () => {
    expect(read('--before', '2026-08-01')).toEqual({
      cutoff: Date.parse('2026-08-01T00:00:00Z'),
      card: null,
      yes: false,
      backups: false,
    })
    expect(read('--yes', '--older-than', '1d', '--backups')).toEqual({
      cutoff: NOW - 86_400_000,
      card: null,
      yes: true,
      backups: true,
    })
  })

  it('R18 may name one card, in any case', () => {
    expect(read('--card', '04a37c91')).toEqual({ cutoff: 0, card: '04A37C91', yes: false, backups: false })
  })

  it.each([
    [['--older-than', '0d'], /--older-than 0d: must be a number of days/],
    [['--older-than', '90'], /--older-than 90: must be/],
    [['--older-than'], /--older-than : must be/],
    [['--before', '2026-13-01'], /--before 2026-13-01: must be a day/],
    [['--before', '2026-12-01'], /has not come/],
    [['--before', '2026-08-01', '--older-than', '90d'], /one of --before, --older-than and --card/],
    [['--card', 'a/b'], /--card a\/b: must be the id of a card/],
    [['--card', '04A37C91', '--older-than', '1d'], /one of --before, --older-than and --card/],
    [[], /one of --before, --older-than and --card/],
    [['--older-than', '90d', '--yse'], /--yse: not known here/],
  ])('R12 say what is wrong with %j', (given, message) => {
    expect(() => read(...given)).toThrow(message)
  })
})

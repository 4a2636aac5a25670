import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKioskApp } from '../kiosk-app.js'
import { readColour, contrast } from './contrast.js'
import { colourProblems } from './theme-colours.js'
import { createThemeKeeper } from './theme-keeper.js'
import { readThemeFile, THEMED_TEXTS } from './theme-schema.js'

const EXAMPLE = fileURLToPath(new URL('../../../deploy/theme-example', import.meta.url))

let folder: string
let lines: string[]
const log = {
  info: (...said: unknown[]) => void lines.push(String(said[1])),
  warn: (...said: unknown[]) => void lines.push(String(said[1])),
}
const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content)
const keeper = () => createThemeKeeper(folder, log)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eg-theme-'))
  mkdirSync(join(folder, 'sounds'))
  lines = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the theme of a venue', () => {
  it('S80 the example is a theme, uses every text and serves its logo and sounds', async () => {
    const theme = createThemeKeeper(EXAMPLE, log)
    const page = theme.page()
    expect(theme.health()).toEqual({ status: 'ok', name: 'La Lanterne' })
    expect(Object.keys(page.texts?.fr ?? {}).toSorted()).toEqual([...THEMED_TEXTS].toSorted())
    expect(Object.keys(page.texts?.en ?? {}).toSorted()).toEqual([...THEMED_TEXTS].toSorted())
    expect(Object.keys(page.sounds ?? {})).toEqual(
      readdirSync(join(EXAMPLE, 'sounds')).map((name) => name.replace('.wav', '')),
    )
    const app = createKioskApp({ pageDir: folder, page: {}, health: () => ({}), theme })
    const logo = await app.request(page.logo ?? '')
    expect([logo.status, logo.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
    const sound = await app.request(page.sounds?.counted ?? '')
    expect([sound.status, sound.headers.get('content-type')]).toEqual([200, 'audio/wav'])
    expect(sound.headers.get('content-security-policy')).toContain("media-src 'self'")
    expect(await (await app.request('/theme.json')).json()).toEqual(page)
  })

  it('S80 without a folder there is none, and the page is told nothing', () => {
    rmSync(folder, { recursive: true })
    expect(keeper().page()).toEqual({})
    expect([keeper().health(), keeper().note(), lines]).toEqual([{ status: 'none' }, null, []])
  })

  it('S81 what is wrong is named by its field, and then nothing of the theme is used', () => {
    const wrong: [string, RegExp][] = [
      ['{"name": 3}', /^name is not a text/],
      ['{"colours": {"accent": "red"}}', /^colours\.accent is not a colour: use #rrggbb/],
      [
        '{"texts": {"fr": {"counted": "Peut-être"}}}',
        /^texts\.fr\.counted is no field of a theme: a theme says only .*attract_title/,
      ],
      ['{"texts": {"de": {}}}', /^texts\.de is no field/],
      [`{"texts": {"fr": {"won": "${'x'.repeat(81)}"}}}`, /^texts\.fr\.won has more than 80/],
      ['{"volume": 7}', /^volume is from 0 to 1/],
      ['{"loudness": 1}', /^loudness is no field/],
      ['{"name": "A"', /^theme\.json is not JSON/],
      ['[]', /theme\.json/],
    ]
    for (const [text, problem] of wrong) {
      const read = readThemeFile(text)
      expect(read.ok ? text : read.problems.join()).toMatch(problem)
    }
    write('theme.json', '{"name": "Half right", "volume": 7}')
    write('sounds/gong.wav', 'RIFF')
    const theme = keeper()
    expect(theme.page()).toEqual({})
    expect(theme.file('sounds/gong.wav')).toBeNull()
  })

  it('S82 colours that cannot be read at two metres are refused, with the figure and what to do', () => {
    const black = readColour('#000000')
    const white = readColour('#ffffff')
    // The two ends of WCAG's scale, and its own example of 4.5.
    expect(black && white && contrast(black, white)).toBeCloseTo(21, 5)
    expect(colourProblems({})).toEqual([])
    expect(colourProblems({ accent: '#f2c14e', ground: '#10121c', text: '#efe9dc' })).toEqual([])
    expect(colourProblems({ accent: '#7a4a00' }).join()).toMatch(
      /accent on ground has a contrast of \d\.\d, and 7 is needed.*lighter accent/,
    )
    expect(colourProblems({ text: '#777777' }).join()).toMatch(/text on ground.*lighter text/)
    expect(colourProblems({ ground: '#ffffff' }).length).toBeGreaterThan(0)
    expect(readThemeFile('{"colours": {"accent": "#7a4a00"}}').ok).toBe(false)
  })

  it('S83 a theme that is wrong is one line in the log and a note on the screen’s health, until it is right', () => {
    write('theme.json', '{"volume": 7}')
    const theme = keeper()
    theme.page()
    theme.page()
    expect(lines).toEqual(['the theme is not used: volume is from 0 to 1'])
    expect(theme.note()).toBe('theme not used: volume is from 0 to 1')
    expect(theme.health()).toEqual({ status: 'ignored', problems: ['volume is from 0 to 1'] })
    write('theme.json', '{"name": "Right"}')
    const first = theme.page()
    expect(first.name).toBe('Right')
    expect([theme.note(), lines.length]).toEqual([null, 2])
    write('sounds/gong.wav', 'RIFF')
    const second = theme.page()
    expect(second.version).not.toBe(first.version)
    expect(second.sounds).toEqual({ gong: `/theme/sounds/gong.wav?v=${second.version}` })
  })

  it('S84 only files of the theme are served: no links out of it, no other names, nothing too large', async () => {
    cpSync(EXAMPLE, folder, { recursive: true })
    const app = createKioskApp({ pageDir: folder, page: {}, health: () => ({}), theme: keeper() })
    expect((await app.request('/theme/sounds/gong.wav')).status).toBe(200)
    for (const path of ['theme.json', 'make-sounds.mjs', '..%2f..%2fetc%2fpasswd', 'sounds/none.wav', 'sounds'])
      expect([path, (await app.request(`/theme/${path}`)).status]).toEqual([path, 404])
    symlinkSync('/etc/hostname', join(folder, 'sounds', 'link.wav'))
    write('sounds/huge.ogg', Buffer.alloc(2_000_001))
    write('sounds/Loud Noise.mp3', 'x')
    write('sounds/gong.mp3', 'x')
    const { problems = [] } = keeper().health()
    expect(problems.join('\n')).toMatch(/link\.wav is not a plain file/)
    expect(problems.join('\n')).toMatch(/huge\.ogg has 2000001 bytes/)
    expect(problems.join('\n')).toMatch(/Loud Noise\.mp3 is no name of a sound/)
    expect(problems.join('\n')).toMatch(/are one sound/)
  })
})

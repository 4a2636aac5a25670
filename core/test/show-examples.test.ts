import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { exitsOf } from '../dist/show/check-branches.js'
import { readScript } from '../dist/show/read-script.js'

const FOLDER = fileURLToPath(new URL('../../docs/examples/', import.meta.url))
const CLI = fileURLToPath(new URL('../dist/cli/script.js', import.meta.url))
const script = (...words: string[]) =>
  spawnSync(process.execPath, [CLI, ...words], { encoding: 'utf8', env: { PATH: process.env.PATH, API_PORT: '1' } })

describe('the examples of docs/show.md', () => {
  it('F12 are accepted, are the same evening in two languages, and have a branch, a tie, a time-out and a failed quorum', () => {
    const found = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))
    expect(found.sort()).toEqual(['night-en.yaml', 'nuit-fr.yaml'])
    const [english, french] = found.map((name) => readScript(readFileSync(join(FOLDER, name), 'utf8')))
    for (const read of [english, french]) {
      expect(read?.problems).toEqual([])
      const steps = read?.script?.steps ?? []
      expect(steps.some((step) => new Set(step.options.map(({ to }) => to)).size > 2)).toBe(true)
      expect(steps.some(({ tie }) => tie === 'revote')).toBe(true)
      expect(steps.some(({ tie }) => typeof tie !== 'string')).toBe(true)
      expect(steps.some(({ timeout }) => timeout !== null)).toBe(true)
      expect(steps.some(({ quorum }) => quorum !== null)).toBe(true)
    }
    expect([english?.script?.language, french?.script?.language]).toEqual(['en', 'fr'])
    const shape = (read: typeof english) => {
      const steps = read?.script?.steps ?? []
      const number = (id: string) => steps.findIndex((step) => step.id === id)
      return steps.map((step) => exitsOf(step).map(number))
    }
    expect(shape(french)).toEqual(shape(english))
  })

  it('F12 the smallest one of the page is accepted, and so is what stands there of cues', () => {
    const page = readFileSync(join(FOLDER, '../show.md'), 'utf8')
    const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] as string)
    const [smallest = '', cues = ''] = blocks
    expect(blocks).toHaveLength(2)
    expect(readScript(smallest).problems).toEqual([])
    expect(readScript(`${smallest}    timer_s: 60\n${cues}`).problems).toEqual([])
  })
})

describe('npm run script', () => {
  it('F13 checks, prints and says each fault as FILE:LINE:COLUMN with status 1', () => {
    const file = join(FOLDER, 'night-en.yaml')
    expect(script('check', file)).toMatchObject({ status: 0, stdout: expect.stringContaining('7 steps') as string })
    const printed = script('print', file)
    expect(printed.status).toBe(0)
    expect(readScript(printed.stdout).script).toEqual(readScript(readFileSync(file, 'utf8')).script)
    const bad = join(mkdtempSync(join(tmpdir(), 'eg-show-')), 'bad.yaml')
    writeFileSync(
      bad,
      readFileSync(file, 'utf8').replace('to: cellar', 'to: cave').replace('id: police', 'id: Police!'),
    )
    const told = script('check', bad)
    expect(told.status).toBe(1)
    expect(told.stderr).toContain(`${bad}:12:36: steps.0.options.0.to: There is no step "cave"`)
    expect(told.stderr).toMatch(/bad\.yaml:\d+:9: steps\.5\.id: an id is 1 to 40 small letters/)
    expect(told.stderr).toMatch(/\d faults\.\n$/)
    rmSync(dirname(bad), { recursive: true })
    expect(script('check', '/nowhere.yaml')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('cannot be read') as string,
    })
    expect(script('check').stderr).toContain('A file is missing')
    expect(script('load', file).status).toBe(1)
  })
})

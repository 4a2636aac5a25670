import { mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { newerThanBundle } from './fresh-bundle.js'
import { CORE } from './processes.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

describe('the core that a venue starts', () => {
  it('I128 is the program that the tests start', () => {
    const program = CORE.slice(ROOT.length)
    expect(read('scripts/lib/deploy/watched.sh')).toContain(`core) program=${program} ;;`)
    expect(read('core/Dockerfile')).toContain(`CMD ["node", "${program}"]`)
    expect(read('scripts/lib/start.mjs')).toContain(`'${program}'`)
  })

  it('I128 is made in the image too: what its build is told by is in what the build may see', () => {
    const seen = read('.dockerignore').split('\n')
    const told = ['core/rolldown.config.mjs', 'core/tsconfig.json', 'tsconfig.base.json', 'package-lock.json']
    expect(told.filter((file) => !seen.includes(`!${file}`))).toEqual([])
  })

  it('I128 is as new as what it was made of, or no test starts it', () => {
    const built = mkdtempSync(join(tmpdir(), 'eg-built-'))
    mkdirSync(join(built, 'bundle'))
    const write = (file: string, second: number) => {
      writeFileSync(join(built, file), '')
      utimesSync(join(built, file), second, second)
    }
    write('main.js', 1)
    expect(newerThanBundle(built)).toBe('main.js')
    write('bundle/main.js', 2)
    expect(newerThanBundle(built)).toBeUndefined()
    write('config.js', 3)
    expect(newerThanBundle(built)).toBe('config.js')
  })
})

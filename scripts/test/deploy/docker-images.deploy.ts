import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from './artefact.js'
import { BASE, PROGRAM, buildImages, docker, downHosts, whyNoDocker } from './docker-hosts.js'

const text = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const { version } = JSON.parse(text('package.json')) as { version: string }
const PARTS = ['core', 'slot'] as const

/** What a script of the project exports. */
const load = (file: string) => import(join(ROOT, file)) as Promise<Record<string, (...words: string[]) => string>>

describe('the compose files', () => {
  it.each(PARTS)('I50 .env.%s explains what deploy/env explains ("npm run docs" makes it)', async (part) => {
    const { composeEnv } = await load('scripts/lib/write-compose-env.mjs')
    expect(text(`.env.${part}`)).toBe(composeEnv?.(part))
  })

  it.each(PARTS)(
    'I51 docker-compose.%s.yml names the image of this version, and a release that of its own',
    async (part) => {
      const { composeOfRelease } = await load('scripts/lib/release/stage.mjs')
      const file = text(`docker-compose.${part}.yml`)
      expect(file).toContain(`\n    image: eg-${part}:${version}\n`)
      const released = composeOfRelease?.(file, '7.8.9')
      expect(released).toContain(`\n    image: eg-${part}:7.8.9\n`)
      expect(released).not.toContain('build:')
    },
  )

  it('I52 both Dockerfiles build their first stages word for word alike, and fetch nothing to be read', () => {
    const [core, slot] = ['core', 'slot-agent'].map((part) => text(`${part}/Dockerfile`))
    const shared = (file = '') => file.slice(file.indexOf('# -- Production'), file.indexOf('FROM build AS'))
    expect(shared(core).length).toBeGreaterThan(500)
    expect(shared(slot)).toBe(shared(core))
    for (const file of [core, slot]) {
      expect(file).not.toMatch(/^# syntax=/m)
      expect([...(file ?? '').matchAll(/^FROM (\S+:\S+)/gm)].map(([, name]) => name)).toEqual([BASE, BASE])
    }
  })
})

const why = whyNoDocker()
if (why) console.log(`docker: ${why}`)

describe.skipIf(why !== null)('the images', { timeout: 300_000 }, () => {
  const LIMIT_MB = 250
  let printed = ''
  beforeAll(() => {
    printed = buildImages()
    console.log(printed)
  }, 900_000)
  afterAll(() => downHosts())

  const image = (part: string) => `eg-${part}:${version}`
  const inspect = (part: string) =>
    JSON.parse(docker('image', 'inspect', image(part)))[0] as {
      Size: number
      Config: { User: string; Env: string[]; Cmd: string[] }
    }
  const files = (part: string) =>
    docker('run', '--rm', '--network', 'none', image(part), 'find', '/opt/eg', '/var/lib/eg', '-type', 'f').split('\n')

  it('I53 are at most 250 MB above their base, and say so when they are built', () => {
    const base = Number(docker('image', 'inspect', '-f', '{{.Size}}', BASE))
    for (const part of PARTS) {
      const above = (inspect(part).Size - base) / 1e6
      expect(above).toBeGreaterThan(5)
      expect(above).toBeLessThanOrEqual(LIMIT_MB)
      expect(printed).toContain(`${above.toFixed(1)} MB above its base`)
    }
  })

  it.each(PARTS)(
    'I54 eg-%s holds no test, no source, no secret, no dependency of developers; it is nobody’s root',
    (part) => {
      const found = files(part)
      expect(found.length).toBeGreaterThan(500)
      expect(found).toContain(`/opt/eg/${PROGRAM[part]}`)
      const unwanted =
        /\.tsx?$|\.map$|\.tsbuildinfo$|\.test\.|\/\.env|\.pem$|\.key$|\.db$|\/\.git|\/\.npmrc$|node_modules\/(vitest|typescript|vite|oxlint|oxfmt|playwright-core|react|happy-dom|fast-check)\//
      expect(found.filter((path) => unwanted.test(path))).toEqual([])
      const { User, Env } = inspect(part).Config
      expect(User).toMatch(/^1000[12]:1000[12]$/)
      expect(Env.filter((line) => /SECRET|TOKEN|PASSWORD|PROXY/i.test(line))).toEqual([])
      const tools = docker(
        'run',
        '--rm',
        '--network',
        'none',
        image(part),
        'bash',
        '-c',
        'command -v g++ make python3; true',
      )
      expect(tools).toBe('')
    },
  )
})

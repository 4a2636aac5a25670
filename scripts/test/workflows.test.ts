import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { workflowFaults } from './workflow-faults.js'

// .github/workflows, which run elsewhere: GitHub's own reader takes them, and what they call is there.

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const FOLDER = '.github/workflows'

interface Step {
  run?: string
  uses?: string
  with?: Record<string, unknown>
}
interface Job {
  uses?: string
  'runs-on'?: string
  container?: string
  'timeout-minutes'?: number
  permissions?: Record<string, string>
  strategy?: { matrix: { node?: string[]; include?: Record<string, string>[] } }
  steps?: Step[]
}
interface Workflow {
  on: Record<string, { paths?: string[] } | null>
  permissions: Record<string, string>
  concurrency?: { group: string }
  jobs: Record<string, Job>
}

const files = readdirSync(join(ROOT, FOLDER))
const text = (file: string) => readFileSync(join(ROOT, FOLDER, file), 'utf8')
const workflows = files.map((file) => ({ file, ...(parse(text(file)) as Workflow) }))
const jobs = workflows.flatMap(({ file, jobs: its }) =>
  Object.entries(its).map(([id, job]) => ({ file, id, job, steps: job.steps ?? [] })),
)
const runs = jobs.flatMap(({ file, id, steps }) => steps.flatMap(({ run }) => (run ? [{ file, id, run }] : [])))

describe('the workflows', () => {
  it.each(files)('I80 %s is one that GitHub takes', async (file) => {
    expect(await workflowFaults(file, text(file))).toEqual([])
  })

  it.each([
    ['an unknown word', 'timeout-minutes: 45', 'timeout-minute: 45', /Unexpected value 'timeout-minute'/],
    ['a name that is not in the matrix', 'node:${{ matrix.node }}-bookworm', 'node:${{ matrix.nod }}-bookworm', /nod/],
    ['a broken expression', '${{ inputs.part }}', '${{ inputs.part', /expression/i],
  ])('I80 the check sees %s', async (_, from, to, said) => {
    const spoilt = text('part.yml').replaceAll(from, to)
    expect(spoilt).not.toBe(text('part.yml'))
    expect((await workflowFaults('spoilt.yml', spoilt)).join('\n')).toMatch(said)
  })

  it('I81 every command that they call is there', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }
    const projects = [...readFileSync(join(ROOT, 'vitest.config.ts'), 'utf8').matchAll(/name: '(\w+)'/g)].map(
      (m) => m[1],
    )
    const called = (pattern: RegExp) =>
      runs.flatMap(({ run }) => [...run.matchAll(pattern)].map(([, word]) => word ?? ''))
    const asked = called(/\bnpm run (?:--silent )?([\w:-]+)/g)
    expect(asked.length).toBeGreaterThan(8)
    expect(asked.filter((name) => !(name in scripts))).toEqual([])
    expect(called(/\bnpx\b(.*)/g).filter((words) => !/^ --no-install vitest run --project \w+$/.test(words))).toEqual(
      [],
    )
    expect(called(/--project (\w+)/g).filter((name) => !projects.includes(name))).toEqual([])
    const paths = [...called(/\bbash (\S+)/g), ...called(/\bdocker build -f (\S+)/g)]
    expect(paths.length).toBeGreaterThan(3)
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  })

  it('I82 the suites run on Node 20.19, 22 and 24; releases carry 24, for both processors', () => {
    const matrices = jobs.flatMap(({ job }) => job.strategy?.matrix.node ?? [])
    expect([...new Set(matrices)]).toEqual(['20.19', '22', '24'])
    const release = jobs.filter(({ file }) => file === 'release.yml')
    const tested = release.find(({ id }) => id === 'test')
    expect(tested?.job.strategy?.matrix.node).toEqual(['20.19', '22', '24'])
    expect(tested?.steps.map(({ run }) => run)).toContain('bash scripts/test.sh')
    for (const id of ['build', 'images']) {
      expect(release.find((job) => job.id === id)?.job.strategy?.matrix.include).toEqual([
        { arch: 'amd64', machine: 'ubuntu-24.04' },
        { arch: 'arm64', machine: 'ubuntu-24.04-arm' },
      ])
    }
    expect(release.find(({ id }) => id === 'build')?.job.container).toBe('node:24-bookworm')
  })

  it('I83 they may read and no more, but the job that publishes', () => {
    expect(workflows.map(({ permissions }) => permissions)).toEqual(workflows.map(() => ({ contents: 'read' })))
    const more = jobs.filter(({ job }) => job.permissions).map(({ id, job }) => [id, job.permissions])
    expect(more).toEqual([['publish', { contents: 'write' }]])
    expect(files.filter((file) => text(file).includes('secrets.'))).toEqual([])
    const withToken = jobs.filter(({ job }) => JSON.stringify(job).includes('github.token'))
    expect(withToken.map(({ id }) => id)).toEqual(['publish'])
    // What comes from outside is handed over by the environment: within a command it would be run.
    expect(runs.filter(({ run }) => run.includes('${{'))).toEqual([])
  })

  it('I83 what they use of others is pinned to a commit, and named with its version', () => {
    const used = files.flatMap((file) => text(file).match(/uses: .*/g) ?? [])
    const own = used.filter((line) => line.startsWith('uses: ./'))
    expect(own.filter((line) => !existsSync(join(ROOT, line.slice('uses: '.length))))).toEqual([])
    const others = used.filter((line) => !own.includes(line))
    expect(others.filter((line) => !/^uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
    expect(new Set(others).size).toBe(3)
    const checkouts = jobs.flatMap(({ steps }) => steps).filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    expect(checkouts.map((step) => step.with)).toEqual(checkouts.map(() => ({ 'persist-credentials': false })))
  })

  it('I83 each ends by itself, and a newer push ends an older run', () => {
    expect(jobs.filter(({ job }) => !job.uses && !job['timeout-minutes']).map(({ file, id }) => [file, id])).toEqual([])
    const alone = workflows.filter(({ on, concurrency }) => !('workflow_call' in on) && !concurrency)
    expect(alone.map(({ file }) => file)).toEqual([])
  })

  it('I84 each part has a workflow that its own files and those of shared start', () => {
    const { workspaces } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { workspaces: string[] }
    for (const part of [...workspaces, 'scripts']) {
      const workflow = workflows.find(({ file }) => file === `${part}.yml`)
      expect(workflow?.on.push?.paths).toEqual(workflow?.on.pull_request?.paths)
      const wanted = part === 'scripts' ? ['scripts/**', 'deploy/**'] : [`${part}/**`, 'shared/**']
      expect(workflow?.on.push?.paths).toEqual(expect.arrayContaining([...new Set(wanted), `${FOLDER}/${part}.yml`]))
    }
    const paths = workflows.flatMap(({ on }) => Object.values(on).flatMap((event) => event?.paths ?? []))
    expect(paths.filter((path) => !existsSync(join(ROOT, path.replace(/\/\*\*$/, ''))))).toEqual([])
  })
})

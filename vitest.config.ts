import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// The suites: `unit` beside the code; `integration` in test/ (real broker, real SQLite, child processes); `pages` in a real
// Chromium; `torture` for what must hold when power, disk or clock fail; `attack` for what must hold when strangers want it
// not to; `conformance` for MQTT's clauses; `network` between hosts that are cut and healed;
// `deploy` and `deploy-beside` on hosts booted with systemd, or with Docker, from the release that ships; `hardware` on a real
// kernel's GPIO, serial and input devices, in a small virtual machine.
// All but `unit` use what `npm run build` made: what ships is what is tested.

/** The files that take longest, so that none of them is begun last and goes on alone: where they are, in the order of their time. */
const LONGEST = [
  'slot-agent/test/simulated-evening',
  'kill-nine/kill-nine',
  'slot-agent/test/swap',
  'slot-agent/test/evening',
  'core/test/rehearsal',
  'core/test/backups',
  'core/test/device-commands',
  'slot-agent/test/enrolment',
  'slot-agent/test/reset',
  'slot-agent/test/commands',
  'scripts/test/kiosk-reload',
  'slot-agent/test/panic-with-core',
  'slot-agent/test/unresolved-rounds',
  'core/test/panic',
  'core/test/wire-guard',
  'core/test/show-process',
  'scripts/test/journeys',
  'scripts/test/devices',
]

const place = ({ moduleId }: TestSpecification) => {
  const found = LONGEST.findIndex((name) => moduleId.includes(name))
  return found < 0 ? LONGEST.length : found
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}

/** Where most files wait for programs of their own, so many keep two cores busy. One group: none waits for another's last file. */
const TOGETHER = 4
/** Its long form has the machine for itself. */
const TORTURE_WORKERS = process.env.EG_TORTURE === 'long' ? 1 : TOGETHER

const FRESH = 'scripts/test/fresh-bundle.ts'

/** Half of the time that hosts take: scripts/test-deploy.sh runs these beside the others, with hosts of their own. */
const BESIDE = ['scripts/test/deploy/{docker-*,ansible}.deploy.ts']

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      // By itself vitest leaves one core to others; there are two, and nobody else. Tests of programs keep nothing in their
      // modules, so the files of a worker share them; those of pages have a document, and some replace a module.
      {
        test: {
          name: 'unit',
          include: ['{shared,core,slot-agent}/src/**/*.test.ts'],
          testTimeout: 20_000,
          maxWorkers: 2,
          isolate: false,
        },
      },
      {
        test: {
          name: 'unit-pages',
          include: ['ui-*/src/**/*.test.{ts,tsx}'],
          testTimeout: 20_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['*/test/**/*.test.ts'],
          globalSetup: [FRESH],
          // For liveness only: a machine may be busy with other things.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: TOGETHER,
          isolate: false,
        },
      },
      {
        test: {
          name: 'torture',
          include: ['core/torture/**/*.torture.ts'],
          globalSetup: [FRESH],
          testTimeout: 24 * 3600_000,
          hookTimeout: 60_000,
          maxWorkers: TORTURE_WORKERS,
          disableConsoleIntercept: true,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['core/conformance/**/*.conformance.ts'],
          globalSetup: [FRESH],
          testTimeout: 60_000,
          hookTimeout: 30_000,
          maxConcurrency: 40,
          maxWorkers: TOGETHER,
        },
      },
      {
        test: {
          name: 'attack',
          include: ['core/attack/**/*.attack.ts'],
          globalSetup: [FRESH, 'core/attack/table.ts'],
          testTimeout: 3600_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          disableConsoleIntercept: true,
        },
      },
      {
        test: {
          name: 'network',
          include: ['scripts/test/network/**/*.network.ts'],
          globalSetup: [FRESH],
          testTimeout: 600_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'deploy',
          include: ['scripts/test/deploy/**/*.deploy.ts'],
          exclude: BESIDE,
          globalSetup: ['scripts/test/deploy/one-release.ts'],
          testTimeout: 300_000,
          hookTimeout: 900_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'deploy-beside',
          include: BESIDE,
          globalSetup: ['scripts/test/deploy/one-release.ts'],
          testTimeout: 300_000,
          hookTimeout: 900_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'hardware',
          include: ['slot-agent/hardware/**/*.hardware.ts'],
          globalSetup: [FRESH],
          testTimeout: 600_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['scripts/test/journeys/*.{journey,e2e}.ts', 'scripts/test/enrolment.e2e.ts'],
          globalSetup: [FRESH],
          testTimeout: 120_000,
          hookTimeout: 90_000,
          maxWorkers: 1,
        },
      },
      {
        // No test: `npm run screenshots`.
        test: { name: 'screenshots', include: ['scripts/screenshots.ts'], hookTimeout: 60_000, maxWorkers: 1 },
      },
      {
        test: {
          name: 'pages',
          include: ['*/test/**/*.e2e.ts'],
          globalSetup: [FRESH],
          testTimeout: 90_000,
          hookTimeout: 60_000,
          maxWorkers: TOGETHER,
          isolate: false,
        },
      },
    ],
  },
})

import { defineConfig } from 'vitest/config'

// The suites: `unit` beside the code; `integration` in test/ (real broker, real SQLite, child processes); `pages` in a real
// Chromium; `torture` for what must hold when power, disk or clock fail; `attack` for what must hold when strangers want it
// not to; `conformance` for MQTT's clauses; `network` between hosts that are cut and healed;
// `deploy` on hosts booted with systemd, from the release that ships; `hardware` on a real kernel's GPIO, serial and input
// devices, in a small virtual machine.
// All but `unit` use what `npm run build` made: what ships is what is tested.
export default defineConfig({
  test: {
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
      { test: { name: 'unit-pages', include: ['ui-*/src/**/*.test.{ts,tsx}'], testTimeout: 20_000, maxWorkers: 2 } },
      {
        test: {
          name: 'integration',
          include: ['*/test/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // Most of them wait for programs of their own, so three keep two cores busy.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'torture',
          include: ['core/torture/**/*.torture.ts'],
          testTimeout: 24 * 3600_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          disableConsoleIntercept: true,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['core/conformance/**/*.conformance.ts'],
          testTimeout: 60_000,
          hookTimeout: 30_000,
          maxConcurrency: 40,
        },
      },
      {
        test: {
          name: 'attack',
          include: ['core/attack/**/*.attack.ts'],
          globalSetup: ['core/attack/table.ts'],
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
          testTimeout: 600_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'deploy',
          include: ['scripts/test/deploy/**/*.deploy.ts'],
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
          testTimeout: 600_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['scripts/test/journeys/*.{journey,e2e}.ts', 'scripts/test/enrolment.e2e.ts'],
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
          testTimeout: 90_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})

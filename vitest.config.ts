import { defineConfig } from 'vitest/config'

// Three suites: `unit` beside the code, `integration` in test/ (real broker, real SQLite, child processes),
// `pages` in a real Chromium. Integration and pages use what `npm run build` made: what ships is what is tested.
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['*/src/**/*.test.{ts,tsx}'] } },
      {
        test: {
          name: 'integration',
          include: ['*/test/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'pages',
          include: ['*/test/**/*.e2e.ts'],
          testTimeout: 90_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
        },
      },
    ],
  },
})

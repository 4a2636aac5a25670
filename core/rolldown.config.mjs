import { defineConfig } from 'rolldown'

// The core and its threads as a few files: hundreds of modules, each found, read and compiled by itself, were most of what a start
// cost (docs/decisions/0040). Relative to core/.
export default defineConfig({
  input: {
    main: 'dist/main.js',
    'store-worker': 'dist/store/sqlite/store-worker.js',
    'reader-worker': 'dist/store/sqlite/reader-worker.js',
    'backup-worker': 'dist/store/sqlite/backup-worker.js',
  },
  platform: 'node',
  // Compiled for the machine; found beside it.
  external: ['better-sqlite3'],
  // All in one folder: a thread is started by its name beside whoever starts it.
  output: {
    dir: 'dist/bundle',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'part-[name].js',
    cleanDir: true,
  },
})

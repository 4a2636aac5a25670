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
  plugins: [{ name: 'one-byte', generateBundle: (_, bundle) => Object.values(bundle).forEach(toOneByte) }],
  output: {
    dir: 'dist/bundle',
    format: 'esm',
    // All in one folder: a thread is started by its name beside whoever starts it.
    entryFileNames: '[name].js',
    chunkFileNames: 'part-[name].js',
    comments: false,
    cleanDir: true,
  },
})

/** V8 keeps a source with a single typographic quote in two bytes a character: 2 MB more for as long as the core runs. */
function toOneByte(chunk) {
  chunk.code = chunk.code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

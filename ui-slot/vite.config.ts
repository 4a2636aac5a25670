import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * The table of contracts explains every topic for the generated reference, with an example of each. A kiosk reads none of that, and it
 * would be a thirtieth of what a Pi has to load first.
 */
function withoutExplanations(): Plugin {
  return {
    name: 'eg-without-explanations',
    // Before anything else has rewritten the quotes.
    enforce: 'pre',
    transform(code, id) {
      if (!/shared\/dist\/contracts\/[\w-]+\.js$/.test(id)) return null
      const bare = code
        .replace(/^\s+summary: (?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`[^`\n]*`),?$/gm, '')
        // An example ends where its own indentation comes back.
        .replace(/^(\s+)sample: (?:\{(?:.*\}|\n[\s\S]*?\n\1\})|\[.*\]|\w+|'.*'),?$/gm, '')
        // Who may hear it, and what its answer is called, is for the core to know.
        .replace(/^\s+(?:subscribers: .*,|answer: '\w+',?)$/gm, '')
      return { code: bare, map: null }
    },
  }
}

// Built once and served as files by the slot's agent; there is no development server at a venue.
export default defineConfig({
  plugins: [withoutExplanations(), react(), tailwindcss()],
  // Every Chromium of a kiosk knows modulepreload by itself.
  build: { target: 'es2023', modulePreload: { polyfill: false }, assetsInlineLimit: 0, chunkSizeWarningLimit: 800 },
})

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
      // A contract is a call, and a bundler keeps every call that it does not know: so the page would carry what it never hears. Said here,
      // where the names are known, and not by name for the whole bundle: other people's minified code has a `z` and an `event` too.
      const pure = bare.replace(/(?<![\w.])(z\.\w+|command|state|event)\(/g, '/* @__PURE__ */ $1(')
      return { code: pure, map: null }
    },
  }
}

// Built once and served as files by the slot's agent; there is no development server at a venue.
export default defineConfig({
  plugins: [withoutExplanations(), react()],
  // Every Chromium of a kiosk knows modulepreload by itself.
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
})

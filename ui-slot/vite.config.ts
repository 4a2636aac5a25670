import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * The table of contracts explains every topic for the generated reference. A kiosk reads none of that, and it would be a fiftieth of
 * what a Pi has to load first.
 */
function withoutExplanations(): Plugin {
  return {
    name: 'eg-without-explanations',
    // Before anything else has rewritten the quotes.
    enforce: 'pre',
    transform(code, id) {
      if (!/shared\/dist\/contracts\/[\w-]+\.js$/.test(id)) return null
      return { code: code.replace(/^(\s+summary: )'(?:[^'\\\n]|\\.)*',$/gm, "$1'',"), map: null }
    },
  }
}

// Built once and served as files by the slot's agent; there is no development server at a venue.
export default defineConfig({
  plugins: [withoutExplanations(), react(), tailwindcss()],
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 800 },
})

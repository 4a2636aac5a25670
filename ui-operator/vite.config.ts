import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // Relative, so that the core can serve the page from any path.
  base: './',
  // The core puts a nonce in its place each time it serves the page (core/src/http/pages.ts).
  html: { cspNonce: '__EG_NONCE__' },
  build: { target: 'es2022', chunkSizeWarningLimit: 900 },
  server: { port: 3000 },
})

import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // Relative, so that the core can serve the page from any path.
  base: './',
  build: { target: 'es2022', chunkSizeWarningLimit: 900 },
  server: { port: 3000 },
})

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// In development the API comes from a running node: PUNOS_API=http://127.0.0.1:8080 npm run dev
const api = process.env.PUNOS_API ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  // The server puts its own nonce in each answer's place (server/src/web.rs); the content security policy names it.
  html: { cspNonce: '__CSP_NONCE__' },
  server: { proxy: { '/api': api, '/fhir': api } },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test-setup.ts'],
    restoreMocks: true,
  },
})

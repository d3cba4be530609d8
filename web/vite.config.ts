import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

// In development the API comes from a running node: PUNOS_API=http://127.0.0.1:8080 npm run dev
const api = process.env.PUNOS_API ?? 'http://127.0.0.1:8080'

/** Writes the worker with the list of the files it keeps (worker/sw.js): the page, its scripts and styles, and the letters of our languages. */
function worker(): Plugin {
  let out = 'dist'
  const kept = (name: string) => /\.(js|css)$/.test(name) || /-latin-.*\.woff2$/.test(name)
  return {
    name: 'punos-worker',
    apply: 'build',
    configResolved(config) {
      out = join(config.root, config.build.outDir)
    },
    closeBundle() {
      const assets = readdirSync(join(out, 'assets')).filter(kept).sort()
      const shell = ['/', '/favicon.svg', '/icon-192.png', '/manifest.webmanifest', ...assets.map((name) => `/assets/${name}`)]
      const text = readFileSync(join(import.meta.dirname, 'worker/sw.js'), 'utf8')
      const version = createHash('sha256').update(text).update(readFileSync(join(out, 'index.html'))).update(shell.join()).digest('hex').slice(0, 16)
      writeFileSync(join(out, 'sw.js'), text.replace('/* the files */ []', JSON.stringify(shell)).replace('/* the version */', version))
    },
  }
}

export default defineConfig({
  plugins: [react(), worker()],
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

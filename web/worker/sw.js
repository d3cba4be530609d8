// Keeps the application's own files on a device that is taken along to visits, so that it opens without a connection. It keeps
// nothing else: no answer of the API passes through it, and what is captured lies sealed in the page's own store (src/device).
// The build puts the list of files and the version in place (vite.config.ts).
const SHELL = /* the files */ []
const CACHE = 'punos-shell-/* the version */'
/** Longer than this for a page, and the connection is as good as cut. */
const PATIENCE = 8000

self.addEventListener('install', (event) => {
  // All or nothing: a half of an application does not open.
  const request = (path) => new Request(path, { credentials: 'omit', cache: path === '/' ? 'reload' : 'default' })
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL.map(request))))
})

self.addEventListener('activate', (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name.startsWith('punos-shell-') && name !== CACHE) await caches.delete(name)
    await self.clients.claim()
  }
  event.waitUntil(tidy())
})

// A new version waits until the person says so, or every page of the old one is closed.
self.addEventListener('message', (event) => {
  if (event.data === 'take-up') void self.skipWaiting()
})

// `match` by the cache's name opens no cache that has been forgotten.
const kept = (path) => caches.match(path, { cacheName: CACHE })

/** A page from the node when it answers; its own copy otherwise. Every page is the same file: the application draws the address. */
async function page(request) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE))
  const answer = fetch(request)
  answer.catch(() => undefined)
  try {
    const first = await Promise.race([answer, late])
    if (first) return first
  } catch {
    // No connection.
  }
  return (await kept('/')) ?? answer
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/api/') || url.pathname.startsWith('/fhir')) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (SHELL.includes(url.pathname)) event.respondWith(kept(url.pathname).then((found) => found ?? fetch(request)))
})

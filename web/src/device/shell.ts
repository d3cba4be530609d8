// The worker that keeps the application's own files (worker/sw.js). It is there only while something is taken along.

const there = () => typeof navigator !== 'undefined' && 'serviceWorker' in navigator

/** Waits until every file is on the device: only then may one leave. */
export async function keepShell(): Promise<void> {
  const registration = await navigator.serviceWorker.register('/sw.js')
  const worker = registration.installing ?? registration.waiting ?? registration.active
  if (!worker) throw new Error('the worker did not come')
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (worker.state === 'installed' || worker.state === 'activating' || worker.state === 'activated') resolve()
      if (worker.state === 'redundant') reject(new Error('the files were not kept'))
    }
    worker.addEventListener('statechange', look)
    look()
  })
}

/** Forgets the worker and the files. */
export async function forgetShell(): Promise<void> {
  if (!there()) return
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister()
  if (typeof caches === 'undefined') return
  for (const name of await caches.keys()) if (name.startsWith('punos-shell-')) await caches.delete(name)
}

/** Tells when a new version of the application waits on the device. */
export async function onNewVersion(tell: () => void): Promise<void> {
  if (!there()) return
  const registration = await navigator.serviceWorker.getRegistration()
  if (!registration) return
  const look = () => {
    if (registration.waiting && registration.active) tell()
  }
  look()
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look))
}

/** The new version takes over and the page is loaded again. */
export async function takeUp(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true })
  if (registration?.waiting) registration.waiting.postMessage('take-up')
  else window.location.reload()
}

import { useSyncExternalStore } from 'react'

function listen(tell: () => void) {
  window.addEventListener('online', tell)
  window.addEventListener('offline', tell)
  return () => {
    window.removeEventListener('online', tell)
    window.removeEventListener('offline', tell)
  }
}

/** Whether the browser has a connection at all; whether the node answers is seen when it is asked. */
export const useOnline = () => useSyncExternalStore(listen, () => navigator.onLine)

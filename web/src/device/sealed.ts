// What is kept on the device: sealed rows in IndexedDB. The key is derived from words the person says and is nowhere on the device; whoever
// takes the device has rows that nobody opens without the words. In the clear stand only whose it is (an id), until when, and how many wait.
const NAME = 'punos-device'
const STORE = 'kept'
const HEAD = 'head'
const ENDED = 'ended'
/** OWASP's count for PBKDF2 with SHA-256 (2023). */
const ROUNDS = 600_000

export interface Head {
  /** The professional who took these along. */
  owner: string
  /** In milliseconds; after it everything is removed. */
  until: number
  salt: Uint8Array<ArrayBuffer>
  /** A sealed word: known words open it. */
  proof: Sealed
  /** What is not in Punos yet. */
  waiting: number
}
/** What was removed by itself, to be told once. It names nobody. */
export interface Ended {
  at: number
  waiting: number
  why: 'time' | 'other'
}
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

/** The key of the words; it leaves this program for nobody. */
export async function keyOf(words: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(words.normalize('NFKC').trim()), 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: ROUNDS }, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

/** Seals a row under its own name: put in another's place it does not open. */
export async function seal(key: CryptoKey, id: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(id) }, key, new TextEncoder().encode(JSON.stringify(value)))
  return { iv, data }
}

export async function unseal<T>(key: CryptoKey, id: string, { iv, data }: Sealed): Promise<T> {
  const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(id) }, key, data)
  return JSON.parse(new TextDecoder().decode(text)) as T
}

/** Whether this browser can keep anything sealed at all: an old one cannot, nor one that came without https. */
export const able = () => typeof indexedDB !== 'undefined' && globalThis.crypto?.subtle !== undefined && typeof navigator !== 'undefined' && 'serviceWorker' in navigator

const told = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the device does not keep'))
  })

/** The database; undefined when there is none and none is to be made. */
async function open(make: boolean): Promise<IDBDatabase | undefined> {
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => {
    if (make) request.result.createObjectStore(STORE)
    else request.transaction?.abort()
  }
  try {
    const db = await told(request)
    // Another tab forgets everything: this one does not hold it.
    db.onversionchange = () => db.close()
    return db
  } catch (error) {
    if (!make) return undefined
    throw error
  }
}

/** Puts and removes, all or nothing. */
export async function write(put: Record<string, unknown>, remove: string[] = []): Promise<void> {
  const db = await open(true)
  if (!db) return
  try {
    await new Promise<void>((resolve, reject) => {
      const tx = db.transaction(STORE, 'readwrite', { durability: 'strict' })
      for (const [id, value] of Object.entries(put)) tx.objectStore(STORE).put(value, id)
      for (const id of remove) tx.objectStore(STORE).delete(id)
      tx.oncomplete = () => resolve()
      tx.onabort = () => reject(tx.error ?? new Error('the device does not keep'))
    })
  } finally {
    db.close()
  }
}

export interface Contents {
  head?: Head
  ended?: Ended
  rows: [string, Sealed][]
}

export async function read(): Promise<Contents> {
  const db = typeof indexedDB === 'undefined' ? undefined : await open(false)
  if (!db) return { rows: [] }
  try {
    const store = db.transaction(STORE, 'readonly').objectStore(STORE)
    const [keys, values] = await Promise.all([told(store.getAllKeys()), told(store.getAll() as IDBRequest<unknown[]>)])
    const all = keys.map((id, place) => [String(id), values[place]] as const)
    const of = (id: string) => all.find(([one]) => one === id)?.[1]
    return {
      head: of(HEAD) as Head | undefined,
      ended: of(ENDED) as Ended | undefined,
      rows: all.filter(([id]) => id !== HEAD && id !== ENDED) as [string, Sealed][],
    }
  } finally {
    db.close()
  }
}

export const writeHead = (head: Head, put: Record<string, unknown> = {}, remove: string[] = []) => write({ ...put, [HEAD]: head }, remove)

/** Removes everything; what was removed by itself leaves word that it was. */
export async function destroy(ended?: Ended): Promise<void> {
  if (typeof indexedDB === 'undefined') return
  await told(indexedDB.deleteDatabase(NAME))
  if (ended) await write({ [ENDED]: ended })
}

/**
 * What the page may truthfully say about a draft. `saved` appears only after the server has answered; everything else admits
 * that the text so far is only on this screen.
 */
export type SaveState<R> =
  | { kind: 'untouched' }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Date }
  | { kind: 'failed'; error: unknown }
  | { kind: 'conflict'; current: R }

export interface Saved {
  version: number
}

export interface AutosaveOptions<B, R extends Saved> {
  version: number
  /** Sends the body; resolves with the row as the server now has it. */
  save: (body: B, version: number) => Promise<R>
  /** The row now in the store, when the error says that somebody else changed it meanwhile. */
  conflictOf: (error: unknown) => R | undefined
  onState: (state: SaveState<R>) => void
  onSaved?: (row: R) => void
  /** Pause in typing before a save, in milliseconds. */
  delay?: number
  /** Wait before a failed save is tried again by itself, in milliseconds. */
  retryDelay?: number
  now?: () => Date
}

/**
 * Saves a draft when typing pauses. One save is under way at a time; what is typed meanwhile is sent after it with the version
 * the first save gave. After a conflict nothing is sent until a person has chosen (`resolve`).
 */
export class Autosave<B, R extends Saved> {
  private pending: { body: B } | undefined
  private running: Promise<void> | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private version: number
  private blocked = false
  private stopped = false

  constructor(private readonly options: AutosaveOptions<B, R>) {
    this.version = options.version
  }

  /** True while something typed has not been confirmed by the server. */
  get dirty(): boolean {
    return this.pending !== undefined || this.running !== undefined
  }

  get currentVersion(): number {
    return this.version
  }

  edit(body: B): void {
    this.pending = { body }
    if (this.blocked) return
    if (!this.running) this.options.onState({ kind: 'unsaved' })
    this.schedule(this.options.delay ?? 1500)
  }

  /** Sends what is waiting at once; resolves true when everything typed is in the store. */
  async flush(): Promise<boolean> {
    this.cancel()
    while (!this.blocked && (this.running || this.pending)) {
      const before = this.pending
      await (this.running ?? this.send())
      if (this.pending && this.pending === before) break
    }
    return !this.dirty && !this.blocked
  }

  /** Goes on from a conflict with the body a person put together, on top of the version that won. */
  async resolve(body: B, version: number): Promise<boolean> {
    this.blocked = false
    this.version = version
    this.pending = { body }
    return this.flush()
  }

  /** The row was changed by another operation of this page (finish, for one). */
  adopt(version: number): void {
    this.version = version
  }

  stop(): void {
    this.stopped = true
    this.cancel()
  }

  start(): void {
    this.stopped = false
  }

  private cancel(): void {
    if (this.timer !== undefined) clearTimeout(this.timer)
    this.timer = undefined
  }

  private schedule(delay: number): void {
    this.cancel()
    if (this.stopped) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      if (!this.running) void this.send()
    }, delay)
  }

  private send(): Promise<void> {
    const sent = this.pending
    if (!sent) return Promise.resolve()
    this.options.onState({ kind: 'saving' })
    const run = this.options
      .save(sent.body, this.version)
      .then(
        (row) => {
          this.version = row.version
          this.options.onSaved?.(row)
          if (this.pending === sent) {
            this.pending = undefined
            this.options.onState({ kind: 'saved', at: (this.options.now ?? (() => new Date()))() })
          } else {
            this.options.onState({ kind: 'unsaved' })
            this.schedule(this.options.delay ?? 1500)
          }
        },
        (error: unknown) => {
          const current = this.options.conflictOf(error)
          if (current) {
            this.blocked = true
            this.cancel()
            this.options.onState({ kind: 'conflict', current })
          } else {
            this.options.onState({ kind: 'failed', error })
            this.schedule(this.options.retryDelay ?? 15_000)
          }
        },
      )
      .finally(() => {
        this.running = undefined
      })
    this.running = run
    return run
  }
}

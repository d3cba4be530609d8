import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Autosave, type SaveState } from './autosave'

interface Row {
  version: number
}

function deferred<T>() {
  let resolve!: (value: T) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<T>((res, rej) => {
    resolve = res
    reject = rej
  })
  return { promise, resolve, reject }
}

describe('autosave', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  function start(save: (body: string, version: number) => Promise<Row>) {
    const states: SaveState<Row>['kind'][] = []
    const autosave = new Autosave<string, Row>({
      version: 1,
      save,
      conflictOf: (error) => (error as { current?: Row }).current,
      onState: (state) => states.push(state.kind),
    })
    return { autosave, states }
  }

  it('says saved only after the server has answered', async () => {
    const answer = deferred<Row>()
    const { autosave, states } = start(() => answer.promise)
    autosave.edit('a')
    expect(states).toEqual(['unsaved'])
    await vi.advanceTimersByTimeAsync(1499)
    expect(states).toEqual(['unsaved'])
    await vi.advanceTimersByTimeAsync(1)
    expect(states).toEqual(['unsaved', 'saving'])
    expect(autosave.dirty).toBe(true)
    answer.resolve({ version: 2 })
    await vi.advanceTimersByTimeAsync(0)
    expect(states).toEqual(['unsaved', 'saving', 'saved'])
    expect(autosave.dirty).toBe(false)
    expect(autosave.currentVersion).toBe(2)
  })

  it('does not say saved for text typed while a save was under way', async () => {
    const first = deferred<Row>()
    const sent: [string, number][] = []
    const { autosave, states } = start((body, version) => {
      sent.push([body, version])
      return sent.length === 1 ? first.promise : Promise.resolve({ version: 3 })
    })
    autosave.edit('a')
    await vi.advanceTimersByTimeAsync(1500)
    autosave.edit('ab')
    first.resolve({ version: 2 })
    await vi.advanceTimersByTimeAsync(0)
    expect(states.at(-1)).toBe('unsaved')
    await vi.advanceTimersByTimeAsync(1500)
    expect(states.at(-1)).toBe('saved')
    expect(sent).toEqual([
      ['a', 1],
      ['ab', 2],
    ])
  })

  it('keeps the text after a failure and tries again by itself', async () => {
    let calls = 0
    const { autosave, states } = start(() => {
      calls += 1
      return calls === 1 ? Promise.reject(new Error('offline')) : Promise.resolve({ version: 2 })
    })
    autosave.edit('a')
    await vi.advanceTimersByTimeAsync(1500)
    expect(states.at(-1)).toBe('failed')
    expect(autosave.dirty).toBe(true)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(states.at(-1)).toBe('saved')
  })

  it('sends nothing over another’s change until somebody has chosen', async () => {
    const sent: [string, number][] = []
    const { autosave, states } = start((body, version) => {
      sent.push([body, version])
      return version === 1 ? Promise.reject({ current: { version: 7 } }) : Promise.resolve({ version: 8 })
    })
    autosave.edit('mine')
    await vi.advanceTimersByTimeAsync(1500)
    expect(states.at(-1)).toBe('conflict')
    autosave.edit('mine still')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toHaveLength(1)
    expect(await autosave.resolve('both', 7)).toBe(true)
    expect(sent.at(-1)).toEqual(['both', 7])
    expect(states.at(-1)).toBe('saved')
  })

  it('flush tells whether everything reached the server', async () => {
    const { autosave } = start(() => Promise.reject(new Error('offline')))
    autosave.edit('a')
    expect(await autosave.flush()).toBe(false)
    const { autosave: good } = start((_, version) => Promise.resolve({ version: version + 1 }))
    good.edit('a')
    expect(await good.flush()).toBe(true)
  })
})

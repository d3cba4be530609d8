// @vitest-environment node
// What lies on the device opens with the words, under its own name, and not otherwise.
import { expect, test } from 'vitest'
import { keyOf, seal, unseal } from './sealed'

const salt = new Uint8Array(16).fill(7)

test('a row opens with the same words and no others', async () => {
  const row = await seal(await keyOf('kolme sanaa mukaan', salt), 'a', { name: 'Virtanen, Aino' })
  expect(new TextDecoder().decode(row.data)).not.toContain('Virtanen')
  expect(await unseal(await keyOf(' kolme sanaa mukaan ', salt), 'a', row)).toEqual({ name: 'Virtanen, Aino' })
  await expect(unseal(await keyOf('kolme sanaa mukana', salt), 'a', row)).rejects.toThrow()
  await expect(unseal(await keyOf('kolme sanaa mukaan', new Uint8Array(16)), 'a', row)).rejects.toThrow()
})

test('a row in the place of another, or changed, does not open', async () => {
  const key = await keyOf('kolme sanaa mukaan', salt)
  const row = await seal(key, 'a', 1)
  await expect(unseal(key, 'b', row)).rejects.toThrow()
  const data = row.data.slice(0)
  new Uint8Array(data)[0]! ^= 1
  await expect(unseal(key, 'a', { ...row, data })).rejects.toThrow()
})

test('the key cannot be taken out, and no two sealings are alike', async () => {
  const key = await keyOf('kolme sanaa mukaan', salt)
  expect(key.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  const [one, two] = [await seal(key, 'a', 1), await seal(key, 'a', 1)]
  expect(Buffer.from(one.data).equals(Buffer.from(two.data))).toBe(false)
})

// The sealed access log: an administrator sees the sealing go on and takes the checkpoint away; the command line verifies against it;
// another node follows the log and its witness is seen.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
import { looked } from '../lib/looked.mjs'
import { startNode } from '../lib/node.mjs'

let node, other, browser

before(async () => {
  other = await startNode({ residents: 50 })
  node = await startNode({ residents: 50, args: ['--follow-log', other.url] })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
  await other?.stop()
})

test('an administrator sees the log sealed and witnessed', async () => {
  const page = await as(browser, node, 'Antti Korpela')
  await page.goto('/administration/log')
  await page.getByText('Ajan tasalla', { exact: true }).waitFor()
  const state = () => page.evaluate(() => fetch('/api/v1/staff/administration/log').then((r) => r.json()))
  // Each look is a line of the log itself, sealed within a second.
  const before = (await state()).sealed.size
  let after = await state()
  for (let tries = 0; after.sealed.size <= before && tries < 40; tries += 1) {
    await page.waitForTimeout(500)
    after = await state()
  }
  assert.ok(after.sealed.size > before, `${before} then ${after.sealed.size}`)
  await page.getByText('Allekirjoitettu tarkistuspiste').click()
  const note = await page.locator('pre').innerText()
  assert.match(note, /^punos-log\/[0-9a-f-]{36}\n\d+\n/)
  // Kept elsewhere, it is what the command line verifies against; a file that is none of this log's is refused.
  const file = join(node.data, 'kept.txt')
  await writeFile(file, note)
  const verify = (path) =>
    new Promise((done) => spawn(node.binary, ['log', 'verify', '--checkpoint', path, '--data', node.data], { stdio: 'ignore' }).on('exit', done))
  assert.equal(await verify(file), 0)
  await writeFile(file, note.replace(/\n\d+\n/, '\n1\n'))
  assert.equal(await verify(file), 2)
  // Its first following of the other node waits for nobody.
  await page.getByRole('row', { name: new RegExp(other.url) }).getByText('Kunnossa').waitFor()
  await looked(page, 'the log')
  await page.context().close()
})

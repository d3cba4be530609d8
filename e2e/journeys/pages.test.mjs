// Three languages; the keyboard alone; a stranger sees nothing. Every page of the list (lib/pages.mjs) is looked at in
// accessibility.test.mjs.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser, openPage } from '../lib/browser.mjs'
import { startNode } from '../lib/node.mjs'

let node, browser

before(async () => {
  node = await startNode({ residents: 400 })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
})

test('the log-in page speaks three languages and says that it is a demo', async () => {
  const page = await openPage(browser, node)
  await page.goto('/')
  await page.getByRole('heading', { name: 'Kokeile ammattilaisena' }).waitFor()
  assert.ok(await page.getByText('Henkilöt ja tiedot ovat keksittyjä', { exact: false }).isVisible(), 'the page says that it is a demo')
  for (const [button, lang] of [['SV', 'sv'], ['EN', 'en'], ['FI', 'fi']]) {
    await page.getByRole('button', { name: new RegExp(`^${button},`) }).click()
    await page.waitForFunction((l) => document.documentElement.lang === l, lang)
  }
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('with the keyboard alone: log in, find a client, open the picture', async () => {
  const page = await openPage(browser, node)
  await page.goto('/')
  await page.getByRole('button', { name: /Sanna Mäkelä/ }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/desk/)
  await page.locator('h1').first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('virtanen aino')
  await page.getByRole('option', { name: /Virtanen, Aino/ }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/clients\/[0-9a-f-]{36}/)
  assert.ok(!/virtanen/i.test(page.url()), 'no personal data in the address')
  await page.getByRole('heading', { name: 'Aikajana' }).waitFor()
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a stranger without a session sees nothing', async () => {
  const page = await openPage(browser, node)
  for (const path of ['/desk', '/clients', '/my']) {
    await page.goto(path)
    await page.getByRole('heading', { name: 'Kokeile ammattilaisena' }).waitFor()
  }
  const status = await page.evaluate(() => fetch('/api/v1/staff/desk').then((r) => r.status))
  assert.equal(status, 401)
  await page.context().close()
})

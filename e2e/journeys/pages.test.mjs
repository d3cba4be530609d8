// Every page of every persona: nothing serious for axe, no sideways scrolling at 320 px, three languages, keyboard alone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { expectAccessible, expectReflow } from '../lib/axe.mjs'
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

async function as(name, size) {
  const page = await openPage(browser, node, size)
  await page.goto('/')
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.waitForURL((u) => u.pathname !== '/')
  return page
}

/** Loads a page until it stands still: its heading is there and nothing is loading. */
async function settle(page, path) {
  await page.goto(path)
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => {})
}

async function looked(page, what) {
  await expectAccessible(page, what)
  const size = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 700 })
  await page.waitForTimeout(100)
  await expectReflow(page, what)
  await expectAccessible(page, `${what} at 320 px`)
  await page.setViewportSize(size)
}

test('the log-in page', async () => {
  const page = await openPage(browser, node)
  await page.goto('/')
  await page.getByRole('heading', { name: 'Kokeile ammattilaisena' }).waitFor()
  assert.ok(await page.getByText('Henkilöt ja tiedot ovat keksittyjä', { exact: false }).isVisible(), 'the page says that it is a demo')
  await looked(page, 'log-in')
  for (const [button, lang] of [['SV', 'sv'], ['EN', 'en'], ['FI', 'fi']]) {
    await page.getByRole('button', { name: new RegExp(`^${button}|${lang === 'sv' ? 'Svenska' : lang === 'en' ? 'English' : 'Suomi'}`) }).first().click()
    await page.waitForFunction((l) => document.documentElement.lang === l, lang)
  }
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('the case manager’s pages', { timeout: 180_000 }, async () => {
  const page = await as('Sanna Mäkelä')
  await settle(page, '/desk')
  await looked(page, 'desk')
  const ids = await page.evaluate(async () => {
    const desk = await fetch('/api/v1/staff/desk?view=mine').then((r) => r.json())
    const cards = desk.lanes.flatMap((l) => l.cards)
    return { matter: cards[0].id, client: cards[0].clients[0].id }
  })
  for (const path of [`/clients/${ids.client}`, `/clients/${ids.client}/plans`, `/clients/${ids.client}/services`, `/clients/${ids.client}/people`, `/matters/${ids.matter}`, '/lobby', '/lobby/new', '/clients', '/clients/new']) {
    await settle(page, path)
    await looked(page, path.replace(/[0-9a-f-]{36}/, '…'))
  }
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('the team lead’s page', async () => {
  const page = await as('Tuula Nieminen')
  await settle(page, '/team')
  await looked(page, 'team')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('the client’s pages on a phone', async () => {
  const page = await as('Aino Virtanen', { width: 390, height: 844 })
  await settle(page, '/my')
  await looked(page, 'my')
  const matter = await page.evaluate(() => fetch('/api/v1/client/overview').then((r) => r.json()).then((o) => o.matters[0]?.id))
  for (const path of [`/my/matters/${matter}`, '/my/new?kind=contact']) {
    await settle(page, path)
    await looked(page, path.replace(/[0-9a-f-]{36}/, '…'))
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

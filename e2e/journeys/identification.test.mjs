// Residents log in by strong identification at a real provider: a client of the county, and one it has never met.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { expectAccessible } from '../lib/axe.mjs'
import { as, openBrowser, openPage } from '../lib/browser.mjs'
import { looked } from '../lib/looked.mjs'
import { freePort, startNode } from '../lib/node.mjs'
import { startProvider, STRONG } from '../lib/provider.mjs'

/** A synthetic personal identity code. */
function hetu(day, number) {
  return `${day}-${number}${'0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(`${day}${number}`) % 31]}`
}

const people = {
  resident: { family_name: 'Uusiasukas', given_name: 'Aada Maria', nationalIdentificationNumber: hetu('050590', '902') },
  nameless: { nationalIdentificationNumber: hetu('060690', '902') },
  uncoded: { family_name: 'Koditon', given_name: 'Koodi' },
}
let node, staff, provider, browser, dir

before(async () => {
  const [nodePort, staffPort, providerPort] = [await freePort(), await freePort(), await freePort()]
  const url = `http://127.0.0.1:${nodePort}`
  staff = await startProvider(staffPort, url)
  provider = await startProvider(providerPort, url, { callback: '/api/v1/session/identification/callback', people })
  dir = await mkdtemp(join(tmpdir(), 'punos-identification-'))
  const secret = join(dir, 'secret')
  await writeFile(secret, 'only-for-this-journey\n')
  const args = ['--oidc-issuer', staff.issuer, '--oidc-client-secret-file', secret]
  args.push('--identification-issuer', provider.issuer, '--identification-client-secret-file', secret, '--identification-acr', STRONG)
  node = await startNode({ port: nodePort, args })
  browser = await openBrowser()
})

after(async () => {
  await browser?.close()
  await node?.stop()
  await staff?.stop()
  await provider?.stop()
  if (dir) await rm(dir, { recursive: true, force: true })
})

async function identifyAt(page, subject, password = 'card') {
  await page.goto('/')
  await page.getByRole('link', { name: 'Tunnistaudu' }).click()
  await answer(page, subject, password)
}

async function answer(page, subject, password = 'card') {
  await page.locator('input[name=login]').fill(subject)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: /sign-in/i }).click()
  await page.getByRole('button', { name: /continue/i }).click()
}

const session = (page) => page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()))

test('the log-in page tells residents and staff apart', async () => {
  const page = await openPage(browser, node)
  await page.goto('/')
  await page.getByRole('heading', { name: 'Asukkaat ja asiakkaat' }).waitFor()
  await page.getByRole('heading', { name: 'Ammattilaiset' }).waitFor()
  await expectAccessible(page, 'the log-in page')
  await looked(page, 'log-in')
  await page.context().close()
})

test('a client of the county comes to their own pages and is logged out at both', async () => {
  const worker = await as(browser, node, 'Sanna Mäkelä')
  const aino = (await session(await as(browser, node, 'Aino Virtanen'))).client
  const shown = await worker.evaluate((id) => fetch(`/api/v1/staff/clients/${id}/hetu`).then((r) => r.json()), aino.id)
  people.aino = { nationalIdentificationNumber: shown.hetu, family_name: 'Toisin', given_name: 'Kirjoitettu' }
  await worker.context().close()

  const page = await openPage(browser, node)
  await identifyAt(page, 'aino')
  await page.waitForURL(/\/my/)
  const mine = await session(page)
  assert.deepEqual([mine.audience, mine.client.id, mine.client.name], ['client', aino.id, aino.name], 'the code says who it is, not the name the provider has')
  assert.ok(!page.url().includes(shown.hetu.slice(0, 6)), 'no code in an address')
  assert.ok(!node.output().includes(shown.hetu), 'nor in the log of the program')

  const ended = await page.evaluate((csrf) => fetch('/api/v1/session/end', { method: 'POST', headers: { 'x-csrf-token': csrf } }).then((r) => r.json()), mine.csrf)
  assert.ok(ended.redirect.startsWith(provider.issuer), ended.redirect)
  await page.context().close()
})

test('a resident nobody knows is added once, and finds how they came in their log', async () => {
  const page = await openPage(browser, node)
  await identifyAt(page, 'resident')
  await page.waitForURL(/\/my/)
  const first = await session(page)
  assert.equal(first.client.name, 'Aada Uusiasukas')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await looked(page, 'new-resident')
  await page.goto('/my/log')
  await page.getByLabel('Kenen käyttö').selectOption('system')
  await page.getByText('Asukas tunnistautui ensimmäisen kerran').first().waitFor()
  await page.context().close()

  const again = await openPage(browser, node)
  await identifyAt(again, 'resident')
  await again.waitForURL(/\/my/)
  assert.equal((await session(again)).client.id, first.client.id)
  await again.context().close()
})

for (const [who, why, words] of [
  ['nameless', 'login_unknown_client', /ei ole vielä tietojasi/],
  ['uncoded', 'login_no_code', /ei kertonut henkilötunnustasi/],
]) {
  test(`${who}: refused in words`, async () => {
    const page = await openPage(browser, node)
    await identifyAt(page, who)
    await page.waitForURL(new RegExp(`login=${why}`))
    await page.getByRole('alert').getByText(words).waitFor()
    assert.equal((await session(page)).audience, 'none')
    await page.context().close()
  })
}

test('identified less strongly than was asked for: refused in words', async () => {
  const page = await openPage(browser, node)
  await identifyAt(page, 'resident', 'typed')
  await page.waitForURL(/login=login_strength/)
  await page.getByRole('alert').getByText(/heikommin kuin/).waitFor()
  await page.context().close()
})

test('an answer of one provider is no answer at the door of the other', async () => {
  const page = await openPage(browser, node)
  await identifyAt(page, 'resident')
  await page.waitForURL(/\/my/)
  // By the same browser once more, stopped a step before the node hears the answer.
  const answered = async () => {
    let at = `${node.url}/api/v1/session/identification/start`
    for (let step = 0; step < 5 && !at.includes('/identification/callback?'); step += 1) {
      const told = await page.request.get(at, { maxRedirects: 0 })
      at = new URL(told.headers().location, at).href
    }
    assert.match(at, /\/identification\/callback\?.*code=/)
    return at
  }
  const hear = async (at) => (await page.request.get(at, { maxRedirects: 0 })).headers().location

  assert.equal(await hear(await answered()), '/my', 'such an answer is good at its own door')
  const stolen = await answered()
  const key = (await page.context().cookies(stolen)).find((cookie) => cookie.name === 'punos-identification')
  await page.context().addCookies([{ name: 'punos-login', value: key.value, url: `${node.url}/api/v1/session/oidc` }])
  assert.equal(await hear(stolen.replace('/identification/callback', '/oidc/callback')), '/?login=login_state')
  await page.context().close()
})

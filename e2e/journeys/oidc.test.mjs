// Staff log in and out by OpenID Connect at a real provider.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openBrowser, openPage } from '../lib/browser.mjs'
import { freePort, startNode } from '../lib/node.mjs'
import { startProvider, STRONG } from '../lib/provider.mjs'

let node, provider, browser, dir

before(async () => {
  const [nodePort, providerPort] = [await freePort(), await freePort()]
  provider = await startProvider(providerPort, `http://127.0.0.1:${nodePort}`)
  dir = await mkdtemp(join(tmpdir(), 'punos-oidc-'))
  const secret = join(dir, 'secret')
  await writeFile(secret, 'only-for-this-journey\n')
  node = await startNode({ residents: 60, port: nodePort, args: ['--oidc-issuer', provider.issuer, '--oidc-client-secret-file', secret, '--oidc-acr', STRONG] })
  browser = await openBrowser()
})

after(async () => {
  await browser?.close()
  await node?.stop()
  await provider?.stop()
  if (dir) await rm(dir, { recursive: true, force: true })
})

async function logInAt(page, subject, password = 'card') {
  await page.goto('/')
  await page.getByRole('link', { name: 'Kirjaudu sisään' }).click()
  await page.locator('input[name=login]').fill(subject)
  await page.locator('input[name=password]').fill(password)
  await page.getByRole('button', { name: /sign-in/i }).click()
  await page.getByRole('button', { name: /continue/i }).click()
}

test('a professional logs in at the provider, works, and is logged out at both', async () => {
  const page = await openPage(browser, node)
  await logInAt(page, 'demo-case_manager')
  await page.waitForURL(/\/desk/)
  const session = await page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()))
  assert.equal(session.audience, 'staff')
  const cookies = await page.context().cookies(node.url)
  const cookie = cookies.find((c) => c.name === 'punos')
  assert.ok(cookie?.httpOnly, 'scripts do not see the session')

  // Log-out ends the session here and goes by the provider's own page.
  const ended = await page.evaluate((csrf) => fetch('/api/v1/session/end', { method: 'POST', headers: { 'x-csrf-token': csrf } }).then((r) => r.json()), session.csrf)
  assert.ok(ended.redirect.startsWith(provider.issuer), ended.redirect)
  await page.goto(ended.redirect)
  await page.getByRole('button', { name: /yes/i }).click()
  await page.waitForURL(`${node.url}/`)
  assert.equal((await page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()))).audience, 'none')
  await page.context().close()
})

test('a person the county does not know is refused in words', async () => {
  const page = await openPage(browser, node)
  await logInAt(page, 'stranger')
  await page.waitForURL(/login=login_unknown/)
  await page.getByRole('alert').getByText(/alueen ammattilaisiin/).waitFor()
  await page.context().close()
})

test('a person identified less strongly than was asked for is refused in words', async () => {
  const page = await openPage(browser, node)
  const asked = page.waitForRequest((request) => request.url().includes('acr_values='))
  await logInAt(page, 'demo-case_manager', 'typed')
  assert.equal(new URL((await asked).url()).searchParams.get('acr_values'), STRONG)
  await page.waitForURL(/login=login_strength/)
  await page.getByRole('alert').getByText(/heikommin kuin/).waitFor()
  assert.equal((await page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()))).audience, 'none')
  await page.context().close()
})

test('an answer that was not asked for from this browser is refused', async () => {
  const page = await openPage(browser, node)
  await page.goto('/api/v1/session/oidc/callback?code=stolen&state=made-up')
  assert.match(page.url(), /login=login_state/)
  assert.equal((await page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()))).audience, 'none')
  await page.context().close()
})

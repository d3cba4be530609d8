// A temporary person is linked to the real one with a preview, seen as one, and taken apart again after what came since is shown.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { logIn, openBrowser, openPage } from '../lib/browser.mjs'
import { looked } from '../lib/looked.mjs'
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

/** A call of the page's own session, for what other journeys drive by hand. */
const call = (page, method, path, body, headers = {}) =>
  page.evaluate(
    async ({ method, path, body, headers }) => {
      const { csrf } = await (await fetch('/api/v1/session')).json()
      const answer = await fetch(`/api/v1/staff${path}`, { method, headers: { 'content-type': 'application/json', 'x-csrf-token': csrf, ...headers }, body: body && JSON.stringify(body) })
      return { status: answer.status, body: await answer.json().catch(() => null) }
    },
    { method, path, body, headers },
  )

test('linked with a preview, taken apart with what came after', { timeout: 240_000 }, async () => {
  const page = await openPage(browser, node)
  await logIn(page, 'Sanna Mäkelä')
  // A person nobody knows, with a matter of the case manager's own team.
  const added = await call(page, 'POST', '/clients', { temporary_reason: 'unknown', family_name: 'Tuntematon', given_names: 'Mies', birth_date: '1950-01-01', sex: 'male', municipality: '153' })
  assert.equal(added.status, 201, JSON.stringify(added.body))
  const client = added.body.card.id
  const matter = { client_ids: [client], situation: 'needs_assessment', service_task: 'older_people', urgency: 'soon', need_reasons: ['1'], notifier: '7', own_words: 'Ei muista nimeään.' }
  const { body: proposed } = await call(page, 'POST', '/lobby/propose', { client_ids: [client], situation: 'needs_assessment', service_task: 'older_people', urgency: 'soon' })
  const sent = await call(page, 'POST', '/lobby/send', { ...matter, team_id: proposed.team.id })
  assert.equal(sent.status, 201, JSON.stringify(sent.body))
  const taken = await call(page, 'POST', `/matters/${sent.body.id}/take`, {}, { 'if-match': `"${sent.body.version}"` })
  assert.equal(taken.status, 200, JSON.stringify(taken.body))

  await page.goto(`/clients/${client}/people`)
  const section = page.getByRole('region', { name: 'Henkilöllisyys' })
  await section.getByRole('button', { name: 'Yhdistä henkilöön…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Kenelle tunnus kuuluu' }).fill('virtanen eero')
  await dialog.getByRole('option').first().click()
  await dialog.getByText('Tarkista ennen kuin yhdistät').waitFor()
  await dialog.getByText('Syntymäajat ovat eri.').waitFor()
  await dialog.getByText('1 asia', { exact: true }).waitFor()
  await looked(page, 'link preview')
  await dialog.getByRole('button', { name: 'Yhdistä', exact: true }).click()
  await dialog.getByText('Tämä tieto tarvitaan.').waitFor()
  await dialog.getByLabel(/^Miten henkilö tunnistettiin/).fill('Puoliso tunnisti hänet.')
  await dialog.getByRole('button', { name: 'Yhdistä', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: /Virtanen, Eero/ }).waitFor()
  await section.getByText('Pääasiallinen').waitFor()
  await looked(page, 'linked identities')

  // The mistake is noticed: what has come since is shown and confirmed first.
  const contact = await call(page, 'POST', `/clients/${client}/contacts`, { kind: 'long_lived', type: 'phone', value: '040 555 1234', origin: 'client' })
  assert.equal(contact.status, 201, JSON.stringify(contact.body))
  await section.getByRole('button', { name: /Pura yhdistäminen/ }).click()
  await dialog.getByText('1 yhteystieto').waitFor()
  await looked(page, 'unlink preview')
  await dialog.getByRole('button', { name: 'Pura yhdistäminen' }).click()
  await dialog.getByText('Tarkista kirjaukset ja vahvista se.').waitFor()
  await dialog.getByRole('checkbox').check()
  await dialog.getByLabel(/^Miksi yhdistäminen oli virhe/).fill('Oli toinen samanniminen.')
  await dialog.getByRole('button', { name: 'Pura yhdistäminen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Tuntematon, Mies' }).waitFor()
  await section.getByRole('button', { name: 'Yhdistä henkilöön…' }).waitFor()
  await page.getByText('040 555 1234').first().waitFor()
  await section.getByText(/purettu/).waitFor()
  await looked(page, 'taken apart')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

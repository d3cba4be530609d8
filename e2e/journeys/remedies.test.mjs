// What is done about a decision, from both sides: the client reads a refusal on a phone, asks for a review in their own words and
// sees where it stands; the case manager finds the matter on the desk again and takes the request, the team's lead decides on it;
// the client sees why and where to turn next. And a shared matter, and a pause that ends by its date.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
import { looked, pictured } from '../lib/looked.mjs'
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

/** A day as it is typed, so many days from now. */
function typed(days) {
  const [year, month, day] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(Date.now() + days * 86_400_000).split('-').map(Number)
  return `${day}.${month}.${year}`
}

test('a review request from both sides', { timeout: 240_000 }, async () => {
  const aino = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  const refused = await aino.evaluate(async () => {
    const own = await fetch('/api/v1/client/overview').then((r) => r.json())
    return own.matters.find((m) => m.decisions.some((d) => d.outcome === 'negative' && d.can_ask))
  })
  assert.ok(refused, 'the demo county has refused Aino something')
  assert.equal(refused.state, 'closed')
  const decision = refused.decisions.find((d) => d.can_ask).id
  await aino.goto(`/my/matters/${refused.id}`)
  await aino.getByText('Päätös on kielteinen.').waitFor()
  await aino.getByRole('button', { name: 'Vaadi oikaisua' }).click()
  await aino.getByRole('button', { name: 'Lähetä oikaisuvaatimus' }).click()
  await aino.getByText('Kirjoita, mitä vaadit.').waitFor()
  await looked(aino, 'my review request')
  await aino.getByLabel(/Mitä vaadit ja miksi/).fill('Vaadin apua aamuisin. En pärjää pesuissa yksin.')
  const sent = aino.waitForResponse((r) => r.url().endsWith('/reviews') && r.request().method() === 'POST')
  await aino.getByRole('button', { name: 'Lähetä oikaisuvaatimus' }).click()
  assert.equal((await sent).status(), 201)
  await aino.getByText('Vaatimus on saapunut. Saat siihen vastauksen.').waitFor()
  await looked(aino, 'my review sent')

  // The matter is on the desk again, with its badge.
  const sanna = await as(browser, node, 'Sanna Mäkelä')
  await sanna.goto(`/matters/${refused.id}`)
  await sanna.getByText('Oikaisuvaatimus saapui').first().waitFor()
  await sanna.getByText('Oikaisuvaatimus on käsiteltävä kiireellisenä').first().waitFor()
  await sanna.goto(`/matters/${refused.id}/decision/${decision}`)
  await sanna.getByRole('heading', { name: 'Tiedoksianto ja muutoksenhaku' }).waitFor()
  await sanna.getByText(/Vaadin apua aamuisin/).waitFor()
  await sanna.getByRole('button', { name: 'Ota valmisteluun' }).click()
  await sanna.getByText(/^Valmistelussa: Sanna Mäkelä/).waitFor()
  await looked(sanna, 'decision with a review')
  assert.equal(await sanna.getByRole('button', { name: 'Kirjaa ratkaisu' }).count(), 0, 'she has not the power')

  // Whoever made the decision does not review it; the lead does.
  const lead = await as(browser, node, 'Tuula Nieminen')
  await lead.goto(`/matters/${refused.id}/decision/${decision}`)
  await lead.getByRole('button', { name: 'Kirjaa ratkaisu' }).click()
  const dialog = lead.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Tallenna ja lähetä' }).click()
  await dialog.getByText('Täytä tämä kohta.').first().waitFor()
  await looked(lead, 'ruling on a review')
  await dialog.getByRole('radio', { name: /hylätty, päätös pysyy/ }).check()
  await dialog.getByLabel(/^Perustelut/).fill('Arvio on tehty huolella, eikä uutta ole tullut esiin.')
  await dialog.getByRole('button', { name: 'Tallenna ja lähetä' }).click()
  await dialog.waitFor({ state: 'detached' })
  await lead.getByText(/^Valitus: Hallinto-oikeus/).waitFor()
  await pictured(lead, 'ruled')

  // The client sees why, and where to turn.
  await aino.reload()
  await aino.getByText('Päätös pysyy ennallaan.').waitFor()
  await aino.getByText('Arvio on tehty huolella, eikä uutta ole tullut esiin.').waitFor()
  await aino.getByText(/Valitus tehdään: Hallinto-oikeus/).waitFor()
  assert.equal(await aino.getByRole('button', { name: 'Vaadi oikaisua' }).count(), 0)
  await looked(aino, 'my review decided')

  // An appeal is written down.
  await sanna.reload()
  await sanna.getByRole('button', { name: 'Kirjaa valitus' }).click()
  const appeal = sanna.getByRole('dialog')
  await appeal.getByRole('textbox', { name: /^Valituspäivä/ }).fill(typed(0))
  await looked(sanna, 'an appeal')
  await appeal.getByRole('button', { name: 'Tallenna' }).click()
  await appeal.waitFor({ state: 'detached' })
  await sanna.getByText('vireillä', { exact: true }).waitFor()
  await aino.reload()
  await aino.getByText('Valitusta käsitellään tuomioistuimessa.').waitFor()
})

test('a shared matter and a pause that ends by its date', { timeout: 240_000 }, async () => {
  const sanna = await as(browser, node, 'Sanna Mäkelä')
  const shared = await sanna.evaluate(async () => {
    const desk = await fetch('/api/v1/staff/desk?view=mine').then((r) => r.json())
    return desk.lanes.flatMap((l) => l.cards).find((c) => c.clients.length > 1)
  })
  assert.ok(shared, 'Sanna has a matter of two')
  await sanna.goto(`/matters/${shared.id}`)
  const clients = sanna.getByRole('region', { name: 'Asiakkaat' })
  await clients.getByText(/mukana .* alkaen/).first().waitFor()
  await clients.getByRole('button', { name: `Poista asiasta ${shared.clients[1].name}` }).click()
  const leave = sanna.getByRole('dialog')
  await leave.getByRole('button', { name: 'Poista asiasta' }).click()
  await leave.locator('.fi-status-text, [role=alert], .field-error').first().waitFor()
  await looked(sanna, 'leaving a shared matter')
  await leave.getByLabel(/^Miksi/).fill('Hakee apua omassa asiassaan.')
  await leave.getByRole('button', { name: 'Poista asiasta' }).click()
  await leave.waitFor({ state: 'detached' })
  await sanna.getByText('Asiakas, joka ei ole enää mukana').waitFor()
  await sanna.getByText('Hakee apua omassa asiassaan.').first().waitFor()

  const service = sanna.getByRole('listitem').filter({ hasText: 'Palvelun on alettava' }).first()
  await service.getByRole('button', { name: /^Keskeytä/ }).click()
  let dialog = sanna.getByRole('dialog')
  await dialog.getByLabel(/^Miksi määräaika keskeytetään/).selectOption({ index: 1 })
  await dialog.getByRole('textbox', { name: /^Tauko päättyy/ }).fill(typed(2))
  await dialog.getByRole('button', { name: 'Keskeytä määräaika' }).click()
  await dialog.waitFor({ state: 'detached' })
  await service.getByText(/tauolla .* asti/).waitFor()
  await service.getByRole('button', { name: /^Pidennä taukoa/ }).click()
  dialog = sanna.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /^Uusi päättymispäivä/ }).fill(typed(3))
  await dialog.getByLabel(/^Perustelu|^Syy/).fill('Lausunto myöhästyy.')
  await looked(sanna, 'prolonging a pause')
  await dialog.getByRole('button', { name: 'Pidennä taukoa' }).click()
  await dialog.waitFor({ state: 'detached' })
  await sanna.getByText('Taukoa jatkettu').waitFor()
  await sanna.goto('/desk')
  await sanna.getByText('tauko päättyy pian').first().waitFor()
  await pictured(sanna, 'desk')
})

// Home safety on a phone: a home gone through with a risk and a picture, the rescue authority told just what was seen, its receipt shown, and
// the client sees it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
import { looked, pictured } from '../lib/looked.mjs'
import { startNode } from '../lib/node.mjs'
import { startRescue } from '../lib/rescue.mjs'

let node, browser, rescue

before(async () => {
  rescue = await startRescue()
  node = await startNode({ residents: 400, args: ['--rescue-url', rescue.url] })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
  await rescue?.stop()
})

/** One grey point: the least picture there is. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64')

test('a home is gone through on a phone and the rescue authority is told', { timeout: 240_000 }, async () => {
  const phone = { width: 390, height: 844 }
  const page = await as(browser, node, 'Sanna Mäkelä', phone)
  const id = await page.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
    const found = await fetch('/api/v1/staff/clients/search', { method: 'POST', headers, body: JSON.stringify({ q: 'Virtanen Aino' }) }).then((r) => r.json())
    return found.cards[0].id
  })
  await page.goto(`/clients/${id}/home-safety`)
  await page.getByRole('region', { name: 'Riskit' }).waitFor()
  await looked(page, 'home safety on a phone')
  await page.getByRole('button', { name: 'Aloita kartoitus' }).click()
  const form = page.getByRole('region', { name: 'Kotiturvallisuuden kartoitus' })
  await form.waitFor()

  // What is in order is saved at once; a risk first when it is told in words, and "saved" is not said before.
  const item = (question) => form.locator('.hs-item').filter({ hasText: question })
  const alarm = item('Onko palovaroittimia tarpeeksi')
  await alarm.getByRole('radio', { name: 'Kunnossa' }).check()
  await alarm.getByText('Tallennettu', { exact: true }).waitFor()
  const stove = item('Onko liesi turvallinen')
  await stove.getByRole('radio', { name: 'Riski' }).check()
  await stove.getByText('Ei vielä tallennettu').waitFor()
  await stove.getByRole('textbox').fill('Liesi jäi päälle, liesivahti puuttuu.')
  await stove.getByRole('button', { name: /^Tallenna/ }).click()
  await stove.getByText('Tallennettu', { exact: true }).waitFor()
  await stove.locator('input[type=file]').setInputFiles({ name: 'liesi.png', mimeType: 'image/png', buffer: PNG })
  await stove.getByRole('button', { name: /^Näytä kuva liesi/ }).waitFor()
  await stove.getByText('Tallennettu', { exact: true }).waitFor()
  await looked(page, 'a home gone through')
  await pictured(page, 'home-safety-assessment')

  // Left and gone on with: the draft has what was said.
  await form.getByRole('button', { name: 'Jatka myöhemmin' }).click()
  await page.reload()
  await page.getByRole('button', { name: 'Jatka', exact: true }).click()
  assert.equal(await stove.getByRole('textbox').inputValue(), 'Liesi jäi päälle, liesivahti puuttuu.')
  const talk = form.getByRole('region', { name: 'Asiakkaan näkemys' })
  await talk.getByRole('radio', { name: 'Kyllä' }).check()
  await talk.getByText('Tallennettu', { exact: true }).waitFor()
  await form.getByRole('button', { name: 'Valmis', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Valmis' }).click()
  const risk = page.getByRole('listitem', { name: 'Liesi voi jäädä päälle tai sen päällä on palavaa tavaraa.' })
  await risk.getByText('Havaittu', { exact: true }).waitFor()

  // What will be told is seen first, and what will not.
  await page.getByRole('button', { name: 'Tee ilmoitus' }).click()
  const notice = page.getByRole('region', { name: 'Ilmoitus palonvaarasta tai muusta onnettomuusriskistä' })
  await notice.getByRole('checkbox', { name: /^Palovaroitin puuttuu/ }).uncheck()
  await notice.getByRole('button', { name: 'Näytä, mitä kerrotaan' }).click()
  await notice.getByText('Soita ensin 112, jos vaara on nyt.').waitFor()
  await notice.getByRole('combobox', { name: 'Rakennus' }).selectOption({ label: 'kerrostalo' })
  await notice.getByRole('combobox', { name: 'Asukkaan toimintakyky ja liikkuminen' }).selectOption({ label: 'toimii tai liikkuu heikosti' })
  await notice.getByRole('combobox', { name: 'Poistuminen kodista' }).selectOption({ label: 'tarvitsee apua ulos pääsemiseen' })
  await notice.getByRole('textbox', { name: 'Puhelinnumerosi' }).fill('040 555 0101')
  await notice.getByRole('checkbox', { name: /^Mikään ei pala nyt/ }).check()
  await notice.getByRole('button', { name: 'Näytä, mitä kerrotaan' }).click()
  await notice.getByRole('heading', { name: 'Tätä ei kerrota' }).waitFor()
  await notice.getByText('Liesi jäi päälle, liesivahti puuttuu.').waitFor()
  assert.equal(rescue.messages().length, 0, 'nothing has left yet')
  await looked(page, 'a notification before it is sent')
  await pictured(page, 'home-safety-notification')
  await notice.getByRole('button', { name: 'Lähetä ilmoitus' }).click()
  const sent = page.getByRole('region', { name: 'Ilmoitukset pelastusviranomaiselle' })
  await sent.getByText('Kuittaus PEL-2026-1.').waitFor({ timeout: 60_000 })
  assert.equal(rescue.messages().length, 1)
  assert.equal(rescue.messages()[0].found[0].code, 'stove')
  await looked(page, 'a receipt')

  const client = await as(browser, node, 'Aino Virtanen', phone)
  await client.getByRole('link', { name: 'Kotini turvallisuus' }).click()
  await client.getByText('Kuittaus PEL-2026-1.').waitFor()
  await looked(client, 'own home safety')
})

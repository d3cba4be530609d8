// A prediction read, doubted and answered: Riikka opens the section of Aino's summary and doubts what the model says; Aino reads it; Tuula looks
// how the models do and turns all off; the section says so.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
import { looked } from '../lib/looked.mjs'
import { predictor, startNode } from '../lib/node.mjs'

let node, browser

before(async () => {
  node = await startNode({ residents: 400, args: predictor })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
})

test('a prediction is read, doubted and answered, and all are turned off', { timeout: 240_000 }, async () => {
  const aino = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  const riikka = await as(browser, node, 'Riikka Lahtinen')
  const id = await riikka.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
    const found = await fetch('/api/v1/staff/clients/search', { method: 'POST', headers, body: JSON.stringify({ q: 'Virtanen Aino' }) }).then((r) => r.json())
    return found.cards[0].id
  })
  await riikka.goto(`/clients/${id}`)
  await riikka.getByRole('button', { name: 'Avaa ennusteet' }).click()
  await riikka.getByRole('button', { name: 'Tee ennuste tästä päivästä' }).click()
  await riikka.getByRole('list', { name: 'Mikä siirsi ennustetta' }).waitFor()
  await looked(riikka, 'a prediction with what moved it')
  await riikka.getByRole('button', { name: 'Vastaa ennusteeseen' }).click()
  const dialog = riikka.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Epäilen ennustetta' }).check()
  await dialog.getByRole('textbox', { name: 'Mitä päätit' }).fill('Soitan Ainolle huomenna.')
  await dialog.getByRole('textbox', { name: 'Miksi' }).fill('Viime viikolla vointi oli hyvä, luvut ovat vanhoja.')
  await looked(riikka, 'doubting a prediction')
  await dialog.getByRole('button', { name: 'Tallenna vastaus' }).click()
  await dialog.waitFor({ state: 'detached' })
  await riikka.getByText('Päätös: Soitan Ainolle huomenna.').waitFor()

  await aino.goto('/my/predictions')
  await aino.getByText('Ammattilainen epäili ennustetta.').waitFor()
  await looked(aino, 'predictions of a client')

  const tuula = await as(browser, node, 'Tuula Nieminen')
  await tuula.goto('/predictions')
  await tuula.getByRole('heading', { level: 1, name: 'Ennustemallit' }).waitFor()
  await tuula.getByText('Epäilen ennustetta: 1').waitFor()
  await looked(tuula, 'how prediction models do')
  await tuula.getByRole('button', { name: 'Kytke kaikki pois' }).click()
  const off = tuula.getByRole('dialog')
  await off.getByRole('textbox', { name: /^Syy/ }).fill('Malli tarkistetaan ensin.')
  await off.getByRole('button', { name: 'Kytke pois' }).click()
  await tuula.getByRole('heading', { name: 'Ennusteet on kytketty pois' }).waitFor()

  await riikka.reload()
  await riikka.getByRole('button', { name: 'Avaa ennusteet' }).click()
  await riikka.getByText('Ennusteet on kytketty pois käytöstä.').waitFor()
  assert.deepEqual([...riikka.faults, ...aino.faults, ...tuula.faults], [])
})

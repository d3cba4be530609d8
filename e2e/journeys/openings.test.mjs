// An emergency: a nurse with no care relation opens a client, sees the time left, closes it; the supervisor looks at it afterwards.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
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

/** A client this viewer is not tied to: id and name. */
const stranger = (page) =>
  page.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const found = await fetch('/api/v1/staff/clients/search', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: JSON.stringify({ q: 'Korhonen' }),
    }).then((r) => r.json())
    for (const card of found.cards) {
      const answer = await fetch(`/api/v1/staff/clients/${card.id}`)
      if (answer.status === 403) return { id: card.id, name: card.name }
    }
    throw new Error('the nurse is tied to everybody')
  })

let opened

test('a nurse opens a stranger in an emergency and closes it early', { timeout: 180_000 }, async () => {
  for (const size of [undefined, { width: 390, height: 844 }]) {
    const page = await as(browser, node, 'Ville Rautio', size)
    const client = await stranger(page)
    await page.goto(`/clients/${client.id}`)
    await page.getByRole('heading', { name: 'Onko hätätilanne?' }).waitFor()
    await looked(page, `the refused client ${size?.width ?? 'wide'}`)
    await page.getByRole('button', { name: 'Avaa hätätilanteessa…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Avaa tiedot hätätilanteessa' })
    await dialog.waitFor()
    assert.equal(await dialog.getByRole('checkbox', { name: 'Potilasrekisteri' }).isChecked(), true, 'the register one works in, and no more')
    assert.equal(await dialog.getByRole('checkbox', { name: 'Sosiaalihuollon rekisteri' }).isChecked(), false)
    await dialog.getByRole('button', { name: 'Avaa tiedot' }).click()
    await dialog.getByText('Valitse syy.').waitFor()
    await dialog.getByText('Vahvista, ennen kuin avaat tiedot.').waitFor()
    await looked(page, `the dialog with what is missing ${size?.width ?? 'wide'}`)
    await dialog.getByRole('radio', { name: /ei pysty kertomaan/ }).check()
    await dialog.getByRole('textbox', { name: /Tilanne omin sanoin/ }).fill('Löytyi tajuttomana kadulta, lääkitys selvitettävä.')
    await dialog.getByRole('checkbox', { name: /välttämättömiä juuri nyt/ }).check()
    await dialog.getByRole('button', { name: 'Avaa tiedot' }).click()
    const band = page.getByRole('region', { name: 'Avatut rekisterit' })
    await band.getByText('Avattu hätätilanteessa').waitFor()
    await band.getByText(/Aikaa on jäljellä (60|59) minuuttia\./).waitFor()
    await page.locator('.pic').first().waitFor()
    await looked(page, `the band over the picture ${size?.width ?? 'wide'}`)
    await page.reload()
    await band.getByText(/Aikaa on jäljellä/).waitFor()
    await band.getByRole('button', { name: 'Sulje nyt' }).click()
    await page.getByRole('heading', { name: 'Onko hätätilanne?' }).waitFor()
    opened = client
    assert.deepEqual(page.faults, [])
    await page.context().close()
  }
})

test('the supervisor sees why, what was done, and says what was found', { timeout: 180_000 }, async () => {
  const page = await as(browser, node, 'Tuula Nieminen')
  await page.goto('/team')
  await page.getByRole('link', { name: /^Rekisterien avaamiset \(\d+\)$/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Rekisterien avaamiset' }).waitFor()
  const row = page.getByRole('listitem').filter({ hasText: opened.name }).first()
  await row.getByText('hätätilanne', { exact: true }).waitFor()
  await row.getByText('ei asiakassuhdetta').waitFor()
  await looked(page, 'the openings')
  await row.getByRole('button', { name: /Avaaminen: Ville Rautio/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Tilannekuva avattiin').first().waitFor()
  await dialog.getByText('(suljettu ennen ajan loppumista)').waitFor()
  await dialog.getByRole('radio', { name: /^Väärinkäyttö/ }).check()
  await dialog.getByText(/72 tunnin kuluessa/).waitFor()
  await looked(page, 'one opening')
  await dialog.getByRole('radio', { name: /^Selvitettävä/ }).check()
  await dialog.getByRole('textbox', { name: 'Perustelut' }).fill('Kysyn tekijältä, mistä oli kyse.')
  await dialog.getByRole('button', { name: 'Kirjaa tulos' }).click()
  await row.getByText('selvitettävänä').waitFor()
  await row.getByRole('button', { name: /Avaaminen: Ville Rautio/ }).click()
  await dialog.getByText('Kysyn tekijältä, mistä oli kyse.').waitFor()
  await dialog.getByRole('radio', { name: /^Hyväksytty/ }).check()
  await dialog.getByRole('textbox', { name: 'Perustelut' }).fill('Ensihoidon tilanne, peruste täyttyi.')
  const before = await page.locator('.openings li.card').count()
  await dialog.getByRole('button', { name: 'Kirjaa tulos' }).click()
  await page.waitForFunction((n) => document.querySelectorAll('.openings li.card').length === n - 1, before)
  await page.getByRole('button', { name: 'Tarkastetut' }).click()
  await page.getByText('hyväksytty', { exact: true }).first().waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await looked(page, 'what has been judged, on a phone')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

// A question to specialists: Mari takes what Sanna's team has asked about Aino, Aino writes into the thread, Mari answers, Sanna records the
// advice; another that has been answered becomes a referral.
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

test('a question becomes advice with the client in the thread, another a referral', { timeout: 240_000 }, async () => {
  const mari = await as(browser, node, 'Mari Heikkinen')
  await mari.goto('/consultations')
  await mari.getByRole('link', { name: /Virtanen/ }).first().click()
  await mari.getByRole('button', { name: 'Ota itsellesi' }).click()
  await mari.getByRole('button', { name: 'Vastaa', exact: true }).waitFor()
  await looked(mari, 'a consultation taken')

  const aino = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  await aino.goto('/my/consultations')
  const mine = aino.getByRole('region', { name: /päiväryhmässä/ })
  await mine.waitFor()
  await looked(aino, 'consultations of a client')
  await mine.getByRole('textbox', { name: 'Kirjoita mukaan' }).fill('Kerran viikossa jaksaisin.')
  await mine.getByRole('button', { name: 'Lähetä viesti' }).click()
  await mine.getByText('Kerran viikossa jaksaisin.').first().waitFor()

  await mari.reload()
  await mari.getByText('Kerran viikossa jaksaisin.').waitFor()
  await mari.getByRole('button', { name: 'Vastaa', exact: true }).click()
  const dialog = mari.getByRole('dialog')
  await looked(mari, 'answering a consultation')
  await dialog.getByRole('textbox', { name: 'Vastaus' }).fill('On. Aloitetaan kerran viikossa, kuljetus järjestyy.')
  await dialog.getByRole('button', { name: 'Vastaa', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })

  const sanna = await as(browser, node, 'Sanna Mäkelä')
  await sanna.goto('/consultations?side=asker')
  await looked(sanna, 'consultations asked')
  const open = async (question) => {
    await sanna.goto('/consultations?side=asker')
    const row = sanna.getByRole('listitem').filter({ hasText: question })
    await row.getByRole('link').first().click()
  }
  await open('päiväryhmässä')
  await sanna.getByRole('button', { name: 'Kirjaa neuvo' }).click()
  await sanna.getByRole('dialog').getByRole('button', { name: 'Kirjaa neuvo' }).click()
  await sanna.getByText('Neuvo kirjattiin', { exact: true }).waitFor()

  await open('tasapainoa')
  await sanna.getByRole('button', { name: 'Tee lähete' }).click()
  const refer = sanna.getByRole('dialog')
  await looked(sanna, 'a consultation becomes a referral')
  await refer.getByRole('combobox', { name: 'Mitä pyydetään' }).selectOption('physio_assessment')
  await refer.getByRole('combobox', { name: 'Minne' }).selectOption({ index: 1 })
  await refer.getByRole('textbox', { name: /Miksi, jos sama/ }).fill('Tilanne on muuttunut.')
  await refer.getByRole('textbox', { name: /^Pyyntö omin sanoin/ }).fill('Arvio kotona ennen harjoittelun alkua.')
  await refer.getByRole('button', { name: 'Tee lähete' }).click()
  await sanna.getByRole('link', { name: 'Avaa palvelupyyntö' }).waitFor()
  for (const page of [mari, aino, sanna]) assert.deepEqual(page.faults, [])
})

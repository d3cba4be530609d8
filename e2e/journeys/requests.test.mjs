// Service requests: Sanna asks the west's team to weigh Aino, is told that something covers it and says why she asks all the same; Mari has
// no time and says so; Sanna sends it on to Jukka's team, who ask back, accept and do it; Sanna sees the result, and Aino sees it too.
import { after, before, test } from 'node:test'
import { as, openBrowser } from '../lib/browser.mjs'
import { looked } from '../lib/looked.mjs'
import { startNode } from '../lib/node.mjs'

const WORDS = 'Punnitus viikoittain lokakuun painonlaskun jälkeen.'

let node, browser

before(async () => {
  node = await startNode({ residents: 400 })
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  await node?.stop()
})

/** The client whom it is about. */
const aino = (page) =>
  page.evaluate(async () => {
    const { csrf } = await fetch('/api/v1/session').then((r) => r.json())
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
    const found = await fetch('/api/v1/staff/clients/search', { method: 'POST', headers, body: JSON.stringify({ q: 'Virtanen Aino' }) }).then((r) => r.json())
    return found.cards[0].id
  })

/** The request in a list. */
const row = (page) => page.getByRole('listitem', { name: 'Painon seuranta: Virtanen, Aino' }).filter({ hasText: WORDS })

/** A step that takes words, in its dialog. */
async function say(page, button, words) {
  await row(page).getByRole('button', { name: new RegExp(`^${button}`) }).click()
  const dialog = page.getByRole('dialog', { name: `${button}: Painon seuranta` })
  await dialog.getByRole('textbox').fill(words)
  await dialog.getByRole('button', { name: button, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

test('a request is declined, sent on, done and followed', { timeout: 240_000 }, async () => {
  const sanna = await as(browser, node, 'Sanna Mäkelä')
  const client = await aino(sanna)
  await sanna.goto(`/clients/${client}/requests`)
  await sanna.getByRole('button', { name: 'Uusi palvelupyyntö' }).click()
  const form = sanna.getByRole('region', { name: 'Uusi palvelupyyntö' })
  await form.getByRole('combobox', { name: 'Mitä pyydetään' }).selectOption('weight_follow_up')
  // Aino has been weighed at home this month.
  const covered = form.getByRole('region', { name: 'Tämä on ehkä jo tehty' })
  await covered.getByText('Paino', { exact: false }).first().waitFor()
  await form.getByRole('combobox', { name: 'Vastaanottaja' }).selectOption({ label: 'Ikäihmisten palvelut, länsi' })
  await form.getByRole('textbox', { name: /^Mitä pyydetään ja mitä on hyvä tietää/ }).fill(WORDS)
  await form.getByRole('button', { name: 'Lähetä pyyntö' }).click()
  await form.getByText('Kirjoita vähintään kolme merkkiä.').waitFor()
  await form.getByRole('textbox', { name: /^Miksi pyydetään silti/ }).fill('Kotona punnitaan eri vaa’alla.')
  await looked(sanna, 'a new request that something covers')
  await form.getByRole('button', { name: 'Lähetä pyyntö' }).click()
  await form.waitFor({ state: 'detached' })

  const mari = await as(browser, node, 'Mari Heikkinen', { width: 390, height: 844 })
  await mari.goto('/requests')
  await looked(mari, 'requests received, on a phone')
  await row(mari).getByRole('button', { name: /^Älä ota vastaan/ }).click()
  const decline = mari.getByRole('dialog', { name: 'Älä ota vastaan: Painon seuranta' })
  await decline.getByRole('combobox', { name: 'Syy' }).selectOption({ label: 'Emme ehdi määräajassa' })
  await decline.getByRole('button', { name: 'Älä ota vastaan', exact: true }).click()
  await row(mari).waitFor({ state: 'detached' })

  await sanna.goto('/requests?side=sender')
  await row(sanna).getByText('Ei otettu vastaan: Emme ehdi määräajassa').waitFor()
  await row(sanna).getByRole('button', { name: /^Lähetä edelleen/ }).click()
  const on = sanna.getByRole('dialog', { name: 'Lähetä edelleen: Painon seuranta' })
  await on.getByRole('combobox', { name: 'Vastaanottaja' }).selectOption({ label: 'Asiakasohjaus' })
  await looked(sanna, 'sending a request on')
  await on.getByRole('button', { name: 'Lähetä edelleen', exact: true }).click()
  await on.waitFor({ state: 'detached' })

  const jukka = await as(browser, node, 'Jukka Laine')
  await jukka.goto('/requests')
  await row(jukka).getByRole('button', { name: /^Ota vastaan/ }).click()
  await row(jukka).getByText('Hyväksytty').waitFor()
  await say(jukka, 'Merkitse tehdyksi', 'Punnittu neljästi. Paino 57,9 kiloa, nousussa.')
  await row(jukka).waitFor({ state: 'detached' })

  await sanna.goto('/requests?side=sender&which=ours')
  await row(sanna).getByText('Tulos: Punnittu neljästi. Paino 57,9 kiloa, nousussa.').waitFor()
  await row(sanna).getByRole('link', { name: 'Painon seuranta' }).click()
  await sanna.getByRole('region', { name: 'Vaiheet' }).getByText('Lähetetty edelleen').waitFor()
  await looked(sanna, 'a request with its history')
  await sanna.getByRole('button', { name: /^Tulos nähty/ }).click()
  await sanna.getByRole('region', { name: 'Vaiheet' }).getByText('Tulos nähty').waitFor()

  const own = await as(browser, node, 'Aino Virtanen', { width: 390, height: 844 })
  const told = own.getByRole('region', { name: 'Mitä sinulle on pyydetty' })
  await told.getByText('Tulos: Punnittu neljästi. Paino 57,9 kiloa, nousussa.').waitFor()
  await looked(own, 'what has been asked for oneself')
})

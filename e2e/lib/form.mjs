// Fills a document's form as a person would who knows an answer to everything.

const soon = (days) => {
  const date = new Date(Date.now() + days * 86_400_000)
  return `${date.getDate()}.${date.getMonth() + 1}.${date.getFullYear()}`
}

/** Writes into every required field that is still empty; `words` answers a field whose label holds its key. */
export async function fillDocument(page, words = {}) {
  const form = page.locator('form').last()
  await form.waitFor()
  // Required lists begin with a row.
  for (const add of await form.getByRole('button', { name: 'Lisää rivi' }).all()) {
    const list = add.locator('xpath=ancestor::*[contains(@class,"doc-")][1]')
    const required = await list.locator('.doc-required').count()
    const rows = await list.locator('input, textarea').count()
    if (required > 0 && rows === 0) await add.click()
  }
  for (const choice of await form.locator('.doc-choice').all()) {
    if ((await choice.locator('.doc-required').count()) === 0) continue
    if ((await choice.locator('input:checked').count()) > 0) continue
    await choice.locator('label').nth(1).click()
  }
  for (const list of await form.locator('select').all()) {
    if ((await list.inputValue()) !== '' || !(await list.isEnabled())) continue
    const id = await list.getAttribute('id')
    if ((await page.locator(`label[for="${id}"] .doc-required`).count()) > 0) await list.selectOption({ index: 1 })
  }
  for (const field of await form.locator('input[type=text], input:not([type]), textarea').all()) {
    if (!(await field.isVisible()) || !(await field.isEditable()) || (await field.inputValue()) !== '') continue
    const id = await field.getAttribute('id')
    const label = ((await page.locator(`label[for="${id}"]`).count()) > 0 ? await page.locator(`label[for="${id}"]`).first().innerText() : '').trim()
    if (!label.includes('pakollinen')) continue
    const answer = Object.entries(words).find(([key]) => label.includes(key))?.[1]
    const date = (await field.locator('xpath=ancestor::*[contains(@class,"doc-date")]').count()) > 0
    await field.fill(answer ?? (date ? soon(7) : 'Kotikäynnillä todettu ja yhdessä sovittu.'))
    await field.blur()
  }
}

/** Fills the form, waits until it says truthfully that it is saved, and marks it ready. */
export async function finishDocument(page, words) {
  await fillDocument(page, words)
  const finish = page.getByRole('button', { name: 'Merkitse valmiiksi' }).first()
  const missing = page.getByText(/Täydennä vielä/).first()
  for (let turn = 0; turn < 3; turn++) {
    await page.getByText(/Tallennettu/).first().waitFor()
    await finish.click()
    await Promise.race([finish.waitFor({ state: 'detached' }), missing.waitFor()])
    if ((await finish.count()) === 0) return
    await fillDocument(page, words)
  }
  throw new Error(`the document is not whole: ${await page.locator('main').innerText()}`)
}

// Debian's Chromium by playwright-core, with nothing that reaches for the network.
import { execFileSync } from 'node:child_process'
import { chromium } from 'playwright-core'

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export async function openBrowser() {
  const executablePath = process.env.CHROMIUM ?? execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim()
  return chromium.launch({ executablePath, args: flags })
}

/** A fresh person's browser window. Console errors and broken requests of ours fail the journey. */
export async function openPage(browser, node, { width = 1440, height = 900, locale = 'fi-FI' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale, baseURL: node.url, reducedMotion: 'reduce' })
  // A busy machine is slow, not wrong.
  context.setDefaultTimeout(45_000)
  const page = await context.newPage()
  page.faults = []
  page.on('pageerror', (e) => page.faults.push(`script: ${e.message}`))
  page.on('console', (m) => {
    // A refused request is told to the person on the page; the browser's own note of it is no fault.
    if (m.type() === 'error' && !m.text().includes('Failed to load resource')) page.faults.push(`console: ${m.text()}`)
  })
  page.on('response', (r) => {
    if (r.status() >= 500) page.faults.push(`${r.status()} ${r.request().method()} ${new URL(r.url()).pathname}`)
  })
  return page
}

/** Logs in as a person would: by the button that bears the name. */
export async function logIn(page, name) {
  await page.goto('/')
  await page.getByRole('button', { name: new RegExp(name, 'i') }).click()
  await page.waitForURL((u) => u.pathname !== '/')
}

/** A window of somebody who has logged in. `size`: see [`openPage`]. */
export async function as(browser, node, name, size) {
  const page = await openPage(browser, node, size)
  await logIn(page, name)
  return page
}

// What every page a journey comes to is looked at for: axe, and the same at 320 px with no sideways scrolling; and kept as pictures.
import { expectAccessible, expectReflow } from './axe.mjs'

export async function looked(page, what) {
  await expectAccessible(page, what)
  const size = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 700 })
  await page.waitForFunction(() => window.innerWidth === 320)
  await expectReflow(page, what)
  await expectAccessible(page, `${what} at 320 px`)
  await page.setViewportSize(size)
  await pictured(page, what.replaceAll(/[^\wäöå]+/g, '-'))
}

/** Keeps a picture of the page at desk and phone widths, when `PUNOS_PICTURES` names a directory. */
export async function pictured(page, name) {
  const place = process.env.PUNOS_PICTURES
  if (!place) return
  const size = page.viewportSize()
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    await page.setViewportSize({ width, height })
    await page.waitForFunction((w) => window.innerWidth === w, width)
    await page.screenshot({ path: `${place}/${name}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize(size)
}

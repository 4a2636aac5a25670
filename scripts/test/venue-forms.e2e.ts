import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { expect, it } from 'vitest'
import { CHROMIUM, CHROMIUM_FLAGS } from './chromium.js'
import { ROOT } from './printed-words.js'

it('I99 the paper forms print on two sheets, a question or a payout a row', async () => {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS })
  try {
    const page = await browser.newPage()
    await page.goto(pathToFileURL(join(ROOT, 'docs/venue-forms.html')).href)
    expect(await page.locator('#votes tbody tr').count()).toBe(20)
    expect(await page.locator('#payouts tbody tr').count()).toBe(19)
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect([...pdf.matchAll(/\/Type\s*\/Page\b(?!s)/g)]).toHaveLength(2)
    // A4 in points.
    expect(pdf).toMatch(/\/MediaBox\s*\[\s*0 0 59[45](\.\d+)? 84[12](\.\d+)?\s*\]/)
  } finally {
    await browser.close()
  }
})

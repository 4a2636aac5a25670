import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

/** Only what keeps somebody from using the page counts. */
const COUNTS = ['serious', 'critical']

/**
 * What axe finds on the page as it stands, one line a place: rule, selector and why. The page's content policy forbids foreign
 * scripts; what comes by the browser's own protocol is not the page's.
 */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const results = (await page.evaluate(check)) as AxeResults
  return results.violations
    .filter(({ impact }) => COUNTS.includes(impact ?? ''))
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => {
        const why = failureSummary.split('\n').slice(1).join(' ').replaceAll(/\s+/g, ' ').trim()
        return `${impact} ${id} ${target.join(' ')}: ${why}`
      }),
    )
}

/** In the browser. */
async function check(): Promise<unknown> {
  // What fades in is judged as it stands in the end.
  const fading = document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity)
  await Promise.all(fading.map((each) => each.finished.catch(() => null)))
  // A key drawn on a button is no part of its label (aria-keyshortcuts says it), but axe takes it for one.
  const keys = [...document.querySelectorAll<HTMLElement>('kbd[aria-hidden]')]
  for (const key of keys) key.style.display = 'none'
  const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<unknown> } }
  try {
    return await axe.run({ resultTypes: ['violations'] })
  } finally {
    for (const key of keys) key.style.display = ''
  }
}

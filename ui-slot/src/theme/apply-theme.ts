import type { Theme } from './read-theme'

/** How much white is in each of the raised surfaces. */
const RAISED = { '--eg-surface-1': 4, '--eg-surface-2': 8, '--eg-surface-3': 14 }

/** Lays the theme's colours over the page's own, and takes back what an earlier theme had set. */
export function applyTheme(page: Document, { name, colours, version }: Theme): void {
  const { style } = page.documentElement
  const { ground, text } = colours
  const set = (property: string, value: string | undefined) =>
    value === undefined ? style.removeProperty(property) : style.setProperty(property, value)
  set('--eg-accent', colours.accent)
  set('--eg-ground', ground)
  for (const [surface, white] of Object.entries(RAISED))
    set(surface, ground && `color-mix(in srgb, white ${white}%, ${ground})`)
  set('--eg-text', text)
  set('--eg-text-dim', text && `color-mix(in srgb, ${text} 72%, transparent)`)
  set('--soft-text', text && `color-mix(in srgb, ${text} 84%, transparent)`)
  // What shines is the accent, nearly white.
  set('--glow-text', colours.accent && `color-mix(in srgb, ${colours.accent} 26%, white)`)
  page.title = name ?? 'EG'
  page.documentElement.dataset.theme = version
}

import type { Keep } from '../session/keep'

/** Dark for the night, light for the desk by day. */
export type Theme = 'dark' | 'light'

export const KEPT_THEME = 'eg.theme'
/** The ground of each theme (tokens.css, light.css), for what the browser draws around the page. */
const GROUNDS: Record<Theme, string> = { dark: '#0b0e14', light: '#f2f4f8' }

/** The theme chosen on this machine, else the dark one. */
export function readTheme(machine: Keep): Theme {
  return machine.getItem(KEPT_THEME) === 'light' ? 'light' : 'dark'
}

/** Shows the whole document, and what the browser draws around it, in a theme. */
export function showTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', GROUNDS[theme])
  document.querySelector('meta[name="color-scheme"]')?.setAttribute('content', theme)
}

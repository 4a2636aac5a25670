import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { readTheme, type ThemeAsset, type ThemeReading } from './read-theme.js'

/** What the kiosk page is told of the theme (`GET /theme.json`); `{}`: the page's own look. */
export interface PageTheme {
  version?: string
  name?: string | undefined
  colours?: { accent?: string | undefined; ground?: string | undefined; text?: string | undefined } | undefined
  texts?:
    | { fr?: Record<string, string | undefined> | undefined; en?: Record<string, string | undefined> | undefined }
    | undefined
  sound?: boolean | undefined
  volume?: number | undefined
  motion?: boolean | undefined
  /** Where the logo is, on this server. */
  logo?: string
  /** Where each sound is, by its name. */
  sounds?: Record<string, string>
}

export interface ThemeKeeper {
  /** Looks at the folder again. */
  page(): PageTheme
  /** A file of the theme in use, by its path in the folder; null: it has no such file. */
  file(path: string): { type: string; content: Uint8Array<ArrayBuffer> } | null
  /** For `GET /health`. */
  health(): { status: 'none' | 'ok' | 'ignored'; name?: string; problems?: string[] }
  /** One line for the health of the screen; null: nothing is wrong. */
  note(): string | null
}

/** The theme in `folder` as it is now. A theme that is wrong is ignored, said once in the log, and never breaks the page. */
export function createThemeKeeper(folder: string, log: Pick<Logger, 'info' | 'warn'>): ThemeKeeper {
  let reading: ThemeReading = { is: 'none' }
  let told = 'none'
  const look = () => {
    reading = readTheme(folder)
    const word = wordOf(reading)
    if (word === told) return
    told = word
    if (reading.is === 'ignored') log.warn({ folder }, `the theme is not used: ${reading.problems.join(' · ')}`)
    else
      log.info(
        { folder },
        reading.is === 'ok' ? `theme in use: ${nameOf(reading)}` : 'no theme: the page has its own look',
      )
  }
  look()
  const assets = (): ThemeAsset[] => {
    if (reading.is !== 'ok') return []
    const { logo, sounds } = reading.theme
    return [...(logo ? [logo] : []), ...sounds.values()]
  }
  return {
    page() {
      look()
      if (reading.is !== 'ok') return {}
      const { file, logo, sounds, version } = reading.theme
      const at = ({ path }: ThemeAsset) => `/theme/${path}?v=${version}`
      return {
        version,
        ...file,
        ...(logo && { logo: at(logo) }),
        sounds: Object.fromEntries([...sounds].map(([name, asset]) => [name, at(asset)])),
      }
    },
    file(path) {
      const asset = assets().find((one) => one.path === path)
      if (!asset) return null
      try {
        return { type: asset.type, content: new Uint8Array(readFileSync(join(folder, asset.path))) }
      } catch (error) {
        log.warn({ err: error, path }, 'a file of the theme is gone')
        return null
      }
    },
    health: () => ({
      status: reading.is,
      ...(reading.is === 'ok' && reading.theme.file.name !== undefined && { name: reading.theme.file.name }),
      ...(reading.is === 'ignored' && { problems: reading.problems.slice(0, 5) }),
    }),
    note: () => (reading.is === 'ignored' ? `theme not used: ${shortened(reading.problems[0] ?? '')}` : null),
  }
}

function wordOf(reading: ThemeReading): string {
  if (reading.is === 'ok') return reading.theme.version
  return reading.is === 'none' ? 'none' : reading.problems.join()
}

function nameOf({ theme }: Extract<ThemeReading, { is: 'ok' }>): string {
  const { file, logo, sounds } = theme
  return `${file.name ?? 'without a name'}, ${logo ? 'with' : 'no'} logo, ${sounds.size} sounds`
}

/** A heartbeat has little room. */
function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text
}

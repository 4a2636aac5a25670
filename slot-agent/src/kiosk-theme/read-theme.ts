import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readThemeFile, type ThemeFile } from './theme-schema.js'

/** A file of a theme as it is served: its path in the folder, its type, its content's size. */
export interface ThemeAsset {
  path: string
  type: string
}

export interface Theme {
  file: ThemeFile
  logo: ThemeAsset | null
  /** By the name that a cue calls, or a moment of the page: the file's name without its ending. */
  sounds: ReadonlyMap<string, ThemeAsset>
  /** Another one as soon as anything of it is another. */
  version: string
}

/** `none`: there is no such folder. `ignored`: it is not used, for these reasons, and the page keeps its own look. */
export type ThemeReading = { is: 'none' } | { is: 'ok'; theme: Theme } | { is: 'ignored'; problems: string[] }

const LOGOS = { 'logo.svg': 'image/svg+xml', 'logo.png': 'image/png' } as const
const SOUND_TYPES: Readonly<Record<string, string>> = { ogg: 'audio/ogg', mp3: 'audio/mpeg', wav: 'audio/wav' }
const SOUND_NAME = /^([a-z0-9][a-z0-9_-]{0,39})\.(ogg|mp3|wav)$/
/** What a Pi keeps decoded in memory all night. */
const MAX_LOGO = 300_000
const MAX_SOUND = 2_000_000
const MAX_SOUNDS = 40

/** Reads the theme in `folder` whole: one thing wrong, and none of it is used, so that nobody sees half a house. */
export function readTheme(folder: string): ThemeReading {
  try {
    const names = readdirSync(folder)
    const text = names.includes('theme.json') ? readFileSync(join(folder, 'theme.json'), 'utf8') : '{}'
    const read = readThemeFile(text)
    const problems = read.ok ? [] : [...read.problems]
    const logo = readLogo(folder, names, problems)
    const sounds = names.includes('sounds') ? readSounds(folder, problems) : new Map<string, ThemeAsset>()
    if (!read.ok || problems.length > 0) return { is: 'ignored', problems }
    return { is: 'ok', theme: { file: read.file, logo, sounds, version: fingerprint(folder, text, logo, sounds) } }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && !exists(folder)) return { is: 'none' }
    return {
      is: 'ignored',
      problems: [code === 'EACCES' ? `${folder} cannot be read by this user: sudo chmod -R a+rX ${folder}` : message],
    }
  }
}

function readLogo(folder: string, names: string[], problems: string[]): ThemeAsset | null {
  for (const [path, type] of Object.entries(LOGOS)) {
    if (!names.includes(path)) continue
    if (isPlain(folder, path, MAX_LOGO, problems)) return { path, type }
  }
  return null
}

function readSounds(folder: string, problems: string[]): Map<string, ThemeAsset> {
  const sounds = new Map<string, ThemeAsset>()
  for (const name of readdirSync(join(folder, 'sounds')).sort()) {
    const [, sound, ending] = SOUND_NAME.exec(name) ?? []
    const path = `sounds/${name}`
    if (sound === undefined || ending === undefined) {
      problems.push(
        `${path} is no name of a sound: use small letters, digits, "-" and "_", ending in .ogg, .mp3 or .wav`,
      )
    } else if (sounds.has(sound)) {
      problems.push(`${path} and ${sounds.get(sound)?.path} are one sound: keep one of them`)
    } else if (isPlain(folder, path, MAX_SOUND, problems)) {
      sounds.set(sound, { path, type: SOUND_TYPES[ending] ?? '' })
    }
  }
  if (sounds.size > MAX_SOUNDS) problems.push(`sounds has ${sounds.size} files, and ${MAX_SOUNDS} are the most`)
  return sounds
}

/** A file, and not too large. A link might lead out of the folder, to what is not for the network. */
function isPlain(folder: string, path: string, max: number, problems: string[]): boolean {
  const found = lstatSync(join(folder, path))
  if (!found.isFile()) problems.push(`${path} is not a plain file: put a copy there`)
  else if (found.size === 0) problems.push(`${path} is empty`)
  else if (found.size > max) problems.push(`${path} has ${found.size} bytes, and ${max} are the most`)
  else return true
  return false
}

function exists(folder: string): boolean {
  return lstatSync(folder, { throwIfNoEntry: false }) !== undefined
}

/** By content of the file and by size and time of the others: they may be megabytes. */
function fingerprint(
  folder: string,
  text: string,
  logo: ThemeAsset | null,
  sounds: ReadonlyMap<string, ThemeAsset>,
): string {
  const hash = createHash('sha256').update(text)
  for (const { path } of [...(logo ? [logo] : []), ...sounds.values()]) {
    const { size, mtimeMs } = lstatSync(join(folder, path))
    hash.update(`${path}:${size}:${mtimeMs};`)
  }
  return hash.digest('hex').slice(0, 12)
}

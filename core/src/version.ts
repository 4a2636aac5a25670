import { readFileSync } from 'node:fs'
import { CORE_FOLDER } from './place.js'

/** The version of this release, from the package. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('package.json', CORE_FOLDER), 'utf8')) as { version: string }
).version

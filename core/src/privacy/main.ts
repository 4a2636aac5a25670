import { readConfig } from '../config.js'
import { purge } from './purge.js'
import { readArguments } from './purge-arguments.js'

// npm run purge -- --older-than 90d [--backups] [--yes]: forgets who players were that have not come for long.

try {
  const now = Date.now()
  purge(readConfig(process.env), readArguments(process.argv.slice(2), now), now, (text) => console.log(text))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

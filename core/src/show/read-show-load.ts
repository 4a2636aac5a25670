import type { ScriptProblem, ShowScript } from '@eg/shared'
import { readScript } from './read-script.js'

/** How many problems are told; the rest is counted. */
const TOLD = 50

/** What the text of a script says, as it goes to the store's thread with the command. */
export type LoadedText =
  | { script: ShowScript; problems: []; more: 0 }
  | { script: null; problems: ScriptProblem[]; more: number }

/** Reads the script of a command that loads one: on the main thread, for the store's thread knows neither YAML nor schemas. */
export function readShowLoad(text: string, usual?: number): LoadedText {
  const found = readScript(text, usual)
  if (found.script) return { ...found, more: 0 }
  const { problems } = found
  return { script: null, problems: problems.slice(0, TOLD), more: Math.max(0, problems.length - TOLD) }
}

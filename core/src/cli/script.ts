import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { ShowScript } from '@eg/shared'
import { printScript } from '../show/print-script.js'
import { readScript } from '../show/read-script.js'
import { CommandLineError, adminCall } from './admin-call.js'
import { runCommand } from './run-command.js'

// npm run script: the script of the night, checked at one's desk and loaded on the core's own machine.

const USAGE = `npm run script -- COMMAND FILE

  check FILE   says what is wrong with a script, each fault as FILE:LINE:COLUMN; needs no core
  print FILE   writes it with everything that may be left out: where each outcome leads, what ends a question
  load FILE    checks it, then gives it to the core that runs on this machine

FILE is YAML or JSON; docs/show.md says what stands in it.`

await runCommand(
  USAGE,
  {},
  {
    async check(given) {
      const { file, script } = read(given)
      console.log(`✓ ${file}: "${script.title}", ${script.steps.length} steps, every one can be reached and ends.`)
    },
    async print(given) {
      process.stdout.write(printScript(read(given).script))
    },
    async load(given) {
      const { file, text, script } = read(given)
      await adminCall('POST', '/api/op/show/load', { text, name: basename(file) })
      console.log(`✓ "${script.title}" is loaded: a show that starts now plays it.`)
    },
  },
)

function read(file: string | undefined): { file: string; text: string; script: ShowScript } {
  if (file === undefined) throw new CommandLineError(`A file is missing.\n${USAGE}`)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new CommandLineError(`${file} cannot be read (${(error as Error).message}). Name a script that is there.`)
  }
  const found = readScript(text)
  if (found.script) return { file, text, script: found.script }
  const lines = found.problems.map(
    ({ line, column, field, detail }) => `${file}:${line}:${column}: ${field === null ? '' : `${field}: `}${detail}`,
  )
  throw new CommandLineError([...lines, `${lines.length} ${lines.length === 1 ? 'fault' : 'faults'}.`].join('\n'))
}

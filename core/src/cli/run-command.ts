import { parseArgs } from 'node:util'
import { ConfigError } from '../config.js'
import { CommandLineError } from './admin-call.js'

export type Options = Record<string, string | boolean | undefined>

type Spec = Record<string, { type: 'string' | 'boolean' }>
type Commands = Record<string, (name: string | undefined, options: Options) => Promise<void>>

/** Runs one command of a command line (`add NAME --role R`); what went wrong is one sentence and exit status 1. */
export async function runCommand(usage: string, options: Spec, commands: Commands): Promise<void> {
  try {
    const { values, positionals } = parse(usage, options)
    const [command = '', name, ...rest] = positionals
    const run = Object.hasOwn(commands, command) ? commands[command] : undefined
    if (values.help) return console.log(usage)
    if (!run || rest.length > 0) throw new CommandLineError(usage)
    await run(name, values)
  } catch (error) {
    if (!(error instanceof CommandLineError) && !(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}

function parse(usage: string, options: Spec): { values: Options; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
    return { values: values as Options, positionals }
  } catch (error) {
    throw new CommandLineError(`${(error as Error).message.split('.')[0]}.\n${usage}`)
  }
}

/** A name that a command cannot do without. */
export function needName(name: string | undefined, usage: string): string {
  if (name === undefined) throw new CommandLineError(`A name is missing.\n${usage}`)
  return name
}

export function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Rows in columns, each as wide as its longest entry. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

import { readFileSync } from 'node:fs'
import { type CoreConfig, readConfig } from '../config.js'
import { adminTokenPath } from '../identity/admin-token.js'

/** What somebody at the command line can mend; said without a stack. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError'
}

/**
 * Calls the core on this machine as its administrator, with the token that it wrote beside its database. Settings come from the
 * same environment as the core's (DB_PATH, API_PORT, BIND).
 * @throws CommandLineError with what to do: the core does not run, the token is not readable, or the core refused
 */
export async function adminCall<T extends object>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const config = readConfig(process.env)
  const token = readToken(config)
  const { bind, apiPort } = config
  const host = bind === '0.0.0.0' ? '127.0.0.1' : bind === '::' ? '[::1]' : bind.includes(':') ? `[${bind}]` : bind
  let response: Response
  try {
    response = await fetch(`http://${host}:${apiPort}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch {
    throw new CommandLineError(
      `The core does not answer on ${host}:${apiPort}. Start it, or set API_PORT and BIND as it has them. Nothing was changed.`,
    )
  }
  const answer = (await response.json()) as T & { detail?: string }
  if (response.status === 401) {
    throw new CommandLineError(
      `The core on ${host}:${apiPort} is not the one of ${config.dbPath}: its token is another. Set DB_PATH and API_PORT as the core has them.`,
    )
  }
  if (!response.ok) throw new CommandLineError(answer.detail ?? `The core answered ${response.status}.`)
  return answer
}

function readToken({ dbPath }: CoreConfig): string {
  const path = adminTokenPath(dbPath)
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    const denied = (error as { code?: string }).code === 'EACCES'
    throw new CommandLineError(
      denied
        ? `${path} may be read by the core's own user only: run this as that user (sudo -u USER npm run …).`
        : `${path} is not there: the core writes it when it starts. Start the core, or set DB_PATH as it has it.`,
    )
  }
}

import type { Clock } from '@eg/shared'
import type { Credentials } from '@eg/shared/bus/mqtt'
import type { Logger } from 'pino'

const AGAIN_MS = 5000
const PATIENCE_MS = 5000
/** Shaped like a token and none: where tokens are asked for it is refused, and that is when one is fetched. */
const NO_TOKEN = 'ot_none'

export interface SimLogin {
  credentials(): Credentials | null
  /** The broker wants another token: resolves when there is one. */
  onRefused(): Promise<void>
}

/** The login of the simulated cashier, whose page gives an operator's commands. Where nobody asks for it, it is not used. */
export function createSimLogin(
  login: { name: string; password: string } | null,
  apiUrl: string,
  clock: Clock,
  log: Logger,
): SimLogin {
  let token = NO_TOKEN
  const pause = () => new Promise<void>((resolve) => clock.after(AGAIN_MS, resolve))
  const logIn = async ({ name, password }: NonNullable<typeof login>): Promise<void> => {
    for (;;) {
      try {
        const answer = await fetch(`${apiUrl}/api/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name, password }),
          signal: AbortSignal.timeout(PATIENCE_MS),
        })
        const body = (await answer.json()) as { token?: unknown; detail?: unknown }
        if (answer.ok && typeof body.token === 'string') {
          token = body.token
          return
        }
        log.warn({ name, why: body.detail }, 'the simulated cashier is not let in; trying again')
      } catch (error) {
        log.warn({ name, err: error }, 'the core’s API does not answer the simulated cashier; trying again')
      }
      await pause()
    }
  }
  return {
    credentials: () => login && { username: login.name, password: token },
    onRefused: () => (login ? logIn(login) : pause()),
  }
}

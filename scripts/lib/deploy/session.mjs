// Is anybody playing? Prints why not to touch this host now, in one line.
//   node session.mjs core DATABASE        (as the core's user: it looks into the database, whether the core runs or not)
//   node session.mjs slot CORE_HOST PORT AGENT_HEALTH_URL  (asks the core; or, where that tells strangers nothing, the agent)
// Exit 0: nobody plays. 10: a session. 11: it cannot be known.
import { existsSync } from 'node:fs'

const [role, where, port, agent] = process.argv.slice(2)
const french = (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '').startsWith('fr')
const say = (en, fr) => (french ? fr : en)

const { status, why } = role === 'core' ? await lookInto(where) : await ask(where, port, agent)
if (why) console.log(why)
process.exitCode = status

async function lookInto(path) {
  if (!existsSync(path)) return { status: 0 }
  try {
    const { default: Database } = await import('better-sqlite3')
    const db = new Database(path, { readonly: true, timeout: 2000 })
    const tables = new Set(db.prepare('SELECT name FROM sqlite_master').pluck().all())
    const one = (table, sql) => (tables.has(table) ? db.prepare(sql).pluck().get() : undefined)
    const found = verdict({
      mode: one('meta', `SELECT value FROM meta WHERE key = 'mode'`),
      run: one('runs', `SELECT run FROM runs WHERE status IN ('open', 'closed') ORDER BY run DESC`),
      desk: one('shifts', 'SELECT desk_id FROM shifts WHERE closed_at IS NULL'),
      session: one('sessions', 'SELECT name FROM sessions WHERE closed_at IS NULL'),
    })
    db.close()
    return found
  } catch (error) {
    const why = say(
      `The database cannot be read: ${error.message}.`,
      `La base ne peut pas être lue : ${error.message}.`,
    )
    return { status: 11, why }
  }
}

async function ask(host, port, agent) {
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const get = async (path) => {
    const answer = await fetch(base + path, { signal: AbortSignal.timeout(5000) })
    // 503: the store fails, and health tells the mode all the same. What is not for everybody is not asked again.
    return answer.ok || answer.status === 503 ? answer.json() : null
  }
  try {
    const { mode } = (await get('/health')) ?? {}
    // A core that asks who somebody is tells strangers nothing of the evening; one with TLS answers nothing without.
    if (mode === undefined) return await askAgent(agent)
    const runs = await get('/api/night/runs?limit=1')
    const shifts = await get('/api/shifts?limit=100')
    // A core of an earlier release knows no sessions.
    const sessions = await get('/api/sessions?limit=1')
    return verdict({
      mode,
      run: runs?.items?.find(({ status }) => status === 'open' || status === 'closed')?.run,
      desk: shifts?.items?.find(({ closed_at }) => closed_at === null)?.desk_id,
      session: sessions?.items?.find(({ status }) => status !== 'closed')?.name,
    })
  } catch (error) {
    const cause = error.cause?.code ?? error.cause?.message ?? error.message
    const why = say(`The core at ${base} does not answer (${cause}).`, `Le core ${base} ne répond pas (${cause}).`)
    return { status: 11, why }
  }
}

/** What this slot sees of the evening. An agent that has not heard the core knows nothing; one that is not let in plays no part. */
async function askAgent(url) {
  const { state } = await (await fetch(new URL('/link', url), { signal: AbortSignal.timeout(5000) })).json()
  if (state === 'pending' || state === 'revoked' || state === 'dismissed') return { status: 0 }
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) })
  const { device_id, link, mode, playing, session } = await answer.json()
  // It waits to be let in, so nobody plays here.
  if (device_id === null) return { status: 0 }
  if (!link || !mode) throw new Error(say('this slot is not linked to it', 'cet emplacement ne lui est pas relié'))
  if (playing && mode !== 'night') return { status: 10, why: say('Somebody plays here.', 'Quelqu’un joue ici.') }
  if (session && mode !== 'night') return { status: 10, why: say('A session is open.', 'Une session est ouverte.') }
  return verdict({ mode })
}

function verdict({ mode, run, desk, session }) {
  if (run !== undefined)
    return { status: 10, why: say(`Run ${run} is not revealed yet.`, `Le vote ${run} n'est pas encore révélé.`) }
  if (mode === 'night') return { status: 10, why: say('The night is on.', 'La nuit est en cours.') }
  if (session !== undefined)
    return { status: 10, why: say(`The session “${session}” is open.`, `La session « ${session} » est ouverte.`) }
  if (desk !== undefined)
    return { status: 10, why: say(`A shift is open at ${desk}.`, `Une caisse est ouverte à ${desk}.`) }
  return { status: 0 }
}

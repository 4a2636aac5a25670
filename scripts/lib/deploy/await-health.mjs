// Waits until a part answers as it should and goes on doing so. Gives up early on one that ends again and again.
//   node await-health.mjs PART URL VERSION WITHIN_S SETTLE_S [link]
// `link`: a slot must have reached its core. Exit 0 and the seconds it took; 1 and what was still wrong.
import { execFileSync } from 'node:child_process'

const [part, url, version, within, settle, link] = process.argv.slice(2)
const french = (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '').startsWith('fr')
const say = (en, fr) => (french ? fr : en)
const ENDINGS = 3
const started = performance.now()
const endings = () => Number(execFileSync('systemctl', ['show', '-P', 'NRestarts', part], { encoding: 'utf8' }))
const endedBefore = endings()
const seconds = () => (performance.now() - started) / 1000
let since = null
let wrong = say('no answer', 'pas de réponse')

while (seconds() < Number(within) || since !== null) {
  wrong = await look()
  const ended = endings() - endedBefore
  if (ended >= ENDINGS) {
    console.log(say(`${part}: it ended ${ended} times`, `${part} : il s’est terminé ${ended} fois`))
    process.exit(1)
  }
  if (wrong !== null) since = null
  else since ??= seconds()
  if (since !== null && seconds() - since >= Number(settle)) {
    console.log(since.toFixed(1))
    process.exit(0)
  }
  await new Promise((resolve) => setTimeout(resolve, 250))
}
console.log(wrong)
process.exit(1)

/** What is wrong; null: nothing. */
async function look() {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(3000) })
    const health = await answer.json()
    const said = JSON.stringify(health).slice(0, 300)
    if (health.version !== version)
      return say(
        `${part}: version ${health.version} answers, not ${version}`,
        `${part} : la version ${health.version} répond, et non ${version}`,
      )
    if (!answer.ok || health.ok !== true) return say(`${part}: health says ${said}`, `${part} : health dit ${said}`)
    if (link === 'link' && health.link !== true)
      return say(`${part}: it does not reach its core`, `${part} : il n’atteint pas son core`)
    return null
  } catch (error) {
    const why = error.cause?.code ?? error.message
    return say(`${part}: ${why}`, `${part} : ${why}`)
  }
}

// What a part's own /health says, as lines for doctor.sh: good|bad TAB what TAB next step.
//   node read-health.mjs core|slot URL VERSION ADMIN_TOKEN_FILE [compose]     compose: Docker Compose runs it, and "" is its own file
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const [role, url, version, givenFile, by] = process.argv.slice(2)
const tokenFile = givenFile || (process.env.DB_PATH ? join(dirname(process.env.DB_PATH), 'admin.token') : undefined)
const french = (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '').startsWith('fr')
const say = (en, fr) => (french ? fr : en)
const line = (...words) => console.log(words.map((word) => String(word).replaceAll(/[\t\n]/g, ' ')).join('\t'))
const good = (what) => line('good', what)
const bad = (what, next) => line('bad', what, next)
const compose = `docker compose -f /etc/eg/docker-compose.${role}.yml`
// A container has the settings and the image that it was made with: only `up` makes another.
const restart = by === 'compose' ? `sudo ${compose} up -d --force-recreate` : `sudo systemctl restart eg-${role}`
const logs = by === 'compose' ? `sudo ${compose} logs -n 20` : `journalctl -u eg-${role} -n 20`
const OLD_BACKUP_MS = 600_000

try {
  const health = await get(url)
  if (health.version !== version) {
    bad(
      say(
        `version ${health.version} still runs, ${version} is installed`,
        `la version ${health.version} tourne encore, ${version} est installée`,
      ),
      restart,
    )
  }
  if (role === 'core') core(health)
  else slot(health, await get(new URL('/link', url)))
} catch (error) {
  const cause = error.cause?.code ?? error.message
  bad(
    say(`it runs and does not answer at ${url} (${cause})`, `il tourne et ne répond pas à ${url} (${cause})`),
    `${restart}; ${logs}`,
  )
}

/** A core that asks who somebody is tells strangers only that it is there; its own machine's administrator hears all. */
async function get(address) {
  const headers = existsSync(tokenFile ?? '')
    ? { authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` }
    : {}
  return (await fetch(address, { headers, signal: AbortSignal.timeout(5000) })).json()
}

function core({ ok, store, books, backup, mode, clients }) {
  if (store === undefined && ok === true) good(say('health: it answers', 'santé : il répond'))
  else if (store === 'ok')
    good(say(`health: ${mode}, ${clients} connections, store ok`, `santé : ${mode}, ${clients} connexions, base ok`))
  else
    bad(
      say(
        'nothing can be stored: the disk is full or failing',
        'rien ne peut être enregistré : disque plein ou en panne',
      ),
      by === 'compose' ? `df -h; sudo ${compose} logs -n 20` : `df -h; journalctl -u eg-${role} -n 20`,
    )
  if (books === 'wrong') {
    bad(
      say('the books do not balance', 'les comptes ne sont pas équilibrés'),
      say(
        'stop playing, keep the database (backup.sh), look at GET /api/books',
        'arrêtez le jeu, gardez la base (backup.sh), voyez GET /api/books',
      ),
    )
  }
  if (!backup) return
  if (backup.problem)
    bad(
      say(`no backup: ${backup.problem}`, `pas de sauvegarde : ${backup.problem}`),
      say('check BACKUP_DIR in /etc/eg/core.env', 'vérifiez BACKUP_DIR dans /etc/eg/core.env'),
    )
  else if (backup.at !== null && Date.now() - backup.at < OLD_BACKUP_MS)
    good(say(`backup ${backup.file}`, `sauvegarde ${backup.file}`))
  if (backup.same_device === true) {
    good(
      say(
        'backups lie on the same card as the database (a USB stick is safer: BACKUP_DIR)',
        'les sauvegardes sont sur la même carte que la base (une clé USB est plus sûre : BACKUP_DIR)',
      ),
    )
  }
}

function slot({ device_id, link, outbox, parts = {} }, { state, code = '' }) {
  const shown = `${code.slice(0, 3)} ${code.slice(3)}`
  if (state === 'pending' || state === 'revoked')
    bad(
      state === 'revoked'
        ? say(`this slot was put out; its code is ${shown}`, `ce slot a été retiré ; son code est ${shown}`)
        : say(
            `this slot waits to be let in; its code is ${shown}`,
            `ce slot attend d'être admis ; son code est ${shown}`,
          ),
      say(
        `on the operator's page, Devices; or on the core: sudo /opt/eg/current/scripts/admin.sh device enrol ${code}`,
        `sur la page de l'opérateur, Appareils ; ou sur le core : sudo /opt/eg/current/scripts/admin.sh device enrol ${code}`,
      ),
    )
  else if (state === 'dismissed')
    bad(say('an operator turned this slot away', 'un opérateur a refusé ce slot'), restart)
  else if (link === true) good(say(`${device_id} reaches its core`, `${device_id} atteint son core`))
  else
    bad(
      say(`${device_id} has no link to its core`, `${device_id} n'a pas de liaison avec son core`),
      say(
        `the line about the broker says why; if that answers: ${logs}`,
        `la ligne sur le broker dit pourquoi ; s'il répond : ${logs}`,
      ),
    )
  if (outbox > 0)
    bad(
      say(`${outbox} presses wait for the core's answer`, `${outbox} appuis attendent la réponse du core`),
      say('they are sent by themselves when the link is back', 'ils partent seuls quand la liaison revient'),
    )
  for (const [name, { status, detail }] of Object.entries(parts)) {
    // The page's word comes by the core: without a link to that nothing can be said against the screen. One that is not run
    // is told of by checks-part.sh, with the reason.
    if (name === 'screen' && (link !== true || process.env.EG_SCREEN === 'inactive')) continue
    if (name === 'screen' && status === 'missing')
      bad(say('screen: no kiosk page speaks', 'écran : aucune page ne parle'), screenStep())
    else if (status === 'missing' || status === 'fault') bad(`${name}: ${status}`, detail ?? 'docs/hardware.md')
    else good(`${name}: ${status}`)
  }
}

function screenStep() {
  const { origin } = new URL(url)
  if (by === 'compose') return say(`show ${origin} on its screen`, `affichez ${origin} sur son écran`)
  if (process.env.EG_SCREEN === 'active') return 'sudo systemctl restart eg-kiosk'
  return say(
    `sudo /opt/eg/current/scripts/install.sh slot makes a kiosk here, or show ${origin} on its screen`,
    `sudo /opt/eg/current/scripts/install.sh slot crée un kiosque ici, ou affichez ${origin} sur son écran`,
  )
}

// Writes .env.core and .env.slot from deploy/env, so that each variable is explained in one place. Run by `npm run docs`.
import { readFileSync, writeFileSync } from 'node:fs'

const ROOT = new URL('../../', import.meta.url)
const MADE = '# Made from deploy/env by "npm run docs": explain a variable there.'

/** What is different in a container: [what deploy/env says, what is so there]. */
const CHANGES = {
  core: [
    [
      /^(#.*\n)+/,
      `# Settings of a core in a container (docker-compose.core.yml). NAME=value; a line that begins with # is the default and
# does nothing. After a change: docker compose -f docker-compose.core.yml up -d --wait. A wrong value: the core does not
# start, and \`docker compose -f docker-compose.core.yml logs -n 5\` names it. deploy_core.sh keeps a copy for its host in
# /etc/eg/core.env, which is yours: no update writes there.
`,
    ],
    ['A file of yours, such as /etc/eg/paytable.yaml;', 'A file of yours in /etc/eg, such as /etc/eg/paytable.yaml;'],
    [
      '# The database. Another folder also needs ReadWritePaths= (systemctl edit eg-core).\n',
      '# The database, in the volume "data"; nothing else can be written.\n',
    ],
    [
      /# Where copies of the database go\..*\n/,
      '# Where copies of the database go. A USB stick that is mounted on /mnt/eg-backup and owned by user 10001 is safer:\n# /mnt/eg-backup\n',
    ],
  ],
  slot: [
    [
      /^(#.*\n)+/,
      `# Settings of a slot in a container (docker-compose.slot.yml). NAME=value; a line that begins with # is the default and
# does nothing. After a change: docker compose -f docker-compose.slot.yml up -d --wait. A wrong value: the agent does not
# start, and \`docker compose -f docker-compose.slot.yml logs -n 5\` names it. deploy_slot.sh keeps a copy for its host in
# /etc/eg/slot.env, which is yours: no update writes there.
`,
    ],
    [
      /$/,
      `
# -- Compose alone reads these, with --env-file .env.slot; deploy_slot.sh finds them by itself --
# The numbers of this host's groups whose devices a slot uses: \`getent group dialout input gpio\` shows them.
#EG_DIALOUT_GROUP=20
#EG_INPUT_GROUP=102
#EG_GPIO_GROUP=993
`,
    ],
  ],
}

/** The text of .env.core or .env.slot. Throws if deploy/env no longer says what is put otherwise here. */
export function composeEnv(role) {
  let text = readFileSync(new URL(`deploy/env/${role}.env`, ROOT), 'utf8')
  for (const [from, to] of CHANGES[role]) {
    const changed = text.replace(from, () => to)
    if (changed === text)
      throw new Error(`deploy/env/${role}.env has nothing like ${from}: correct ${import.meta.filename}`)
    text = changed
  }
  const left = /systemctl|journalctl|ReadWritePaths/.exec(text)
  if (left)
    throw new Error(`.env.${role} would speak of ${left[0]}, which no container has: add to ${import.meta.filename}`)
  return `${MADE}\n${text}`
}

if (process.argv[1] === import.meta.filename) {
  for (const role of Object.keys(CHANGES)) writeFileSync(new URL(`.env.${role}`, ROOT), composeEnv(role))
}

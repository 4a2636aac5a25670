#!/usr/bin/env bash
# A whole venue for rehearsing: as start.sh, on a database of its own beside the real one (docs/rehearsal.md).
#   npm run rehearse [-- --fresh] [-- --slots N] [-- --core-only]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/prepare.sh
source scripts/lib/prepare.sh

case " $* " in
  *" --help "* | *" -h "*)
    exec cat <<'TXT'
npm run rehearse -- [--fresh] [--slots N] [--no-simulator] [--core-only]

Starts a rehearsal: the core on core.rehearsal.db beside the real database (DB_PATH), slot-01 for you, and simulated
slots 02-N with players, a desk and a table. The first one takes over the venue's devices, enrolments and operators; no
balance, no guest, no history. Every screen says that it is a rehearsal. The real core must be stopped meanwhile.
Ctrl-C stops all of it.

  --fresh          throws the last rehearsal away and begins anew
  --slots N        how many slots there are in all (default 9, at most 200)
  --no-simulator   only the core and slot-01
  --core-only      only the core: rehearse with the venue's own slots (BIND=0.0.0.0)

Settings come from the environment, as those of start.sh.
TXT
    ;;
esac

require_node
install_dependencies
build_project
exec node scripts/lib/start.mjs --rehearsal "$@"

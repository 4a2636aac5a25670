#!/usr/bin/env bash
# Back to the release before, with the data of now.
set -euo pipefail
# shellcheck source=scripts/lib/deploy/load.sh
source "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/deploy/load.sh"
# shellcheck source=scripts/lib/deploy/switch.sh
source "$eg_lib/switch.sh"

usage_en() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/rollback.sh [VERSION] [--force] [--dry-run]

Runs the release before again (or VERSION, which must still be in /opt/eg/releases). Data stay as they are: a release
only adds to the tables, so the one before it works with them. If that one is not healthy, this one runs again.

  --force      also during a session
  --dry-run    says what it would do; changes nothing
  --help
TXT
}

usage_fr() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/rollback.sh [VERSION] [--force] [--dry-run]

Fait à nouveau tourner la version d'avant (ou VERSION, qui doit être encore dans /opt/eg/releases). Les données restent :
une version ne fait qu'ajouter aux tables, celle d'avant s'en sert donc. Si elle ne va pas bien, celle-ci revient.

  --force      aussi pendant une session
  --dry-run    dit ce qui serait fait ; ne change rien
  --help
TXT
}

to='' force=''
while [ $# -gt 0 ]; do
  case $1 in
    --force) force=1 ;;
    --dry-run) eg_dry=1 ;;
    --help | -h) "usage_$eg_lang"; exit 0 ;;
    -*) unknown_option "$1" ;;
    *) to=$1 ;;
  esac
  shift
done
need_root
only_one
not_composed '/opt/eg/releases/<version>/scripts/deploy_core.sh, .../deploy_slot.sh'
from=$(version_of current)
to=${to:-$(version_of previous)}
here=$(find "$eg_home/releases" -mindepth 1 -maxdepth 1 -type d ! -name '.*' -printf '%f ' 2>/dev/null || true)
[ -n "$to" ] || die 'There is no release before %s on this host. Here are: %s' "Il n'y a pas de version avant %s sur cet hôte. Il y a : %s" "${from:--}" "$here"
[ -f "$eg_home/releases/${to//\//-}/RELEASE" ] ||
  die 'Release %s is not on this host. Here are: %s(update.sh brings others.)' "La version %s n'est pas sur cet hôte. Il y a : %s(update.sh en apporte d'autres.)" "$to" "$here"
[ "$from" != "$to" ] || { nothing_unfinished "$to"; tell '✓ %s runs here already. Nothing to change.' '✓ %s tourne déjà ici. Rien à changer.' "$to"; exit 0; }
verify_release "$eg_home/releases/$to"
for role in $(roles); do not_now "$role" "$force"; done
older=$(release_fact "$eg_home/releases/$to" schema)
newer=$(release_fact "$eg_home/current" schema)
if roles | grep -qx core && [ "${older:-0}" -lt "${newer:-0}" ]; then
  tell 'The tables are those of schema %s; %s knows schema %s, and leaves what came later as it is.' \
    'Les tables sont celles du schéma %s ; %s connaît le schéma %s, et laisse le reste comme il est.' "$newer" "$to" "$older"
fi
if [ -n "$eg_dry" ]; then
  tell '%s could be replaced by %s now; nothing was changed.' "%s pourrait être remplacée par %s maintenant ; rien n'a été changé." "$from" "$to"
  exit 0
fi
save_first "before-$to"
change_release "$from" "$to"
tell '✓ %s runs, in %s s.' '✓ %s tourne, en %s s.' "$to" "$SECONDS"

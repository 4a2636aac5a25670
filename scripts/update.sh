#!/usr/bin/env bash
# Brings another release onto this host; one that does not work is taken back by itself.
set -euo pipefail
# shellcheck source=scripts/lib/deploy/load.sh
source "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/deploy/load.sh"
# shellcheck source=scripts/lib/deploy/switch.sh
source "$eg_lib/switch.sh"

usage_en() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/update.sh eg-<version>-<arch>.tar.gz [--force] [--dry-run]

Unpacks the release, checks every file of it, backs up, switches, restarts and waits until the new version answers and
goes on answering. If it does not, the former release runs again, with everything that was stored meanwhile. With the
file of the version that runs here it puts back files of it that are damaged.

  --force      also during a session (the night, a vote that is not revealed, an open shift)
  --dry-run    checks the file and whether it could be done now; changes nothing
  --help

Ends with 0: updated, or it was this version already; 1: nothing was changed, and why; 3: refused because of a session
(nothing was changed), or taken back; 5: neither release runs, and what to do.
TXT
}

usage_fr() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/update.sh eg-<version>-<arch>.tar.gz [--force] [--dry-run]

Décompresse la version, en vérifie chaque fichier, sauvegarde, bascule, redémarre et attend que la nouvelle version
réponde et continue à répondre. Sinon l'ancienne tourne à nouveau, avec tout ce qui a été enregistré entre-temps. Avec
le fichier de la version qui tourne ici, il en remet les fichiers endommagés.

  --force      aussi pendant une session (la nuit, un vote non révélé, une caisse ouverte)
  --dry-run    vérifie le fichier et si ce serait possible maintenant ; ne change rien
  --help

Se termine par 0 : à jour, ou c'était déjà cette version ; 1 : rien n'a changé, et pourquoi ; 3 : refusé à cause d'une
session (rien n'a changé), ou repris ; 5 : aucune des deux ne tourne, et que faire.
TXT
}

file='' force='' finish=''
while [ $# -gt 0 ]; do
  case $1 in
    --force) force=1 ;;
    --dry-run) eg_dry=1 ;;
    --finish) finish=1 ;; # eg-switch.service, after a power cut
    --help | -h) "usage_$eg_lang"; exit 0 ;;
    -*) unknown_option "$1" ;;
    *) file=$1 ;;
  esac
  shift
done
[ -n "$file$finish" ] || { "usage_$eg_lang" >&2; exit 2; }
need_root
only_one
if [ -n "$finish" ]; then
  finish_switch
  exit 0
fi
not_composed 'deploy_core.sh eg-<version>-<arch>.tar.gz, deploy_slot.sh eg-<version>-<arch>.tar.gz'
from=$(version_of current)
[ -n "${from:+$(roles)}" ] || die 'EG is not installed on this host. Unpack the release and run its scripts/install.sh core or slot.' \
  "EG n'est pas installé sur cet hôte. Décompressez la version et lancez son scripts/install.sh core ou slot."

trap forget_unpacked EXIT
unpack_release "$file"
to=$(release_fact "$unpacked" version)
damaged=''
if [ "$from" = "$to" ]; then
  if ! (verify_release "$eg_home/current/") >/dev/null 2>&1; then
    damaged=1
  elif cmp -s "$unpacked/SHA256SUMS" "$eg_home/current/SHA256SUMS"; then
    nothing_unfinished "$to"
    tell '✓ %s runs here already. Nothing to change.' '✓ %s tourne déjà ici. Rien à changer.' "$to"
    exit 0
  else
    die 'Version %s runs here with other content. Give the new one a version of its own. Nothing was changed.' \
      "La version %s tourne ici avec un autre contenu. Donnez à la nouvelle sa propre version. Rien n'a été changé." "$to"
  fi
fi
# What is damaged may be what asks whether somebody plays; the release that came is whole.
[ -z "$damaged" ] || eg_release=$unpacked
for role in $(roles); do not_now "$role" "$force"; done
if [ -n "$damaged" ]; then
  mend_release "$to"
  exit 0
fi
if [ -n "$eg_dry" ]; then
  tell '%s could be replaced by %s now; nothing was changed.' "%s pourrait être remplacée par %s maintenant ; rien n'a été changé." "$from" "$to"
  exit 0
fi
save_first "before-$to"
keep_release "$unpacked"
change_release "$from" "$to"
drop_old_releases
tell '✓ %s runs, in %s s. Back again: sudo %s' '✓ %s tourne, en %s s. Pour revenir : sudo %s' "$to" "$SECONDS" "$eg_home/current/scripts/rollback.sh"

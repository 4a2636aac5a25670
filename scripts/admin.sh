#!/usr/bin/env bash
# The core's own commands on an installed host: who may log in, which devices are let in, certificates, forgetting guests.
set -euo pipefail
# shellcheck source=scripts/lib/deploy/load.sh
source "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/deploy/load.sh"

usage_en() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/admin.sh operator|device|certs|purge [words]

On the core: what "npm run operator", "device", "certs" and "purge" are in the sources, as the core's own user and with
the core's settings, also where Docker Compose runs it. Each has --help.

  admin.sh device pending                          who waits to be let in, with its code
  admin.sh device enrol 314256                     lets the slot with this code in; --as NAME: as another than it wishes
  admin.sh device enrol 314256 --replace           in the place of a dead one of that name, whose secret is void then
  admin.sh device list | revoke slot-04            who is in; nobody with this secret any more
  admin.sh operator add Léa --role gamemaster      may log in; asks for the password
  admin.sh operator list | remove Léa
  admin.sh certs                                   certificates: the core speaks TLS from its next start
  admin.sh purge --older-than 90d                  with the core stopped: forgets guests; shows first what it would do
TXT
}

usage_fr() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/admin.sh operator|device|certs|purge [mots]

Sur le core : ce que sont « npm run operator », « device », « certs » et « purge » dans les sources, sous l'utilisateur du
core et avec ses réglages, aussi là où Docker Compose le fait tourner. Chacune a --help.

  admin.sh device pending                          qui attend d'être admis, avec son code
  admin.sh device enrol 314256                     admet le slot de ce code ; --as NOM : sous un autre nom que souhaité
  admin.sh device enrol 314256 --replace           à la place d'un slot mort de ce nom, dont le secret ne vaut plus rien
  admin.sh device list | revoke slot-04            qui est admis ; plus personne avec ce secret
  admin.sh operator add Léa --role gamemaster      peut se connecter ; demande le mot de passe
  admin.sh operator list | remove Léa
  admin.sh certs                                   certificats : le core parle TLS dès son prochain démarrage
  admin.sh purge --older-than 90d                  core arrêté : oublie des visiteurs ; montre d'abord ce qu'il ferait
TXT
}

# in_container WORD...: the same in the core's container, which has the core's settings; purge beside it, as the core is
# stopped then. A password is asked for where there is a terminal.
in_container() {
  local words=(-e "LANG=${LANG:-}" -e "LC_ALL=${LC_ALL:-}") state
  [ -t 0 ] || words+=(-T)
  if [ "$program" = core/dist/privacy/main.js ]; then
    compose core run --rm --no-deps "${words[@]}" core node "$program" "$@"
    return
  fi
  read -r state _ < <(compose_state core)
  [ "$state" = running ] ||
    die 'The core does not run (%s). Start it: %s' 'Le core ne tourne pas (%s). Démarrez-le : %s' "$state" "$(restart_words core)"
  compose core exec "${words[@]}" core node "$program" "$@"
}

case ${1:-} in
  operator | device) program=core/dist/cli/$1.js ;;
  certs) program=core/dist/certs.js ;;
  purge) program=core/dist/privacy/main.js ;;
  --help | -h) "usage_$eg_lang"; exit 0 ;;
  -*) unknown_option "$1" ;;
  *) "usage_$eg_lang" >&2; exit 2 ;;
esac
shift
need_root
if composed core; then in_container "$@"; exit; fi
roles | grep -qx core || die 'There is no core on this host. Run this where install.sh core was run.' "Il n'y a pas de core sur cet hôte. Lancez ceci là où install.sh core a été lancé."
# The environment that eg-core.service has.
settings=("DB_PATH=$(database core)")
while read -r name; do
  settings+=("$name=$(variable "$eg_etc/core.env" "$name")")
done < <(sed -n 's/^\([A-Z][A-Z0-9_]*\)=.*/\1/p' "$eg_etc/core.env")
cd "$eg_data/core"
as_part core "${settings[@]}" "$eg_release/bin/node" "$eg_release/$program" "$@"

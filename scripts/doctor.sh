#!/usr/bin/env bash
# What is wrong with this host, and the next step for each, on one screen.
set -euo pipefail
# shellcheck source=scripts/lib/deploy/load.sh
source "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/deploy/load.sh"
# shellcheck source=scripts/lib/deploy/checks.sh
source "$eg_lib/checks.sh"
# shellcheck source=scripts/lib/deploy/checks-part.sh
source "$eg_lib/checks-part.sh"

usage_en() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/doctor.sh [--bundle [FILE]]

Looks at this host, changes nothing, and says for everything that is wrong what to do next.

  --bundle [FILE]  also packs this, the logs and the settings into a file for somebody who helps; secrets, cards and
                   names are taken out (default: /tmp/eg-doctor-<host>-<time>.tar.gz)
  --dry-run        the same as without: it never changes anything
  --help

Ends with 0 when nothing is wrong, else 1.
TXT
}

usage_fr() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/doctor.sh [--bundle [FICHIER]]

Examine cet hôte, ne change rien, et dit pour tout ce qui ne va pas que faire ensuite.

  --bundle [FICHIER]  met aussi ceci, les journaux et les réglages dans un fichier pour qui vous aide ; secrets, cartes
                      et noms en sont retirés (par défaut : /tmp/eg-doctor-<hôte>-<heure>.tar.gz)
  --dry-run           pareil que sans : rien n'est jamais changé
  --help

Se termine par 0 si tout va bien, sinon 1.
TXT
}

bundle=''
while [ $# -gt 0 ]; do
  case $1 in
    --bundle)
      bundle=/tmp/eg-doctor-$(cat /proc/sys/kernel/hostname)-$(date -u +%Y%m%dT%H%M%SZ).tar.gz
      [[ ${2:-} != [!-]* ]] || { bundle=$2; shift; }
      ;;
    --dry-run) ;;
    --help | -h) "usage_$eg_lang"; exit 0 ;;
    *) unknown_option "$1" ;;
  esac
  shift
done
need_root

examine() {
  tell 'EG on %s, %s' 'EG sur %s, %s' "$(cat /proc/sys/kernel/hostname)" "$(date '+%F %R')"
  check_release
  local role
  for role in $(roles; compose_roles); do "check_$role"; done
  check_host
  if [ "$eg_bad" = 0 ]; then tell '✓ Nothing is wrong.' '✓ Tout va bien.'; else tell '✗ %s to look at.' '✗ %s à regarder.' "$eg_bad"; fi
}

if [ -z "$bundle" ]; then
  examine
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir "$work/eg-doctor"
  examine >"$work/eg-doctor/doctor.txt"
  cat "$work/eg-doctor/doctor.txt"
  (
    cd "$work/eg-doctor"
    cat "$eg_home/current/RELEASE" >release.txt 2>/dev/null || :
    for file in "$eg_etc"/*.env; do [ ! -f "$file" ] || cat "$file" >"$(basename "$file").txt"; done
    for unit in eg-core eg-slot eg-kiosk; do
      [ -e "/etc/systemd/system/$unit.service" ] || continue
      systemctl status --no-pager -l -n 0 "$unit" >"$unit.status.txt" 2>&1 || :
      journalctl --no-pager -u "$unit" -n 3000 -o short-iso >"$unit.log.txt" 2>&1 || :
    done
    for role in $(compose_roles); do
      { cat "$(compose_file "$role")"; compose "$role" ps -a; } >"eg-$role.status.txt" 2>&1 || :
      compose "$role" logs --no-color -n 3000 >"eg-$role.log.txt" 2>&1 || :
    done
    {
      uname -a; cat /etc/os-release; uptime; free -m; df -h; ip -brief address; lsblk; timedatectl
    } >host.txt 2>&1 || :
    dmesg --level=emerg,alert,crit,err,warn 2>/dev/null | tail -n 200 >kernel.txt || :
    sed -E -i -f "$eg_lib/redact.sed" ./*.txt
  )
  (umask 077 && tar -C "$work" -czf "$bundle" eg-doctor)
  tell 'Bundle: %s' 'Fichier : %s' "$bundle"
fi
[ "$eg_bad" = 0 ]

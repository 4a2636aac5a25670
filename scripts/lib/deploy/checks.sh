# shellcheck shell=bash
# What doctor.sh looks at on the host itself; checks-part.sh looks at its parts. Each check says `good` or `bad` with the
# next step. Sourced after load.sh.

eg_bad=0

good() { printf '  ✓ %s\n' "$1"; }
# noted WHAT NEXT: nothing is wrong as far as this host can know; NEXT is for somebody who knows better.
noted() { printf '  ✓ %s\n    → %s\n' "$1" "$2"; }
bad() {
  eg_bad=$((eg_bad + 1))
  printf '  ✗ %s\n    → %s\n' "$1" "$2"
}

check_release() {
  local version unfinished
  version=$(version_of current)
  if [ -z "$version" ] && [ -n "$(compose_roles)" ]; then
    return # from a working copy: the containers say which version they are
  elif [ -z "$version" ]; then
    bad "$(tell 'EG is not installed here' "EG n'est pas installé ici")" \
      "$(tell 'unpack the release and run sudo scripts/install.sh core, or slot' 'décompressez la version et lancez sudo scripts/install.sh core, ou slot')"
    return
  fi
  if (verify_release "$eg_home/current/") >/dev/null 2>&1; then
    good "$(tell 'release %s, all files as released; before it: %s' 'version %s, tous les fichiers conformes ; avant : %s' "$version" "$(version_of previous | grep . || echo -)")"
  else
    bad "$(tell 'files of release %s are damaged or were changed: the SD card may be failing' 'des fichiers de la version %s sont endommagés ou modifiés : la carte SD est peut-être en panne' "$version")" \
      "$(mend_words "$version")"
  fi
  unfinished=$(head -n 1 "$eg_data/switch-unfinished" 2>/dev/null | cut -d' ' -f1,2 || true)
  [ -z "$unfinished" ] || bad "$(tell 'an update was cut off: %s' 'une mise à jour a été interrompue : %s' "${unfinished/ / → }")" \
    "$(tell 'sudo /opt/eg/current/scripts/rollback.sh %s, or update.sh again' 'sudo /opt/eg/current/scripts/rollback.sh %s, ou à nouveau update.sh' "${unfinished% *}")"
}

# mend_words VERSION: how damaged files of a release are put right here.
mend_words() {
  if [ -n "$(compose_roles)" ]; then
    tell 'sudo rm -r %s, then deploy it again from its file' 'sudo rm -r %s, puis déployez-la à nouveau depuis son fichier' "$eg_home/releases/$1"
  else
    tell 'sudo /opt/eg/current/scripts/update.sh with the file of %s puts them back; if they are damaged again, a new SD card' \
      'sudo /opt/eg/current/scripts/update.sh avec le fichier de %s les remet ; s’ils s’abîment encore, une nouvelle carte SD' "$1"
  fi
}

check_host() {
  local free zone heat bits data=$eg_data
  [ -z "$(compose_roles)" ] || data=$(docker info -f '{{.DockerRootDir}}' 2>/dev/null || printf '%s' "$eg_data")
  free=$(df -Pm "$data" 2>/dev/null | awk 'NR == 2 { print $4 }')
  if [ "${free:-0}" -lt 500 ]; then
    bad "$(tell 'the disk has %s MB left' 'il reste %s Mo sur le disque' "${free:-0}")" "$(tell 'remove old files (sudo du -xh / | sort -h | tail), or a larger card' 'supprimez des fichiers (sudo du -xh / | sort -h | tail), ou une carte plus grande')"
  else
    good "$(tell '%s MB free' '%s Mo libres' "$free")"
  fi
  ! findmnt -no OPTIONS -T "$data" 2>/dev/null | grep -qE '(^|,)ro(,|$)' || bad "$(tell 'the disk is read-only: the card is failing or the power was' 'le disque est en lecture seule : carte ou alimentation défaillante')" \
    "$(tell 'sudo reboot; if it comes back, a new SD card and restore.sh' 'sudo reboot ; si cela revient, une nouvelle carte SD et restore.sh')"
  check_clock
  zone=$(cat /sys/class/thermal/thermal_zone0/temp 2>/dev/null || true)
  heat=$((${zone:-0} / 1000))
  [ "$heat" -lt 80 ] || bad "$(tell 'it is %s °C hot' 'il fait %s °C' "$heat")" "$(tell 'more air, or a fan: above 80 °C it slows down' "plus d'air, ou un ventilateur : au-dessus de 80 °C il ralentit")"
  bits=$(cat /sys/devices/platform/soc/soc:firmware/get_throttled 2>/dev/null || echo 0)
  [ $((0x${bits#0x} & 0x10001)) = 0 ] || bad "$(tell 'its power is too weak (under-voltage)' "l'alimentation est trop faible (sous-tension)")" "$(tell 'the power supply made for this Pi, and a short cable' "l'alimentation prévue pour ce Pi, et un câble court")"
}

# A slot's clock is set by its core. A Pi has none of its own: without the internet it goes on where it stopped, which this
# host cannot know; that the release is from the future it can.
check_clock() {
  local made
  ! roles | grep -qx slot || roles | grep -qx core || return 0
  made=$(stat -Lc %Y "$eg_home/current/RELEASE" 2>/dev/null || echo 0)
  if [ "$(date +%s)" -lt "$made" ]; then
    bad "$(tell "this host's clock is wrong: it says %s, before this release was made" "l'horloge de cet hôte est fausse : elle dit %s, avant que cette version soit faite" "$(date '+%F %R')")" "sudo date -s '$(date -d "@$made" '+%F %R')'"
  elif [ "$(timedatectl show -P NTPSynchronized 2>/dev/null)" = no ]; then
    noted "$(tell "this host's clock says %s, and nobody sets it" "l'horloge de cet hôte dit %s, et personne ne la règle" "$(date '+%F %R')")" "$(tell "sudo date -s '2026-01-31 19:00' if it is wrong; the evening's order does not depend on it" "sudo date -s '2026-01-31 19:00' si elle est fausse ; l'ordre de la soirée n'en dépend pas")"
  fi
}

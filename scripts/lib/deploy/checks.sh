# shellcheck shell=bash
# What doctor.sh looks at. Each check says `good` or `bad` with the next step. Sourced after load.sh.

eg_bad=0

good() { printf '  ✓ %s\n' "$1"; }
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
      "$(tell 'a new SD card, then install.sh and restore.sh; for now: sudo rollback.sh' 'une nouvelle carte SD, puis install.sh et restore.sh ; en attendant : sudo rollback.sh')"
  fi
  unfinished=$(cut -d' ' -f1,2 "$eg_data/switch-unfinished" 2>/dev/null || true)
  [ -z "$unfinished" ] || bad "$(tell 'an update was cut off: %s' 'une mise à jour a été interrompue : %s' "${unfinished/ / → }")" \
    "$(tell 'sudo /opt/eg/current/scripts/rollback.sh %s, or update.sh again' 'sudo /opt/eg/current/scripts/rollback.sh %s, ou à nouveau update.sh' "${unfinished% *}")"
}

# check_part ROLE: its unit or container, and what its own health says.
check_part() {
  if composed "$1"; then check_container "$1"; else check_unit "$1"; fi
}

check_container() {
  local state health restarts again
  again="docker compose -f $(compose_file "$1") up -d"
  if ! docker info >/dev/null 2>&1; then
    bad "$(tell 'the Docker engine does not answer' 'le moteur Docker ne répond pas')" 'sudo systemctl start docker; docker info'
    return
  fi
  read -r state health restarts _ < <(compose_state "$1")
  if [ "$state" != running ]; then
    bad "$(tell 'the container eg-%s does not run (%s): %s' 'le conteneur eg-%s ne tourne pas (%s) : %s' "$1" "$state" "$(last_words "$1" 1)")" \
      "$(tell 'correct what that line names in %s, then %s' 'corrigez ce que dit cette ligne dans %s, puis %s' "$eg_etc/$1.env" "$again")"
    return
  fi
  if [ "$restarts" -gt 2 ]; then
    bad "$(tell 'the container eg-%s runs and was started anew %s times' 'le conteneur eg-%s tourne et a été relancé %s fois' "$1" "$restarts")" \
      "docker compose -f $(compose_file "$1") logs -n 50"
  else
    good "$(tell 'the container eg-%s runs (%s, %s)' 'le conteneur eg-%s tourne (%s, %s)' "$1" "$(compose_version "$1")" "$health")"
  fi
  health_lines "$1" "$(compose_version "$1")"
}

# health_lines ROLE VERSION: what the part's own health says.
health_lines() {
  local level line next
  while IFS=$'\t' read -r level line next; do
    if [ "$level" = good ]; then good "$line"; else bad "$line" "$next"; fi
  done < <(read_health "$@" 2>&1)
}

read_health() {
  if composed "$1"; then
    compose_node "$1" scripts/lib/deploy/read-health.mjs "$1" "$(health_url "$1")" "$2" "" compose
  else
    own_node "$eg_lib/read-health.mjs" "$1" "$(health_url "$1")" "$2" "$(dirname "$(database "$1")")/admin.token"
  fi
}

check_unit() {
  local unit=eg-$1 restarts
  if ! systemctl is-active -q "$unit"; then
    bad "$(tell '%s does not run: %s' '%s ne tourne pas : %s' "$unit" "$(last_words "$1" 1)")" \
      "$(tell 'correct what that line names in %s, then sudo systemctl restart %s' 'corrigez ce que dit cette ligne dans %s, puis sudo systemctl restart %s' "$eg_etc/$1.env" "$unit")"
    return
  fi
  restarts=$(systemctl show -P NRestarts "$unit")
  if [ "$restarts" -gt 2 ]; then
    bad "$(tell '%s runs and was started anew %s times' '%s tourne et a été relancé %s fois' "$unit" "$restarts")" "journalctl -u $unit -p warning -n 20"
  else
    good "$(tell '%s runs' '%s tourne' "$unit")"
  fi
  systemctl is-enabled -q "$unit" || bad "$(tell '%s does not start with the system' '%s ne démarre pas avec le système' "$unit")" "sudo systemctl enable $unit"
  health_lines "$1" "$(version_of current)"
}

check_core() {
  local page code
  check_part core
  if read -r page code < <(first_start); then
    bad "$(tell 'nobody may log in yet' 'personne ne peut encore se connecter')" \
      "$(tell 'open %s and enter code %s' 'ouvrez %s et entrez le code %s' "$page" "$code")"
  fi
  if [ -f /etc/avahi/services/eg.service ] && systemctl is-active -q avahi-daemon 2>/dev/null; then
    good "$(tell 'says on the network where it is (%s.local)' 'annonce sur le réseau où il est (%s.local)' "$(cat /proc/sys/kernel/hostname)")"
  else
    bad "$(tell 'slots cannot find this core by its name' 'les slots ne trouvent pas ce core par son nom')" \
      "$(tell 'sudo apt-get install -y avahi-daemon, or give the slots CORE_HOST=%s' 'sudo apt-get install -y avahi-daemon, ou donnez aux slots CORE_HOST=%s' "$(hostname -I 2>/dev/null | cut -d' ' -f1)")"
  fi
}

# shellcheck disable=SC2016  # the words are for the shell they are handed to
answers() { timeout 5 bash -c '</dev/tcp/"$0"/"$1"' "$1" "$2" 2>/dev/null; }

check_slot() {
  local core port settings
  check_part slot
  core=$(variable "$eg_etc/slot.env" MQTT_HOST)
  core=${core:-$(variable "$eg_etc/slot.env" CORE_HOST)}
  port=$(variable "$eg_etc/slot.env" MQTT_PORT)
  # As the agent takes them (slot-agent/src/tls-settings.ts).
  case $(variable "$eg_etc/slot.env" MQTT_TLS),$(variable "$eg_etc/slot.env" EG_TLS_CA) in no,* | ,) port=${port:-1883} ;; *) port=${port:-8883} ;; esac
  if ! getent ahosts "$core" >/dev/null; then
    bad "$(tell 'no host is named %s on this network' "aucun hôte ne s'appelle %s sur ce réseau" "$core")" \
      "$(tell "set CORE_HOST to the core's address in /etc/eg/slot.env, then sudo systemctl restart eg-slot" "mettez l'adresse du core dans CORE_HOST de /etc/eg/slot.env, puis sudo systemctl restart eg-slot")"
  elif ! answers "$core" "$port"; then
    bad "$(tell 'the broker on %s port %s does not answer' 'le broker sur %s port %s ne répond pas' "$core" "$port")" \
      "$(tell 'is the core on, on this network, with BIND=0.0.0.0? Run doctor.sh there' 'le core est-il allumé, sur ce réseau, avec BIND=0.0.0.0 ? Lancez-y doctor.sh')"
  else
    good "$(tell 'the broker on %s answers' 'le broker sur %s répond' "$core")"
  fi
  settings=$(firmware_settings)
  [ -z "$settings" ] || grep -qxF "$eg_pull_ups" "$settings" || bad "$(tell 'the pull-ups of the buttons are not set in %s' 'les résistances des boutons manquent dans %s' "$settings")" \
    "$(tell 'sudo /opt/eg/current/scripts/install.sh slot, then sudo reboot' 'sudo /opt/eg/current/scripts/install.sh slot, puis sudo reboot')"
  if [ -e /etc/systemd/system/eg-kiosk.service ]; then
    if systemctl is-active -q eg-kiosk; then good "$(tell 'eg-kiosk runs' 'eg-kiosk tourne')"; else
      bad "$(tell 'the screen does not run: %s' "l'écran ne tourne pas : %s" "$(last_words kiosk 1)")" 'sudo systemctl restart eg-kiosk; journalctl -u eg-kiosk -n 20'
    fi
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
  if [ "$(timedatectl show -P NTPSynchronized 2>/dev/null)" = no ] && ! roles | grep -qx slot; then
    bad "$(tell "this host's clock is set by nobody (%s)" "l'horloge de cet hôte n'est réglée par personne (%s)" "$(date '+%F %R')")" "$(tell "sudo date -s '2026-01-31 19:00' if it is wrong; the evening's order does not depend on it" "sudo date -s '2026-01-31 19:00' si elle est fausse ; l'ordre de la soirée n'en dépend pas")"
  fi
  zone=$(cat /sys/class/thermal/thermal_zone0/temp 2>/dev/null || true)
  heat=$((${zone:-0} / 1000))
  [ "$heat" -lt 80 ] || bad "$(tell 'it is %s °C hot' 'il fait %s °C' "$heat")" "$(tell 'more air, or a fan: above 80 °C it slows down' "plus d'air, ou un ventilateur : au-dessus de 80 °C il ralentit")"
  bits=$(cat /sys/devices/platform/soc/soc:firmware/get_throttled 2>/dev/null || echo 0)
  [ $((0x${bits#0x} & 0x10001)) = 0 ] || bad "$(tell 'its power is too weak (under-voltage)' "l'alimentation est trop faible (sous-tension)")" "$(tell 'the power supply made for this Pi, and a short cable' "l'alimentation prévue pour ce Pi, et un câble court")"
}

# shellcheck shell=bash
# What doctor.sh looks at in the parts of this host: their units or containers, their own health, and what they need around
# them. Sourced after checks.sh.

# check_part ROLE: its unit or container, and what its own health says.
check_part() {
  if composed "$1"; then check_container "$1"; else check_unit "$1"; fi
}

check_container() {
  local state health restarts
  if ! docker info >/dev/null 2>&1; then
    bad "$(tell 'the Docker engine does not answer' 'le moteur Docker ne répond pas')" 'sudo systemctl start docker; docker info'
    return
  fi
  read -r state health restarts _ < <(compose_state "$1")
  if [ "$state" != running ]; then
    bad "$(tell 'the container eg-%s does not run (%s): %s' 'le conteneur eg-%s ne tourne pas (%s) : %s' "$1" "$state" "$(last_words "$1" 1)")" \
      "$(tell 'correct what that line names in %s, then %s' 'corrigez ce que dit cette ligne dans %s, puis %s' "$eg_etc/$1.env" "$(restart_words "$1")")"
    return
  fi
  if [ "$restarts" -gt 2 ]; then
    bad "$(tell 'the container eg-%s runs and was started anew %s times' 'le conteneur eg-%s tourne et a été relancé %s fois' "$1" "$restarts")" \
      "sudo docker compose -f $(compose_file "$1") logs -n 50"
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
    EG_SCREEN=$(screen_unit) own_node "$eg_lib/read-health.mjs" "$1" "$(health_url "$1")" "$2" "$(dirname "$(database "$1")")/admin.token"
  fi
}

# How the screen of this host is run: active, inactive, or none (no such unit).
screen_unit() {
  if [ ! -e /etc/systemd/system/eg-kiosk.service ]; then echo none; elif systemctl is-active -q eg-kiosk; then echo active; else echo inactive; fi
}

check_unit() {
  local unit=eg-$1 restarts file=$eg_etc/$1.env since
  if [ ! -f "$file" ]; then
    bad "$(tell 'there is no %s, so %s does not run' "il n'y a pas de %s, donc %s ne tourne pas" "$file" "$unit")" \
      "$(tell 'sudo /opt/eg/current/scripts/install.sh %s writes one as it was at first' 'sudo /opt/eg/current/scripts/install.sh %s en écrit un comme au début' "$1")"
    return
  fi
  if ! systemctl is-active -q "$unit"; then
    not_running "$1"
    return
  fi
  restarts=$(systemctl show -P NRestarts "$unit")
  since=$(($(awk '{ printf "%d", $1 }' /proc/uptime) - $(systemctl show -P ActiveEnterTimestampMonotonic "$unit") / 1000000))
  # What was long ago is over.
  if [ "$restarts" -gt 2 ] && [ "$since" -lt 120 ]; then
    bad "$(tell '%s runs and was started anew %s times, %s s ago the last time' '%s tourne et a été relancé %s fois, la dernière il y a %s s' "$unit" "$restarts" "$since")" \
      "$(tell 'journalctl -u %s -n 50 says why; mended? Then this line is gone after two minutes' 'journalctl -u %s -n 50 dit pourquoi ; réparé ? Alors cette ligne disparaît après deux minutes' "$unit")"
  else
    good "$(tell '%s runs' '%s tourne' "$unit")"
  fi
  systemctl is-enabled -q "$unit" || bad "$(tell '%s does not start with the system' '%s ne démarre pas avec le système' "$unit")" "sudo systemctl enable $unit"
  health_lines "$1" "$(version_of current)"
}

# not_running ROLE: why its unit does not run, as far as it says so itself.
not_running() {
  local unit=eg-$1 file=$eg_etc/$1.env said state backup
  said=$(last_words "$1" 1)
  state=$(systemctl show -P ActiveState "$unit")/$(systemctl show -P SubState "$unit")/$(systemctl show -P NRestarts "$unit")
  case $state in
    inactive/*)
      bad "$(tell '%s is stopped' '%s est arrêté' "$unit")" "sudo systemctl start $unit"
      return
      ;;
    # One that is started anew again and again is not starting.
    activating/start/0)
      bad "$(tell '%s is starting and does not answer yet: %s' '%s démarre et ne répond pas encore : %s' "$unit" "$said")" "journalctl -u $unit -f"
      return
      ;;
  esac
  # What it says of a backup is for the sources; here there is a script.
  backup=$(sed -n 's/.*npm run restore -- \([^"]*\)".*/\1/p' <<<"$said")
  said=$(tell '%s does not run: %s' '%s ne tourne pas : %s' "$unit" "${said:-$(systemctl show -P Result "$unit")}")
  if [ -n "$backup" ]; then
    bad "$said" "sudo /opt/eg/current/scripts/restore.sh $backup"
  else
    bad "$said" "$(tell 'correct what that line names in %s, then sudo systemctl restart %s' 'corrigez ce que dit cette ligne dans %s, puis sudo systemctl restart %s' "$file" "$unit")"
  fi
}

check_core() {
  local page code
  check_part core
  if read -r page code < <(first_start); then
    bad "$(tell 'nobody may log in yet' 'personne ne peut encore se connecter')" \
      "$(tell 'open %s and enter code %s' 'ouvrez %s et entrez le code %s' "$page" "$code")"
  fi
  heard_by_others
  if [ ! -f /etc/avahi/services/eg.service ]; then
    bad "$(tell 'this core does not say on the network where it is' "ce core n'annonce pas sur le réseau où il est")" \
      "sudo /opt/eg/current/scripts/$(if composed core; then echo deploy_core.sh; else echo install.sh core; fi)"
  elif systemctl is-active -q avahi-daemon 2>/dev/null; then
    good "$(tell 'says on the network where it is (%s.local)' 'annonce sur le réseau où il est (%s.local)' "$(cat /proc/sys/kernel/hostname)")"
  else
    bad "$(tell 'slots cannot find this core by its name' 'les slots ne trouvent pas ce core par son nom')" \
      "$(tell 'sudo apt-get install -y avahi-daemon; sudo systemctl enable --now avahi-daemon; or give the slots CORE_HOST=%s' 'sudo apt-get install -y avahi-daemon ; sudo systemctl enable --now avahi-daemon ; ou donnez aux slots CORE_HOST=%s' "$(hostname -I 2>/dev/null | cut -d' ' -f1)")"
  fi
}

# A core for this host alone is one that no slot elsewhere reaches.
heard_by_others() {
  local bind
  bind=$(variable "$eg_etc/core.env" BIND)
  case ${bind:-127.0.0.1} in 127.* | localhost | ::1) ;; *) return 0 ;; esac
  [ -f "$eg_etc/core.env" ] || return 0
  [ -z "$(roles | grep -x slot; compose_roles | grep -x slot)" ] || return 0
  bad "$(tell 'no other host reaches this core: BIND=%s' "aucun autre hôte n'atteint ce core : BIND=%s" "${bind:-127.0.0.1}")" \
    "$(tell 'set BIND=0.0.0.0 in %s, then %s' 'mettez BIND=0.0.0.0 dans %s, puis %s' "$eg_etc/core.env" "$(restart_words core)")"
}

# shellcheck disable=SC2016  # the words are for the shell they are handed to
answers() { timeout 5 bash -c '</dev/tcp/"$0"/"$1"' "$1" "$2" 2>/dev/null; }

check_slot() {
  local core port settings
  check_part slot
  core=$(variable "$eg_etc/slot.env" MQTT_HOST)
  core=${core:-$(variable "$eg_etc/slot.env" CORE_HOST)}
  core=${core:-localhost}
  port=$(variable "$eg_etc/slot.env" MQTT_PORT)
  # As the agent takes them (slot-agent/src/tls-settings.ts).
  case $(variable "$eg_etc/slot.env" MQTT_TLS),$(variable "$eg_etc/slot.env" EG_TLS_CA) in no,* | ,) port=${port:-1883} ;; *) port=${port:-8883} ;; esac
  if ! getent ahosts "$core" >/dev/null; then
    bad "$(tell 'no host is named %s on this network' "aucun hôte ne s'appelle %s sur ce réseau" "$core")" \
      "$(tell "is the core on? Else set CORE_HOST to its address in /etc/eg/slot.env, then %s" "le core est-il allumé ? Sinon mettez son adresse dans CORE_HOST de /etc/eg/slot.env, puis %s" "$(restart_words slot)")"
  elif ! answers "$core" "$port" && [ "$port" != 8883 ] && answers "$core" 8883; then
    bad "$(tell 'the core on %s speaks TLS, and this slot does not' 'le core sur %s parle TLS, et ce slot non' "$core")" \
      "$(tell 'copy ca.pem from /var/lib/eg/core/tls there to /etc/eg/ca.pem, set EG_TLS_CA=/etc/eg/ca.pem in /etc/eg/slot.env, then %s' 'copiez ca.pem de /var/lib/eg/core/tls du core vers /etc/eg/ca.pem, mettez EG_TLS_CA=/etc/eg/ca.pem dans /etc/eg/slot.env, puis %s' "$(restart_words slot)")"
  elif ! answers "$core" "$port"; then
    bad "$(tell 'the broker on %s port %s does not answer' 'le broker sur %s port %s ne répond pas' "$core" "$port")" \
      "$(tell 'is the core on, on this network, with BIND=0.0.0.0? Run doctor.sh there' 'le core est-il allumé, sur ce réseau, avec BIND=0.0.0.0 ? Lancez-y doctor.sh')"
  else
    good "$(tell 'the broker on %s answers' 'le broker sur %s répond' "$core")"
  fi
  settings=$(firmware_settings)
  [ -z "$settings" ] || grep -qxF "$eg_pull_ups" "$settings" || bad "$(tell 'the pull-ups of the buttons are not set in %s' 'les résistances des boutons manquent dans %s' "$settings")" \
    "$(tell 'sudo /opt/eg/current/scripts/%s, then sudo reboot' 'sudo /opt/eg/current/scripts/%s, puis sudo reboot' "$(if composed slot; then echo deploy_slot.sh; else echo install.sh slot; fi)")"
  [ ! -e /etc/systemd/system/eg-kiosk.service ] || check_kiosk
}

check_kiosk() {
  if systemctl is-active -q display-manager 2>/dev/null; then
    bad "$(tell 'a desktop has the screen, so the kiosk cannot' "un bureau occupe l'écran, le kiosque ne peut pas")" 'sudo systemctl set-default multi-user.target; sudo reboot'
  elif systemctl is-active -q eg-kiosk; then
    good "$(tell 'eg-kiosk runs' 'eg-kiosk tourne')"
  elif ! command -v cage >/dev/null || ! { command -v chromium || command -v chromium-browser; } >/dev/null; then
    bad "$(tell 'there is no Chromium or no cage on this host, so its screen stays dark' "il n'y a pas de Chromium ou de cage sur cet hôte, son écran reste noir")" \
      "$(tell 'connect it to the internet once: sudo /opt/eg/current/scripts/install.sh slot; or "Without the internet" in docs/deploy.md' 'reliez-le une fois à Internet : sudo /opt/eg/current/scripts/install.sh slot ; ou « Without the internet » dans docs/deploy.md')"
  elif ! systemctl is-enabled -q eg-kiosk 2>/dev/null; then
    good "$(tell 'eg-kiosk is switched off: this slot has no screen' "eg-kiosk est désactivé : ce slot n'a pas d'écran")"
  else
    bad "$(tell 'the screen does not run: %s' "l'écran ne tourne pas : %s" "$(last_words kiosk 1)")" 'sudo systemctl restart eg-kiosk; journalctl -u eg-kiosk -n 20'
  fi
}

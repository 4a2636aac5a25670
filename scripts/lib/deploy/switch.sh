# shellcheck shell=bash
# Another release becomes the current one, for update.sh and rollback.sh. Sourced after load.sh.

# Where a switch that did not come to its end is noted: "FROM TO [new]", and on a second line "link" when a slot reached its
# core before. eg-switch.service ends it, doctor.sh tells of it.
eg_unfinished=$eg_data/switch-unfinished
# When each part was stopped for the switch.
declare -A asked=()

# switch_to VERSION [slot roles that must reach their core]: each part of this host runs VERSION and is healthy. The
# release prepares the host itself, so that what is new in it needs nothing from the one before. Status 1: `health_said`
# has what is wrong.
switch_to() {
  local to=$1 link=$2 role kiosk
  point current "$to"
  for role in $(roles); do
    kiosk=--no-kiosk
    [ "$role" != slot ] || [ ! -e /etc/systemd/system/eg-kiosk.service ] || kiosk=
    # shellcheck disable=SC2086
    if ! EG_LOCKED=1 "$eg_home/current/scripts/install.sh" "$role" --no-packages --no-start $kiosk >/dev/null; then
      health_said="install.sh $role"
      return 1
    fi
    asked[$role]=$EPOCHREALTIME
    # A start that fails is tried again by systemd; what counts is what answers in the end.
    systemctl restart "eg-$role" 2>/dev/null || true
    [ "$role" != slot ] || systemctl try-restart eg-kiosk 2>/dev/null || true
  done
  all_healthy "$to" "$link"
}

# all_healthy VERSION LINK: each part of this host answers as VERSION and goes on doing so.
all_healthy() {
  local to=$1 link=$2 role took
  for role in $(roles); do
    if [ "$role" = slot ]; then healthy slot "$to" "$link" || return 1; else healthy core "$to" || return 1; fi
    [ -n "${asked[$role]:-}" ] || continue
    took=$(awk -v a="${asked[$role]/,/.}" -v b="${EPOCHREALTIME/,/.}" -v settle="$eg_settle" 'BEGIN { printf "%.1f", b - a - settle }')
    tell '  eg-%s answers as %s, %s s after it was stopped' '  eg-%s répond en version %s, %s s après son arrêt' "$role" "$to" "$took"
  done
}

# change_release FROM TO [LINK]: with the way back. Ends the script with 3 when it had to go back, 5 when that failed too.
change_release() {
  local from=$1 to=$2 link=${3-} role why began=$SECONDS
  # A slot that reached its core must reach it again; one whose core is off need not.
  if [ $# -lt 3 ] && roles | grep -qx slot && has_link; then link='link'; fi
  # From here on it comes to an end, also when whoever started it hangs up.
  trap '' HUP INT TERM PIPE
  printf '%s %s %s\n%s\n' "$from" "$to" "$eg_is_new" "$link" >"$eg_unfinished"
  sync "$eg_unfinished"
  tell 'Switching from %s to %s ...' 'Passage de %s à %s ...' "$from" "$to"
  if switch_to "$to" "$link"; then
    point previous "$from"
    rm -f "$eg_unfinished"
    return 0
  fi
  why=$health_said
  warn '✗ %s is not healthy: %s' "✗ %s n'est pas en bonne santé : %s" "$to" "$why"
  for role in $(roles); do last_words "$role" 5 | sed 's/^/    /' >&2 || :; done # nobody may be reading any more
  warn 'Going back to %s ...' 'Retour à %s ...' "$from"
  if switch_to "$from" "$link"; then
    rm -f "$eg_unfinished"
    [ -z "$eg_is_new" ] || rm -rf "${eg_home:?}/releases/$to"
    stop 3 '✗ %s was not taken. %s runs again after %s s, with everything that was stored.' \
      "✗ %s n'a pas été prise. %s tourne à nouveau après %s s, avec tout ce qui était enregistré." "$to" "$from" "$((SECONDS - began))"
  fi
  # Nothing is left to be done by itself: what was refused is not tried again at each start.
  rm -f "$eg_unfinished"
  stop 5 '✗ %s does not become healthy either: %s. Run doctor.sh; the state before this is in %s (restore.sh).' \
    "✗ %s ne va pas mieux : %s. Lancez doctor.sh ; l'état d'avant est dans %s (restore.sh)." "$from" "$health_said" "${backup:-/var/backups/eg}"
}

# finish_switch: what a power cut stopped in the middle. A release that is healthy stays; else the switch is done again.
finish_switch() {
  local from='' to='' link=''
  { read -r from to eg_is_new && read -r link; } <"$eg_unfinished" || : # the first line alone is of an earlier release
  [ -n "$to" ] || { rm -f "$eg_unfinished"; return 0; }
  [ -d "$eg_home/releases/$to" ] || to=$from
  # Its core may have lost its power too, and come later.
  [ -z "$link" ] || eg_within=${EG_HEALTHY_WITHIN:-60}
  if [ "$(version_of current)" = "$to" ] && all_healthy "$to" "$link"; then
    [ "$from" = "$to" ] || point previous "$from"
    rm -f "$eg_unfinished"
    tell '✓ %s runs: the update that was cut off is done.' '✓ %s tourne : la mise à jour interrompue est finie.' "$to"
  else
    change_release "$from" "$to" "$link"
  fi
}

# nothing_unfinished VERSION: VERSION runs here already; a note of an unfinished switch goes when it is healthy.
nothing_unfinished() {
  [ -e "$eg_unfinished" ] && [ -z "$eg_dry" ] || return 0
  eg_settle=3 all_healthy "$1" '' ||
    stop 5 '✗ An update was cut off here, and %s is not healthy: %s. Run doctor.sh.' "✗ Une mise à jour a été interrompue ici, et %s ne va pas bien : %s. Lancez doctor.sh." "$1" "$health_said"
  rm -f "$eg_unfinished"
}

# save_first TAG: sets `backup` to a bundle of what is on this host now. Nothing is changed without one.
save_first() {
  backup=$(EG_LOCKED=1 "$eg_lib/../../backup.sh" --tag "$1" --quiet) ||
    die 'No backup could be made; the lines above say why. Nothing was changed.' "Aucune sauvegarde n'a pu être faite ; les lignes ci-dessus disent pourquoi. Rien n'a été changé."
  tell 'Backup: %s' 'Sauvegarde : %s' "$backup"
}

# replace_file FROM TO: TO is the old file or the new one, and never half of it.
replace_file() { cp -p "$1" "$2.eg-new" && sync "$2.eg-new" && mv -T "$2.eg-new" "$2"; }

# mend_release VERSION: the files of the release in `unpacked` in the place of those of the same one that are damaged here,
# one by one: a power cut in the middle leaves less to do.
mend_release() {
  local version=$1 to=$eg_home/releases/$1 file
  if [ -n "$eg_dry" ]; then
    tell 'Damaged files of %s could be put back now; nothing was changed.' "Les fichiers endommagés de %s pourraient être remis maintenant ; rien n'a été changé." "$version"
    return 0
  fi
  trap '' HUP INT TERM PIPE
  while read -r file; do
    ! cmp -s "$unpacked/$file" "$to/$file" || continue
    tell '  + %s' '  + %s' "$to/$file"
    mkdir -p "$(dirname "$to/$file")"
    replace_file "$unpacked/$file" "$to/$file" ||
      die '%s cannot be written: the disk is full, read-only or failing (df -h; dmesg | tail). A new SD card, then docs/deploy.md, "A slot dies" or "The core dies".' \
        "%s ne peut pas être écrit : disque plein, en lecture seule ou en panne (df -h ; dmesg | tail). Une nouvelle carte SD, puis docs/deploy.md, « A slot dies » ou « The core dies »." "$to/$file"
  done < <(cd "$unpacked" && find . -type f -printf '%P\n')
  (cd "$to" && find . -type f -printf '%P\n') | while read -r file; do [ -e "$unpacked/$file" ] || rm -f "$to/$file"; done
  verify_release "$to"
  switch_to "$version" '' ||
    stop 5 '✗ The files of %s are whole again, and it is not healthy: %s. Run doctor.sh.' "✗ Les fichiers de %s sont à nouveau entiers, mais elle ne va pas bien : %s. Lancez doctor.sh." "$version" "$health_said"
  rm -f "$eg_unfinished"
  tell '✓ %s runs, and its files are whole again.' '✓ %s tourne, et ses fichiers sont à nouveau entiers.' "$version"
}

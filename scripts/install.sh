#!/usr/bin/env bash
# A bare Raspberry Pi OS or Debian becomes a core or a slot. Looks first and changes only what is missing, so it can be
# run again at any time.
set -euo pipefail
# shellcheck source=scripts/lib/deploy/load.sh
source "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/deploy/load.sh"

usage_en() {
  cat <<'TXT'
sudo scripts/install.sh core|slot [options]

Makes this host a core or a slot, from the release that this script lies in. Run again it changes what is missing and
nothing else. A release that differs from the installed one is update.sh's business.

  --slot-id NAME       slot: its name (default: this host's name if that is like slot-01, else slot-01)
  --core-host HOST     slot: where the core is, a name or an address (default: eg-core.local)
  --set NAME=VALUE     sets a variable of /etc/eg/core.env or slot.env; may be given several times
  --hostname NAME      names this host (default: eg-core or the slot's name where it still has its factory name)
  --no-kiosk           slot: no screen
  --no-packages        fetches nothing by apt
  --no-start           everything but starting it
  --dry-run            says what it would change and changes nothing
  --help

Ends with 0: done, or nothing to do; 1: not done, and why; 4: installed, and it does not run yet, and why.
TXT
}

usage_fr() {
  cat <<'TXT'
sudo scripts/install.sh core|slot [options]

Fait de cet hôte un core ou un slot, à partir de la version où se trouve ce script. Relancé, il change ce qui manque et
rien d'autre. Une autre version que celle qui est installée est l'affaire d'update.sh.

  --slot-id NOM        slot : son nom (par défaut : celui de l'hôte s'il ressemble à slot-01, sinon slot-01)
  --core-host HÔTE     slot : où est le core, nom ou adresse (par défaut : eg-core.local)
  --set NOM=VALEUR     règle une variable de /etc/eg/core.env ou slot.env ; peut être répété
  --hostname NOM       nomme cet hôte (par défaut : eg-core ou le nom du slot s'il a encore son nom d'usine)
  --no-kiosk           slot : pas d'écran
  --no-packages        ne télécharge rien par apt
  --no-start           tout sauf le démarrage
  --dry-run            dit ce qui serait changé et ne change rien
  --help

Se termine par 0 : fait, ou rien à faire ; 1 : pas fait, et pourquoi ; 4 : installé, mais ne tourne pas encore, et pourquoi.
TXT
}

role='' slot_id='' core_host='' new_name='' eg_kiosk=1 fetch=1 begin=1 settings=()
while [ $# -gt 0 ]; do
  case $1 in
    core | slot) role=$1 ;;
    --slot-id | --core-host | --set | --hostname)
      [ $# -gt 1 ] || stop 2 '%s needs a value. See --help.' '%s demande une valeur. Voir --help.' "$1"
      case $1 in
        --slot-id) slot_id=$2 ;;
        --core-host) core_host=$2 ;;
        --hostname) new_name=$2 ;;
        --set)
          [[ $2 =~ ^[A-Z][A-Z0-9_]*=[^[:cntrl:]]*$ ]] || stop 2 '--set %s: must be NAME=VALUE.' '--set %s : doit être NOM=VALEUR.' "$2"
          settings+=("$2")
          ;;
      esac
      shift
      ;;
    --no-kiosk) eg_kiosk='' ;;
    --no-packages) fetch='' ;;
    --no-start) begin='' ;;
    --dry-run) eg_dry=1 ;;
    --help | -h) "usage_$eg_lang"; exit 0 ;;
    *) unknown_option "$1" ;;
  esac
  shift
done
[ -n "$role" ] || { "usage_$eg_lang" >&2; exit 2; }
name_pattern='^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$'
if [ "$role" = slot ] && [ -z "$slot_id" ]; then
  slot_id=$(variable "$eg_etc/slot.env" SLOT_ID)
  [ -n "$slot_id" ] || slot_id=$(grep -Ex 'slot-[0-9]+' /proc/sys/kernel/hostname || echo slot-01)
fi
[ -z "$slot_id" ] || [[ $slot_id =~ $name_pattern ]] || stop 2 '--slot-id %s: letters, digits, "-", "_" and ".", such as slot-01.' '--slot-id %s : lettres, chiffres, « - », « _ » et « . », par exemple slot-01.' "$slot_id"

need_root
only_one
not_composed 'deploy_core.sh, deploy_slot.sh'
[ -d /run/systemd/system ] || [ -n "$eg_dry" ] || die 'This host was not started by systemd. Use Raspberry Pi OS or Debian.' \
  "Cet hôte n'a pas été démarré par systemd. Utilisez Raspberry Pi OS ou Debian."
[ -f "$eg_release/RELEASE" ] || die 'This script installs the release that it lies in, and %s is none. Make one with npm run release, unpack it, and use the install.sh in it.' \
  "Ce script installe la version où il se trouve, et %s n'en est pas une. Faites-en une avec npm run release, décompressez-la, et utilisez son install.sh." "$eg_release"
version=$(release_fact "$eg_release" version)
current=$(version_of current)
if [ -n "$current" ] && [ "$current" != "$version" ]; then
  die 'Version %s is installed here and this is %s. Use update.sh with the release file, or the install.sh in /opt/eg/current/scripts.' \
    "La version %s est installée ici et celle-ci est %s. Utilisez update.sh avec le fichier, ou l'install.sh de /opt/eg/current/scripts." "$current" "$version"
fi

tell 'EG %s: %s on %s' 'EG %s : %s sur %s' "$version" "$role" "$(cat /proc/sys/kernel/hostname)"
restart=''
fits_here "$eg_release"
if [ "$eg_release" != "$eg_home/releases/$version" ]; then
  verify_release "$eg_release"
  keep_release "$eg_release"
fi
[ -n "$current" ] || change 'make %s the current release' 'faire de %s la version courante' "$version" -- point current "$version"

# -- Packages --
if [ -z "$fetch" ]; then
  : # what is there must do
elif [ "$role" = core ]; then
  packages 'Slots do not find the core by its name; give them its address.' \
    "Les slots ne trouvent pas le core par son nom ; donnez-leur son adresse." avahi-daemon
else
  where=${core_host:-$(variable "$eg_etc/slot.env" CORE_HOST)}
  [[ ${where:-eg-core.local} != *.local ]] || packages 'This slot does not find the core by its name; give its address with --core-host.' \
    "Ce slot ne trouve pas le core par son nom ; donnez son adresse avec --core-host." avahi-daemon libnss-mdns
  [ -d /sys/class/gpio ] || ! compgen -G '/dev/gpiochip*' >/dev/null || packages 'Buttons and lights cannot be used.' \
    'Boutons et lampes ne peuvent pas servir.' gpiod
  # Debian 12's cage ends when it finds no Xwayland, and only recommends its package.
  [ -z "$eg_kiosk" ] || packages 'The screen stays dark.' "L'écran reste noir." chromium cage xwayland
fi

# -- Users, folders, settings --
folder "$eg_etc" 755 root
folder "$eg_data" 755 root
if [ "$role" = core ]; then own_user eg-core "$eg_data/core"; else own_user eg-slot "$eg_data/slot" gpio dialout input video; fi
folder "$eg_data/$role" 750 "eg-$role"
env_file=$eg_etc/$role.env
[ -f "$env_file" ] || change 'write %s' 'écrire %s' "$env_file" -- \
  install -m 0640 -o root -g "eg-$role" "$eg_release/deploy/env/$role.env" "$env_file"
before=$eg_changes
if [ "$role" = slot ]; then
  set_variable "$env_file" SLOT_ID "$slot_id"
  [ -z "$core_host" ] || set_variable "$env_file" CORE_HOST "$core_host"
fi
for setting in ${settings[@]+"${settings[@]}"}; do set_variable "$env_file" "${setting%%=*}" "${setting#*=}"; done
[ "$eg_changes" = "$before" ] || restart=1

# -- The system --
if [ "$role" = slot ]; then
  if [ -n "$eg_kiosk" ]; then
    own_user eg-kiosk "$eg_data/kiosk" video render input
    folder "$eg_data/kiosk" 750 eg-kiosk
    [ -f "$eg_etc/kiosk.env" ] || change 'write %s' 'écrire %s' "$eg_etc/kiosk.env" -- \
      install -m 0644 "$eg_release/deploy/env/kiosk.env" "$eg_etc/kiosk.env"
  fi
  pull_ups "$(firmware_settings)"
  host_name "${new_name:-$slot_id}" "$new_name"
else
  host_name "${new_name:-eg-core}" "$new_name"
fi
system_files "$eg_release" "$role"
[ -z "$eg_units_changed" ] || restart=1

# -- Start --
failed=''
systemctl is-enabled -q eg-switch 2>/dev/null || change 'start %s with the system' 'démarrer %s avec le système' eg-switch -- systemctl enable -q eg-switch
if [ -n "$begin" ]; then
  start_part "$role" "$restart" || failed=1
  if [ "$role" = slot ] && [ -n "$eg_kiosk" ] && command -v cage >/dev/null; then start_part kiosk "$restart" || true; fi
  if [ -z "$eg_dry" ] && { [ -n "$failed" ] || ! eg_settle=0 eg_within=20 healthy "$role" "$version"; }; then
    warn 'EG is installed, and eg-%s does not run: ' "EG est installé, mais eg-%s ne tourne pas : " "$role"
    last_words "$role" >&2
    warn 'Correct %s, then: sudo systemctl restart eg-%s' 'Corrigez %s, puis : sudo systemctl restart eg-%s' "$env_file" "$role"
    exit 4
  fi
fi

if [ -n "$eg_dry" ]; then
  tell '%s changes would be made; nothing was changed.' "%s changements seraient faits ; rien n'a été changé." "$eg_changes"
elif [ "$eg_changes" = 0 ]; then
  tell '✓ Nothing to change.' '✓ Rien à changer.'
else
  tell '✓ %s changes made. Settings: %s' '✓ %s changements faits. Réglages : %s' "$eg_changes" "$env_file"
fi
[ "$role" = slot ] || [ -n "$eg_dry" ] || tell 'Slots find this core with --core-host %s.local, or by its address.' \
  'Les slots trouvent ce core avec --core-host %s.local, ou par son adresse.' "$(cat /proc/sys/kernel/hostname)"
[ -z "$eg_reboot" ] || tell 'The pull-ups of the buttons work after a restart: sudo reboot' 'Les résistances des boutons agissent après un redémarrage : sudo reboot'
[ -z "$begin" ] || [ -n "$eg_dry" ] || tell_next "$role"
[ -z "$eg_incomplete" ] || { printf '\n%s' "$eg_incomplete" >&2; exit 1; }

# shellcheck shell=bash
# What a host needs besides the release: packages, users, folders, pull-ups, units. Each step looks first and changes
# only what is missing. Sourced after common.sh and release.sh.
# shellcheck disable=SC2034  # what is set here is read by install.sh

# The six buttons; BCM 9 to 27 are pulled down when a Pi starts (docs/hardware.md, "Pull-ups").
eg_pull_ups='gpio=5,6,16,17,22,23=ip,pu'
# Where the settings of the system's own programs are.
eg_system=/etc

# packages WHY_EN WHY_FR NAME...: by apt and only when missing. Without them the host works less well, and is told so.
packages() {
  local en=$1 fr=$2 missing=() name
  shift 2
  for name in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$eg_lang" != fr ] || en=$fr
  change 'install packages: %s' 'installer les paquets : %s' "${missing[*]}" -- apt_install "${missing[@]}" && return 0
  # Said at the end: here it would be lost among what follows.
  eg_incomplete+=$(tell '✗ Packages could not be installed: %s. %s Connect this host to the internet once and run this again (docs/deploy.md, "Without the internet").' \
    "✗ Paquets impossibles à installer : %s. %s Reliez cet hôte une fois à Internet et relancez (docs/deploy.md, « Without the internet »)." "${missing[*]}" "$en")$'\n'
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 ||
    { apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
}

# own_user NAME HOME [GROUP...]: a system user that nobody logs in as. Groups that this system lacks are made.
own_user() {
  local name=$1 home=$2 group
  shift 2
  id "$name" >/dev/null 2>&1 || change 'make the user %s' "créer l'utilisateur %s" "$name" -- \
    useradd --system --user-group --home-dir "$home" --no-create-home --shell /usr/sbin/nologin "$name"
  for group in "$@"; do
    getent group "$group" >/dev/null || change 'make the group %s' 'créer le groupe %s' "$group" -- groupadd --system "$group"
    id -nG "$name" 2>/dev/null | tr ' ' '\n' | grep -qx "$group" ||
      change 'add to group %s' 'ajouter au groupe %s' "$group: $name" -- usermod -aG "$group" "$name"
  done
}

# folder PATH MODE OWNER
folder() {
  local path=$1 mode=$2 owner=$3
  [ "$(stat -c '%a %U' "$path" 2>/dev/null)" = "$mode $owner" ] ||
    change 'make the folder %s' 'créer le dossier %s' "$path" -- install -d -m "$mode" -o "$owner" -g "$owner" "$path"
}

# pull_ups FILE: one line in the firmware's settings, once. It stands under [all]: what is before may be another board's.
pull_ups() {
  local file=$1
  [ -f "$file" ] || return 0
  ! grep -qxF "$eg_pull_ups" "$file" || return 0
  change 'pull the buttons up, in %s' 'activer les résistances de tirage des boutons, dans %s' "$file" -- write_pull_ups "$file"
  eg_reboot=1
}

write_pull_ups() {
  local draft=$1.eg-new
  cp "$1" "$draft"
  printf '\n[all]\n# EG: the six buttons of a slot\n%s\n' "$eg_pull_ups" >>"$draft"
  sync "$draft"
  mv "$draft" "$1"
}

firmware_settings() {
  local file
  for file in /boot/firmware/config.txt /boot/config.txt; do
    if [ -f "$file" ]; then printf '%s' "$file"; return; fi
  done
}

# A Pi that still has the name it came with gets one that says what it is; a name that somebody chose stays.
host_name() {
  local want=$1 explicit=$2 now
  now=$(cat /proc/sys/kernel/hostname)
  [ "$now" != "$want" ] || return 0
  [ -n "$explicit" ] || case $now in raspberrypi | raspberry | debian | localhost) ;; *) return 0 ;; esac
  change 'name this host %s' 'nommer cet hôte %s' "$want" -- write_host_name "$want"
}

write_host_name() {
  hostnamectl set-hostname "$1" 2>/dev/null || { printf '%s\n' "$1" >/etc/hostname && hostname "$1"; }
  if grep -q '^127\.0\.1\.1' /etc/hosts; then sed -i "s/^127\.0\.1\.1.*/127.0.1.1\t$1/" /etc/hosts; else printf '127.0.1.1\t%s\n' "$1" >>/etc/hosts; fi
  # It goes on telling the network the former name otherwise.
  systemctl try-restart avahi-daemon 2>/dev/null || true
}

# system_files RELEASE ROLE...: what a release brings for the system. A release's own files go with it, also on a rollback.
system_files() {
  local release=$1 role kiosk
  shift
  eg_units_changed='' eg_udev_changed=''
  put_file "$release/deploy/systemd/eg-switch.service" /etc/systemd/system/eg-switch.service 0644 || true
  for role in "$@"; do
    put_file "$release/deploy/systemd/eg-$role.service" "/etc/systemd/system/eg-$role.service" 0644 && eg_units_changed=1
    if [ "$role" = core ]; then
      avahi_service "$release"
    else
      put_file "$release/deploy/udev/90-eg-slot.rules" /etc/udev/rules.d/90-eg-slot.rules 0644 && eg_udev_changed=1
      kiosk=/etc/systemd/system/eg-kiosk.service
      if [ -n "${eg_kiosk:-}" ] || [ -e "$kiosk" ]; then
        put_file "$release/deploy/systemd/eg-kiosk.service" "$kiosk" 0644 && eg_units_changed=1
        browser_policy "$release"
      else
        no_browser_policy
      fi
    fi
  done
  [ -n "$eg_dry" ] && return 0
  if [ -n "$eg_udev_changed" ] && systemctl is-active -q systemd-udevd; then { udevadm control --reload && udevadm trigger --subsystem-match=tty --subsystem-match=gpio; } || true; fi
  [ -z "$eg_units_changed" ] || systemctl daemon-reload
}

# Where Chromium looks for what its host forbids; the second is the older package of Raspberry Pi OS and Ubuntu.
browser_folders() {
  printf '%s\n' "$eg_system/chromium"
  [ ! -d "$eg_system/chromium-browser" ] || printf '%s\n' "$eg_system/chromium-browser"
}

# browser_policy RELEASE: on a host with a screen no browser has tools, downloads, print-outs or pages of its own. A
# browser that runs hears of it by itself.
browser_policy() {
  local folder
  while read -r folder; do
    put_file "$1/deploy/chromium/eg-kiosk.json" "$folder/policies/managed/eg-kiosk.json" 0644 || true
  done < <(browser_folders)
}

# A host without a screen has a browser like any other, should it have one.
no_browser_policy() {
  local folder file
  while read -r folder; do
    file=$folder/policies/managed/eg-kiosk.json
    [ ! -e "$file" ] || change 'remove %s' 'supprimer %s' "$file" -- rm -f "$file"
  done < <(browser_folders)
}

# The core says on the network where it is: slots look for eg-core.local, people for the service _eg._tcp.
avahi_service() {
  local draft mqtt api operator
  mqtt=$(variable "$eg_etc/core.env" MQTT_PORT) api=$(variable "$eg_etc/core.env" API_PORT)
  operator=$(variable "$eg_etc/core.env" OPERATOR_UI_PORT)
  draft=$(mktemp)
  sed -e "s/@MQTT_PORT@/${mqtt:-1883}/" -e "s/@API_PORT@/${api:-8000}/" -e "s/@OPERATOR_UI_PORT@/${operator:-3000}/" \
    "$1/deploy/avahi/eg.service" >"$draft"
  put_file "$draft" /etc/avahi/services/eg.service 0644 || true
  rm -f "$draft"
}

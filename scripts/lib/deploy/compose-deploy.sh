# shellcheck shell=bash
# deploy_core.sh and deploy_slot.sh where Docker Compose runs the part: image, settings, compose file, up, and back again
# when the new one does not become healthy. Sourced by deploy-part.sh.

# Where the release or working copy lies that is deployed, and its version.
source_dir='' source_version=''
slot_id='' core_host='' settings=()

# compose_deploy ROLE FILE FORCE WORD...: FILE may be empty: then what this script lies in, a release or a working copy.
compose_deploy() {
  local role=$1 file=$2 force=$3 running
  shift 3
  compose_words "$@"
  need_docker
  only_one
  source_dir=$eg_release
  if [ -n "$file" ]; then
    trap forget_unpacked EXIT
    unpack_release "$file"
    source_dir=$unpacked
  fi
  source_version=$(release_fact "$source_dir" version || true)
  [ -n "$source_version" ] || source_version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' "$source_dir/package.json")
  running=$(running_version "$role")
  tell 'EG %s: %s on %s, by Docker Compose' 'EG %s : %s sur %s, par Docker Compose' "$source_version" "$role" "$(cat /proc/sys/kernel/hostname)"
  [ -z "$running" ] || [ "$running" = "$source_version" ] || not_now "$role" "$force"
  need_image "$role" "$file"
  if [ -f "$source_dir/RELEASE" ] && [ "$source_dir" != "$eg_home/releases/$source_version" ]; then
    [ -n "$file" ] || verify_release "$source_dir"
    keep_release "$source_dir"
    [ -n "$eg_dry" ] || source_dir=$eg_home/releases/$source_version
  fi
  compose_settings "$role"
  if [ "$role" = slot ]; then
    slot_host
  else
    avahi_service "$source_dir" # slots find the core by its name, as soon as this host has avahi-daemon
  fi
  # From here on it comes to an end, also when whoever started it hangs up.
  [ -n "$eg_dry" ] || trap '' HUP INT TERM PIPE
  put_compose_file "$role" "$running"
  compose_start "$role" "$running"
  if [ -n "$eg_dry" ]; then
    tell '%s changes would be made; nothing was changed.' "%s changements seraient faits ; rien n'a été changé." "$eg_changes"
    return 0
  fi
  current_is_source
  [ -z "$eg_reboot" ] || tell 'The pull-ups of the buttons work after a restart: sudo reboot' 'Les résistances des boutons agissent après un redémarrage : sudo reboot'
  if [ "$eg_changes" = 0 ]; then
    tell '✓ Nothing to change.' '✓ Rien à changer.'
  else
    tell '✓ eg-%s %s runs, in %s s. Settings: %s; logs: sudo docker compose -f %s logs' '✓ eg-%s %s tourne, en %s s. Réglages : %s ; journaux : sudo docker compose -f %s logs' \
      "$role" "$source_version" "$SECONDS" "$eg_etc/$role.env" "$(compose_file "$role")"
  fi
  tell_next "$role"
}

# The options of install.sh that mean something here.
compose_words() {
  while [ $# -gt 0 ]; do
    case $1 in
      --slot-id | --core-host | --set)
        [ $# -gt 1 ] || stop 2 '%s needs a value. See --help.' '%s demande une valeur. Voir --help.' "$1"
        case $1 in
          --slot-id) slot_id=$2 ;;
          --core-host) core_host=$2 ;;
          --set)
            [[ $2 =~ ^[A-Z][A-Z0-9_]*=[^[:cntrl:]]*$ ]] || stop 2 '--set %s: must be NAME=VALUE.' '--set %s : doit être NOM=VALEUR.' "$2"
            settings+=("$2")
            ;;
        esac
        shift
        ;;
      --no-kiosk | --no-packages) ;; # as it is anyhow
      *) unknown_option "$1" ;;
    esac
    shift
  done
}

# need_image ROLE FILE: eg-<role>:<version> is on this host: already, or from the images beside the release, or built.
need_image() {
  local image=eg-$1:$source_version arch archive
  ! docker image inspect "$image" >/dev/null 2>&1 || return 0
  arch=$(docker version -f '{{.Server.Arch}}')
  archive=$(dirname "${2:-$eg_release}")/eg-$source_version-$arch-images.tar.gz
  if [ -f "$archive" ]; then
    [ ! -f "$archive.sha256" ] || [ "$(sha256sum <"$archive" | cut -d' ' -f1)" = "$(cut -d' ' -f1 "$archive.sha256")" ] ||
      die '%s is not the file that its .sha256 speaks of. Copy it to this host again. Nothing was changed.' \
        "%s n'est pas le fichier dont parle son .sha256. Copiez-le à nouveau. Rien n'a été changé." "$archive"
    change 'load the images of %s' 'charger les images de %s' "$archive" -- docker_quietly load -i "$archive" ||
      die '%s cannot be loaded; the line above says why (is the disk full? df -h /var/lib/docker). Nothing was changed.' \
        "%s ne peut pas être chargé ; la ligne ci-dessus dit pourquoi (disque plein ? df -h /var/lib/docker). Rien n'a été changé." "$archive"
  elif [ -f "$source_dir/core/Dockerfile" ]; then
    change 'build the image %s (minutes, the first time)' "construire l'image %s (des minutes, la première fois)" "$image" -- build_image "$1" "$image" ||
      die '%s was not built; the lines above say why. Nothing was changed.' "%s n'a pas été construite ; les lignes ci-dessus disent pourquoi. Rien n'a été changé." "$image"
  else
    die 'The image %s is not on this host, and there is no %s. Make it with "npm run release -- --images", copy it there, and run this again. Nothing was changed.' \
      "L'image %s n'est pas sur cet hôte, et il n'y a pas de %s. Faites-le avec « npm run release -- --images », copiez-le là, et relancez. Rien n'a été changé." "$image" "$archive"
  fi
  [ -n "$eg_dry" ] || docker image inspect "$image" >/dev/null 2>&1 ||
    die '%s does not hold the image %s. Take the file that was made with this release. Nothing was changed.' \
      "%s ne contient pas l'image %s. Prenez le fichier fait avec cette version. Rien n'a été changé." "$archive" "$image"
}

docker_quietly() { docker "$@" >/dev/null; }

build_image() {
  local part=core
  [ "$1" = core ] || part=slot-agent
  DOCKER_BUILDKIT=1 docker build --quiet -f "$source_dir/$part/Dockerfile" -t "$2" "$source_dir" >/dev/null
}

# compose_settings ROLE: written once, then only what was asked for.
compose_settings() {
  local file=$eg_etc/$1.env setting
  folder "$eg_etc" 755 root
  [ -f "$file" ] || change 'write %s' 'écrire %s' "$file" -- install -m 0640 -o root -g root "$source_dir/.env.$1" "$file"
  if [ "$1" = slot ]; then
    [ -z "$slot_id" ] || set_variable "$file" SLOT_ID "$slot_id"
    [ -z "$core_host" ] || set_variable "$file" CORE_HOST "$core_host"
  fi
  for setting in ${settings[@]+"${settings[@]}"}; do set_variable "$file" "${setting%%=*}" "${setting#*=}"; done
}

# put_compose_file ROLE RUNNING: the release's own, with this host's settings file, version and groups. What was there is
# kept as *.before, and a copy of the database is made before another version comes.
put_compose_file() {
  local role=$1 running=$2 file draft
  file=$(compose_file "$role")
  draft=$(mktemp)
  sed -e '/^    build:/d' -e "s|^    env_file: .*|    env_file: $role.env|" -e "s|^\(    image: eg-$role\):.*|\1:$source_version|" \
    -e "s|\${EG_DIALOUT_GROUP:-[0-9]*}|$(group_number DIALOUT)|" -e "s|\${EG_INPUT_GROUP:-[0-9]*}|$(group_number INPUT)|" \
    -e "s|\${EG_GPIO_GROUP:-[0-9]*}|$(group_number GPIO)|" "$source_dir/docker-compose.$role.yml" >"$draft"
  if [ -n "$running" ] && [ "$running" != "$source_version" ]; then
    [ "$role" = slot ] || change 'copy the database to %s, in its volume' 'copier la base vers %s, dans son volume' "before-$source_version.db" -- copy_in_volume
    # A deployment that was cut off has kept it already.
    [ "$(compose_version "$role")" = "$source_version" ] || change 'keep %s.before' 'garder %s.before' "$file" -- cp -p "$file" "$file.before"
  fi
  put_file "$draft" "$file" 0644 || true
  rm -f "$draft"
}

# What a slot needs of its host, whoever runs the agent: pull-ups, and the reader's lasting name.
slot_host() {
  pull_ups "$(firmware_settings)"
  [ -d /etc/udev/rules.d ] || return 0
  if put_file "$source_dir/deploy/udev/90-eg-slot.rules" /etc/udev/rules.d/90-eg-slot.rules 0644 && [ -z "$eg_dry" ]; then
    { udevadm control --reload && udevadm trigger --subsystem-match=tty --subsystem-match=gpio; } 2>/dev/null || true
  fi
}

# group_number NAME: the number of this host's group. One that it lacks gives nothing: its devices belong to root here.
group_number() {
  local number
  number=$(variable "$eg_etc/slot.env" "EG_$1_GROUP")
  [ -n "$number" ] || number=$(getent group "${1,,}" | cut -d: -f3 || true)
  printf '%s' "${number:-10002}"
}

copy_in_volume() {
  # shellcheck disable=SC2016  # for the shell in the container
  compose_once core sh -c 'cd "$(dirname "$DB_PATH")" && [ -f "$DB_PATH" ] || exit 0; ls -t before-*.db 2>/dev/null | tail -n +3 | xargs -r rm -f
    rm -f "$0" && exec node /opt/eg/scripts/lib/deploy/copy-database.mjs "$DB_PATH" "$PWD/$0"' "before-$source_version.db" 2>/dev/null ||
    die 'No copy of the database could be made; is the disk full (df -h)? Nothing was changed.' \
      "Aucune copie de la base n'a pu être faite ; disque plein (df -h) ? Rien n'a été changé."
}

# compose_start ROLE RUNNING: up and healthy, or as it was before.
compose_start() {
  local role=$1 running=$2 file link='' state
  file=$(compose_file "$role")
  state=$(compose_state "$role" 2>/dev/null)
  case $state in 'running healthy '*) [ "$eg_changes" != 0 ] || [ "$running" != "$source_version" ] || return 0 ;; esac
  # A slot that reached its core must reach it again; one whose core is off need not.
  if [ "$role" = slot ] && [ -n "$running" ] && [ -z "$eg_dry" ] && has_link 2>/dev/null; then link='link'; fi
  change 'start %s' 'démarrer %s' "eg-$role:$source_version" -- : 
  [ -z "$eg_dry" ] || return 0
  ! compose_healthy "$role" "$link" || return 0
  warn '✗ eg-%s %s is not healthy: %s' "✗ eg-%s %s n'est pas en bonne santé : %s" "$role" "$source_version" "$health_said"
  last_words "$role" 5 | sed 's/^/    /' >&2 || : # nobody may be reading any more
  if [ -z "$running" ] || [ "$running" = "$source_version" ]; then
    warn 'Correct what these lines name in %s, then run this again.' 'Corrigez ce que disent ces lignes dans %s, puis relancez.' "$eg_etc/$role.env"
    exit 4
  fi
  warn 'Going back to %s ...' 'Retour à %s ...' "$running"
  mv "$file.before" "$file"
  compose_healthy "$role" "$link" ||
    stop 5 '✗ %s does not become healthy either: %s. Run doctor.sh.' "✗ %s ne va pas mieux : %s. Lancez doctor.sh." "$running" "$health_said"
  stop 3 '✗ %s was not taken. %s runs again, with everything that was stored.' \
    "✗ %s n'a pas été prise. %s tourne à nouveau, avec tout ce qui était enregistré." "$source_version" "$running"
}

# compose_healthy ROLE [link]: up, healthy, and so for a while. Status 1: `health_said` has what is wrong.
compose_healthy() {
  local role=$1 link=$2 log state since
  log=$(mktemp)
  if ! compose "$role" up -d --no-build --remove-orphans --wait --wait-timeout "$((eg_within * 2))" >"$log" 2>&1; then
    health_said=$(grep . "$log" | tail -n 1)
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
  state=$(compose_state "$role")
  since=$SECONDS
  while [ $((SECONDS - since)) -lt "$eg_settle" ]; do
    sleep 1
    health_said=$(compose_state "$role")
    [ "$health_said" = "$state" ] || return 1
  done
  [ -n "$link" ] || return 0
  health_said=$(tell 'it does not reach its core' "il n'atteint pas son core")
  until has_link 2>/dev/null; do
    [ $((SECONDS - since)) -lt "$eg_within" ] || return 1
    sleep 1
  done
}

# The scripts at /opt/eg/current are those of what was deployed last. A working copy has none there.
current_is_source() {
  local before
  [ "$source_dir" = "$eg_home/releases/$source_version" ] || return 0
  before=$(version_of current)
  [ "$before" != "$source_version" ] || return 0
  [ -z "$before" ] || point previous "$before"
  point current "$source_version"
  drop_old_releases
}

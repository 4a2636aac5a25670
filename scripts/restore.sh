#!/usr/bin/env bash
# Puts a backup back: the databases, and the settings if asked for.
set -euo pipefail
# shellcheck source=scripts/lib/deploy/load.sh
source "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/deploy/load.sh"

usage_en() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/restore.sh FILE [--settings] [--force] [--dry-run]

FILE is what backup.sh wrote (eg-<host>-<time>.tar.gz) or one of the core's own copies (core-<time>-<n>.db). The part is
stopped, its present database is kept beside the new one as *.aside-<time>, and it is started again. On a fresh host:
install.sh core --no-start first, then this: so slots never meet a core that does not know them.

  --settings   also /etc/eg of the backup: variables (the present files are kept as *.aside-<time>), and files that are
               missing here
  --force      also during a session
  --dry-run    checks the file; changes nothing
  --help
TXT
}

usage_fr() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/restore.sh FICHIER [--settings] [--force] [--dry-run]

FICHIER vient de backup.sh (eg-<hôte>-<heure>.tar.gz) ou est une copie faite par le core (core-<heure>-<n>.db). Le
service est arrêté, sa base actuelle est gardée à côté sous *.aside-<heure>, et il est redémarré. Sur un hôte neuf :
d'abord install.sh core --no-start, puis ceci : ainsi aucun slot ne rencontre un core qui ne le connaît pas.

  --settings   aussi le /etc/eg de la sauvegarde : les variables (les fichiers actuels sont gardés sous
               *.aside-<heure>), et les fichiers qui manquent ici
  --force      aussi pendant une session
  --dry-run    vérifie le fichier ; ne change rien
  --help
TXT
}

file='' force='' with_settings=''
while [ $# -gt 0 ]; do
  case $1 in
    --settings) with_settings=1 ;;
    --force) force=1 ;;
    --dry-run) eg_dry=1 ;;
    --help | -h) "usage_$eg_lang"; exit 0 ;;
    -*) unknown_option "$1" ;;
    *) file=$1 ;;
  esac
  shift
done
[ -n "$file" ] || { "usage_$eg_lang" >&2; exit 2; }
need_root
only_one
[ -f "$file" ] || die 'There is no file %s.' "Il n'y a pas de fichier %s." "$file"
dc='sudo docker compose -f /etc/eg/docker-compose.core.yml'
not_composed "$dc stop && $dc run --rm core node core/dist/restore.js FILE && $dc up -d --wait"
[ -n "$(roles)" ] || die 'EG is not installed on this host. Run install.sh first, then this.' "EG n'est pas installé sur cet hôte. Lancez d'abord install.sh, puis ceci."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 711 "$work"
if [[ $file == *.db ]]; then
  mkdir -p "$work/eg/core"
  cp "$file" "$work/eg/core/core.db" ||
    die '%s could not be read; the line above says why. Nothing was changed.' "%s n'a pas pu être lu ; la ligne ci-dessus dit pourquoi. Rien n'a été changé." "$file"
else
  tar -xzf "$file" -C "$work" --no-same-owner 2>/dev/null || true
  [ -f "$work/eg/BACKUP" ] ||
    die '%s is no backup of backup.sh, or it is damaged. Nothing was changed.' "%s n'est pas une sauvegarde de backup.sh, ou il est endommagé. Rien n'a été changé." "$file"
  sed 's/^/  /' "$work/eg/BACKUP"
fi

parts=()
for role in $(roles); do
  copy=$work/eg/$role/$role.db
  [ -f "$copy" ] || continue
  parts+=("$role")
  # Node checks it as root: nothing is kept from this read, and it lies in a folder of ours.
  own_node "$eg_lib/copy-database.mjs" "$copy" "$copy.checked" ||
    die 'The database in %s is damaged. Choose another backup; nothing was changed.' "La base dans %s est endommagée. Choisissez une autre sauvegarde ; rien n'a été changé." "$file"
  chmod 755 "$work/eg" "$work/eg/$role"
  chown "eg-$role:eg-$role" "$copy"
done
[ ${#parts[@]} -gt 0 ] || die 'There is no database in %s for this host, which is: %s. Nothing was changed.' "Il n'y a pas dans %s de base pour cet hôte, qui est : %s. Rien n'a été changé." "$file" "$(roles | xargs)"
for role in "${parts[@]}"; do
  # A database that cannot be read is what a restore is for; a session that is on is not.
  status=0
  session "$role" || status=$?
  [ "$status" != 10 ] || not_now "$role" "$force"
done
if [ -n "$eg_dry" ]; then
  tell '%s is whole and could be put back (%s); nothing was changed.' "%s est entier et pourrait être remis (%s) ; rien n'a été changé." "$file" "${parts[*]}"
  exit 0
fi

# The room is taken first: what cannot be put back in whole changes nothing.
declare -A path_of=()
forget_drafts() { for path in "${path_of[@]}"; do rm -rf "$path.draft" "$(dirname "$path")/tls.draft"; done; }

# certificates ROLE FOLDER: a core that has none gets those of the backup: slots trust that CA and no other.
certificates() {
  [ "$1" = core ] && [ -d "$work/eg/core/tls" ] && [ ! -e "$2" ] || return 0
  rm -rf "$2.draft"
  cp -a "$work/eg/core/tls" "$2.draft" && chown -R eg-core:eg-core "$2.draft" && sync -f "$2.draft"
}

# put_settings FROM STAMP: variables as they are in FROM, the present files kept aside; and the files that are missing here.
# What runs the parts, systemd or Compose, stays this host's own affair.
put_settings() {
  local from=$1 stamp=$2 setting name to
  for setting in "$from"/*.env; do
    [ -f "$setting" ] || continue
    to=$eg_etc/$(basename "$setting")
    cmp -s "$setting" "$to" && continue
    [ ! -f "$to" ] || cp -p "$to" "$to.aside-$stamp"
    [ -f "$to" ] || install -m 0640 /dev/null "$to"
    cat "$setting" >"$to"
    tell '  + %s as in the backup' '  + %s comme dans la sauvegarde' "$to"
  done
  while read -r name; do
    to=$eg_etc/$name
    [ ! -e "$to" ] || continue
    install -D -m "$(stat -c %a "$from/$name")" "$from/$name" "$to"
    tell '  + %s as in the backup' '  + %s comme dans la sauvegarde' "$to"
  done < <(cd "$from" && find . -type f ! -name '*.aside-*' ! -name 'docker-compose.*' -printf '%P\n')
}

trap 'rm -rf "$work"; forget_drafts' EXIT
for role in "${parts[@]}"; do
  # The settings of the backup may name another place.
  from=$eg_etc
  [ -z "$with_settings" ] || [ ! -f "$work/eg/etc/$role.env" ] || from=$work/eg/etc
  path_of[$role]=$(eg_etc=$from database "$role")
  path=${path_of[$role]}
  tls=$(dirname "$path")/tls
  { as_part "$role" cp "$work/eg/$role/$role.db" "$path.draft" && sync "$path.draft" && certificates "$role" "$tls"; } ||
    die '%s could not be written; the line above says why. Is the disk full (df -h)? Nothing was changed.' \
      "%s n'a pas pu être écrit ; la ligne ci-dessus dit pourquoi. Disque plein (df -h) ? Rien n'a été changé." "$path"
done
# From here on it comes to an end, also when whoever started it hangs up.
trap '' HUP INT TERM PIPE
stamp=$(date -u +%Y-%m-%dT%H-%M-%SZ)
if [ -n "$with_settings" ] && [ -d "$work/eg/etc" ]; then put_settings "$work/eg/etc" "$stamp"; fi
for role in "${parts[@]}"; do
  path=${path_of[$role]}
  systemctl stop "eg-$role"
  # There is a database all the time: a core that starts without one knows nobody.
  [ ! -e "$path" ] || ln "$path" "$path.aside-$stamp" 2>/dev/null || mv "$path" "$path.aside-$stamp"
  for suffix in -wal -shm; do
    [ ! -e "$path$suffix" ] || mv "$path$suffix" "$path.aside-$stamp$suffix"
  done
  mv "$path.draft" "$path"
  tls=$(dirname "$path")/tls
  if [ -d "$tls.draft" ]; then
    mv -T "$tls.draft" "$tls"
    tell '  + %s as in the backup' '  + %s comme dans la sauvegarde' "$tls"
  fi
  sync -f "$(dirname "$path")"
  # install.sh --no-start has left that to this.
  systemctl enable -q "eg-$role" || true
  systemctl start "eg-$role" || true
  eg_settle=3 healthy "$role" "$(version_of current)" ||
    stop 5 'The backup is in place and eg-%s does not become healthy: %s. The former database is %s. Next: doctor.sh' \
      "La sauvegarde est en place mais eg-%s ne va pas bien : %s. L'ancienne base est %s. Ensuite : doctor.sh" "$role" "$health_said" "$path.aside-$stamp"
  tell '✓ eg-%s runs with the backup after %s s. The former database is kept as %s.' \
    "✓ eg-%s tourne avec la sauvegarde après %s s. L'ancienne base est gardée sous %s." "$role" "$health_said" "$path.aside-$stamp"
done

#!/usr/bin/env bash
# Everything of this host that cannot be made again, in one file: databases and settings.
set -euo pipefail
# shellcheck source=scripts/lib/deploy/load.sh
source "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/deploy/load.sh"

usage_en() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/backup.sh [--to FOLDER] [--tag WORD] [--quiet] [--dry-run]

Writes eg-<host>-<time>.tar.gz with the databases of this host (copied while they are in use, and checked), the core's
certificates and /etc/eg. Only root can read it, but on a stick with FAT anybody who has the stick. Beside that the core copies its database every minute (BACKUP_DIR).

  --to FOLDER   where it goes (default: /var/backups/eg, where the newest 10 are kept)
  --tag WORD    a word in its name
  --quiet       prints its path and nothing else
  --dry-run, --help
TXT
}

usage_fr() {
  cat <<'TXT'
sudo /opt/eg/current/scripts/backup.sh [--to DOSSIER] [--tag MOT] [--quiet] [--dry-run]

Écrit eg-<hôte>-<heure>.tar.gz avec les bases de cet hôte (copiées pendant leur usage, et vérifiées), les certificats du
core et /etc/eg. Seul root peut le lire, mais sur une clé en FAT quiconque a la clé. En plus, le core copie sa base chaque minute (BACKUP_DIR).

  --to DOSSIER  où il va (par défaut : /var/backups/eg, où les 10 derniers sont gardés)
  --tag MOT     un mot dans son nom
  --quiet       n'affiche que son chemin
  --dry-run, --help
TXT
}

own=/var/backups/eg
kept=10 folder=$own tag='' quiet=''
while [ $# -gt 0 ]; do
  case $1 in
    --to | --tag)
      [ $# -gt 1 ] || stop 2 '%s needs a value. See --help.' '%s demande une valeur. Voir --help.' "$1"
      if [ "$1" = --to ]; then folder=$2; else tag=-${2//[^A-Za-z0-9._-]/-}; fi
      shift
      ;;
    --quiet) quiet=1 ;;
    --dry-run) eg_dry=1 ;;
    --help | -h) "usage_$eg_lang"; exit 0 ;;
    *) unknown_option "$1" ;;
  esac
  shift
done
need_root
only_one
not_composed 'sudo docker compose -f /etc/eg/docker-compose.core.yml cp core:/var/lib/eg/core/backups .'
[ -n "$(roles)" ] || die 'EG is not installed on this host; there is nothing to back up.' "EG n'est pas installé sur cet hôte ; il n'y a rien à sauvegarder."
host=$(cat /proc/sys/kernel/hostname)
file=$folder/eg-$host-$(date -u +%Y-%m-%dT%H-%M-%SZ)$tag.tar.gz
if [ -n "$eg_dry" ]; then
  tell 'Would write %s; nothing was changed.' "Écrirait %s ; rien n'a été changé." "$file"
  exit 0
fi

# Databases are copied on the host itself: elsewhere the parts' users may not get in, and a stick may know no owners.
install -d -m 0700 "$own"
rm -rf "$own"/.work.* "$own"/eg-*.draft # what a power cut left
work=$(mktemp -d "$own/.work.XXXXXX")
trap 'rm -rf "$work" "$file.draft"; chmod 700 "$own"' EXIT
if [ "$folder" != "$own" ]; then
  # What is there keeps its rights; it may be a folder of everybody's.
  [ -d "$folder" ] || (umask 077 && mkdir -p "$folder") ||
    die 'The folder %s cannot be made; the line above says why. Nothing was written.' "Le dossier %s ne peut pas être créé ; la ligne ci-dessus dit pourquoi. Rien n'a été écrit." "$folder"
  [ "$(stat -c %d "$folder")" != "$(stat -c %d "$eg_data")" ] ||
    warn "%s is on this host's own card; is the stick mounted (lsblk)?" 'La carte de cet hôte porte %s ; la clé est-elle montée (lsblk) ?' "$folder"
fi
chmod 711 "$work" "$own"
mkdir -m 711 "$work/eg"
cp -a "$eg_etc" "$work/eg/etc"
{
  printf 'host=%s\nversion=%s\nschema=%s\nmade=%s\n' "$host" "$(version_of current)" "$(release_fact "$eg_home/current" schema)" "$(date -u +%FT%TZ)"
} >"$work/eg/BACKUP"
for role in $(roles); do
  path=$(database "$role")
  [ -f "$path" ] || continue
  # The copy is made by the part's own user, who owns the database's log and lock.
  install -d -m 0700 -o "eg-$role" "$work/eg/$role"
  as_part "$role" "$eg_release/bin/node" "$eg_lib/copy-database.mjs" "$path" "$work/eg/$role/$role.db" ||
    die 'The database of %s could not be copied; the line above says why. Is the disk full (df -h)?' \
      "La base de %s n'a pas pu être copiée ; la ligne ci-dessus dit pourquoi. Disque plein (df -h) ?" "eg-$role"
  # Slots trust this CA and no other.
  tls=$(dirname "$path")/tls
  if [ "$role" = core ] && [ -d "$tls" ]; then cp -a "$tls" "$work/eg/core/tls"; fi
done
# A file of that name is whole, also when the stick is pulled out or the power goes.
(umask 077 && tar -C "$work" -cz eg >"$file.draft" && sync "$file.draft" && mv "$file.draft" "$file" && sync -f "$folder") ||
  die '%s could not be written; the lines above say why. Is it full, or read-only (df -h)?' \
    "%s n'a pas pu être écrit ; les lignes ci-dessus disent pourquoi. Est-ce plein, ou en lecture seule (df -h) ?" "$file"
if [ "$folder" = "$own" ]; then
  find "$folder" -maxdepth 1 -name 'eg-*.tar.gz' -printf '%T@ %p\n' | sort -rn | tail -n +$((kept + 1)) | cut -d' ' -f2- | while read -r old; do rm -f "$old"; done
fi
if [ -n "$quiet" ]; then printf '%s\n' "$file"; else tell '✓ %s (%s). Keep it on another device: scp it away.' "✓ %s (%s). Gardez-le sur un autre appareil : copiez-le avec scp." "$file" "$(du -h "$file" | cut -f1)"; fi

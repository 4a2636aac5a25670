# shellcheck shell=bash
# What every deploy script shares: two languages, dry runs, one at a time. Sourced, not run.

eg_home=/opt/eg
eg_etc=/etc/eg
eg_data=/var/lib/eg
# The release these scripts belong to: scripts/lib/deploy lies three folders below it.
eg_release=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in fr*) eg_lang=fr ;; *) eg_lang=en ;; esac
# What the scripts tell each other.
eg_dry=${eg_dry:-}
eg_changes=0
# shellcheck disable=SC2034  # each is read by some of the scripts
eg_incomplete='' eg_reboot='' health_said='' session_why=''

# tell ENGLISH FRENCH [ARGUMENT...]: one line in the language of LANG; both are printf formats.
tell() {
  local format=$1
  [ "$eg_lang" != fr ] || format=$2
  shift 2
  # shellcheck disable=SC2059
  printf "$format\n" "$@" || : # nobody may be reading any more
}

warn() { tell "$@" >&2; }

# stop STATUS ENGLISH FRENCH [ARGUMENT...]
stop() {
  local status=$1
  shift
  warn "$@"
  exit "$status"
}

die() { stop 1 "$@"; }

# change ENGLISH FRENCH WORD -- COMMAND...: says what changes and does it; a dry run only says it. WORD fills the %s.
change() {
  local en=$1 fr=$2 word=$3
  shift 4
  eg_changes=$((eg_changes + 1))
  if [ -n "$eg_dry" ]; then
    tell "  would: $en" "  ferait : $fr" "$word"
  else
    tell "  + $en" "  + $fr" "$word"
    "$@"
  fi
}

need_root() {
  [ "$(id -u)" = 0 ] || [ -n "$eg_dry" ] ||
    die 'This changes the system and must run as root: sudo %s' 'Ceci modifie le système et doit être lancé par root : sudo %s' "$0"
}

# Two of these at once would undo each other's work. The kernel gives the lock back however this process ends.
only_one() {
  # EG_LOCKED: called by a script that holds it.
  [ -z "$eg_dry" ] && [ -z "${EG_LOCKED:-}" ] || return 0
  exec 9>/run/eg-deploy.lock
  flock -n 9 || die 'Another install, update, rollback or restore runs on this host. Wait until it has ended.' \
    "Une autre installation, mise à jour, ou restauration est en cours sur cet hôte. Attendez qu'elle soit finie."
}

# What is installed here: "core", "slot", both or nothing.
roles() {
  local role
  for role in core slot; do [ ! -e "/etc/systemd/system/eg-$role.service" ] || printf '%s\n' "$role"; done
}

# put_file SOURCE DESTINATION MODE [OWNER:GROUP]: installs a file if it is not there word for word. Status 0: it changed.
put_file() {
  local source=$1 to=$2 mode=$3 owner=${4:-root:root}
  if cmp -s "$source" "$to" && [ "$(stat -c '%a %U:%G' "$to")" = "${mode#0} $owner" ]; then return 1; fi
  change 'write %s' 'écrire %s' "$to" -- place_file "$source" "$to" "$mode" "$owner"
}

# It is there whole and with its rights at once: who watches the folder (avahi-daemon, systemd) reads it as it comes.
place_file() {
  install -D -m "$3" -o "${4%:*}" -g "${4#*:}" "$1" "$2.eg-new"
  mv -T "$2.eg-new" "$2"
}

# variable FILE NAME: the value of NAME in an environment file of systemd's; nothing when it is not set there.
variable() {
  [ -f "$1" ] || return 0
  sed -n "s/^$2=//p" "$1" | tail -n 1 | sed -e 's/^"\(.*\)"$/\1/' -e "s/^'\(.*\)'\$/\1/"
}

# set_variable FILE NAME VALUE: in the place of the line that sets NAME, or of the one that explains it, or at the end.
set_variable() {
  local file=$1 name=$2 value=$3
  [ "$(variable "$file" "$name")" != "$value" ] || return 0
  change 'set %s' 'régler %s' "$name=$value ($file)" -- write_variable "$file" "$name" "$value"
}

write_variable() {
  local file=$1 name=$2 value=$3 draft=$1.draft
  cp -p "$file" "$draft"
  # The text goes by the environment: a value may hold anything that sed would take for its own.
  NAME=$name LINE="$name=$value" awk '
    BEGIN { name = ENVIRON["NAME"] "="; line = ENVIRON["LINE"] }
    FNR == NR { if (index($0, name) == 1) set = 1; next }
    index($0, name) == 1 || (!set && index($0, "#" name) == 1) { if (!done) print line; done = 1; next }
    { print }
    END { if (!done) print line }
  ' "$file" "$file" >"$draft"
  sync "$draft"
  mv "$draft" "$file"
}

unknown_option() {
  stop 2 'Unknown option: %s. See --help.' 'Option inconnue : %s. Voir --help.' "$1"
}

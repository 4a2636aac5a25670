# shellcheck shell=bash
# The parts as this host runs them: where they answer, whether somebody plays, starting and waiting. Sourced last.
# shellcheck disable=SC2034  # what is set here is read by the scripts

# Seconds: to become healthy once systemd calls it started, and to stay so before an update counts.
eg_within=${EG_HEALTHY_WITHIN:-30}
eg_settle=${EG_SETTLE:-10}

own_node() { "$eg_release/bin/node" "$@"; }

# as_part ROLE COMMAND...: as the part's own user, so that no file of its becomes root's.
as_part() {
  local user=eg-$1
  shift
  setpriv --reuid "$user" --regid "$user" --init-groups --reset-env -- env "LANG=${LANG:-}" "LC_ALL=${LC_ALL:-}" "$@"
}

database() {
  local path
  path=$(variable "$eg_etc/$1.env" DB_PATH)
  printf '%s' "${path:-$eg_data/$1/$1.db}"
}

# The address of a part's own /health on this host.
health_url() {
  local bind port
  bind=$(variable "$eg_etc/$1.env" BIND)
  if [ "$1" = core ]; then port=$(variable "$eg_etc/core.env" API_PORT); else port=$(variable "$eg_etc/slot.env" SLOT_UI_PORT); fi
  case $bind in '' | 0.0.0.0) bind=127.0.0.1 ;; ::) bind='[::1]' ;; *:*) bind="[$bind]" ;; esac
  if [ "$1" = core ]; then printf 'http://%s:%s/health' "$bind" "${port:-8000}"; else printf 'http://%s:%s/health' "$bind" "${port:-5173}"; fi
}

# session ROLE: sets `session_why` to why this host must be left alone; status 0 none, 10 a session, 11 nobody can say.
session() {
  local host
  if composed "$1"; then
    session_why=$(compose_session "$1")
  elif [ "$1" = core ]; then
    session_why=$(as_part core "$eg_release/bin/node" "$eg_release/scripts/lib/deploy/session.mjs" core "$(database core)")
  else
    host=$(variable "$eg_etc/slot.env" CORE_HOST)
    session_why=$(own_node "$eg_release/scripts/lib/deploy/session.mjs" slot "${host:-localhost}" "$(variable "$eg_etc/slot.env" API_PORT | grep . || echo 8000)" "$(health_url slot)")
  fi
}

# not_now ROLE FORCE: ends unless nobody plays. An unknown answer counts as a session: the doors may be open.
not_now() {
  local status=0
  session "$1" || status=$?
  [ "$status" != 0 ] || return 0
  if [ -n "$2" ]; then
    warn 'Forced, although: %s' 'Forcé, bien que : %s' "$session_why"
  elif [ "$status" = 10 ]; then
    stop 3 '%s Nothing was changed. End the session first, or use --force.' "%s Rien n'a été changé. Terminez d'abord la session, ou utilisez --force." "$session_why"
  else
    stop 3 '%s So nobody can say whether a session is on. Nothing was changed. Start the core (doctor.sh helps), or use --force.' \
      "%s On ne peut donc pas savoir si une session est en cours. Rien n'a été changé. Démarrez le core (doctor.sh aide), ou utilisez --force." "$session_why"
  fi
}

# part_node ROLE WORD...: Node beside a part, in its container where it has one.
part_node() {
  local role=$1
  shift
  if composed "$role"; then compose_node "$role" "$@"; else own_node "$@"; fi
}

# Whether a slot reaches its core now.
has_link() { part_node slot -e 'fetch(process.argv[1]).then((a) => a.json()).then((h) => process.exit(h.link ? 0 : 1), () => process.exit(1))' "$(health_url slot)"; }

# healthy ROLE VERSION [link]: waits; sets `health_said` to the seconds it took or to what is wrong.
healthy() {
  health_said=$(own_node "$eg_release/scripts/lib/deploy/await-health.mjs" "eg-$1" "$(health_url "$1")" "$2" "$eg_within" "$eg_settle" "${3:-}")
}

# start ROLE: enabled and running, with what was changed. Its own last words when it does not start.
start_part() {
  local unit=eg-$1 restart=$2
  systemctl is-enabled -q "$unit" 2>/dev/null || change 'start %s with the system' 'démarrer %s avec le système' "$unit" -- systemctl enable -q "$unit"
  if ! systemctl is-active -q "$unit" 2>/dev/null; then
    change 'start %s' 'démarrer %s' "$unit" -- systemctl start "$unit"
  elif [ -n "$restart" ]; then
    change 'restart %s' 'redémarrer %s' "$unit" -- systemctl restart "$unit"
  fi
}

# last_words ROLE [LINES]: what the program said, without what systemd says of it; of a line of its log the message.
last_words() {
  said_by "$1" -n 20 2>/dev/null | grep '[A-Za-z]' | tail -n "${2:-3}" | sed -E 's/^\{.*"msg":"(([^"\\]|\\.)*)".*\}$/\1/' | cut -c1-300 || true
}

# said_by ROLE [-n LINES]: what the part itself wrote, since this host was switched on.
said_by() {
  local role=$1
  shift
  if composed "$role"; then
    # Compose begins each line with a word for terminals, whatever it is told.
    compose "$role" logs --no-log-prefix --no-color "$@" "$role" | sed 's/\x1b\[[0-9;]*[A-Za-z]//g'
  else
    journalctl "_SYSTEMD_UNIT=eg-$role.service" -b -o cat --no-pager "$@"
  fi
}

# restart_words ROLE: the command that starts a part anew with what its settings say now, for messages.
restart_words() {
  # A container has the settings it was made with: only `up` makes another.
  if composed "$1"; then printf 'sudo docker compose -f %s up -d --force-recreate' "$(compose_file "$1")"; else printf 'sudo systemctl restart eg-%s' "$1"; fi
}

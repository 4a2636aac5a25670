# shellcheck shell=bash
# Asks a part on this host for its /health. Sourced by those who watch it: watched.sh (systemd), container-health.sh (Docker).

# where_it_answers core|slot: sets `host` and `port` from the part's settings, which are in the environment.
where_it_answers() {
  host=${BIND:-127.0.0.1}
  case $host in 0.0.0.0) host=127.0.0.1 ;; '::') host=::1 ;; esac
  if [ "$1" = core ]; then port=${API_PORT:-8000}; else port=${SLOT_UI_PORT:-5173}; fi
}

# The first line of the answer to GET /health, within 5 s; fails when nothing comes. bash is all it needs.
answer() {
  local line=
  exec 3<>"/dev/tcp/$host/$port" || return 1
  printf 'GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  read -r -t 5 line <&3
  exec 3>&-
  line=${line%$'\r'}
  [ "${line#HTTP/1.}" != "$line" ] && printf '%s' "${line#* }"
}

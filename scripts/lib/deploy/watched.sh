#!/usr/bin/env bash
# Runs a part of EG for systemd (Type=notify, NotifyAccess=all): becomes its program, and beside it asks at the program's
# own HTTP port whether it lives. The first answer is READY=1, every further one WATCHDOG=1 (docs/decisions/0025).
#   watched.sh core|slot
# Any answer counts, 503 too: a full disk is told by health and is not mended by a restart.
set -u
release=$(cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.." && pwd)

case ${1:-} in
  core) program=core/dist/bundle/main.js ;;
  slot) program=slot-agent/dist/main.js ;;
  *) printf 'usage: watched.sh core|slot\n' >&2; exit 2 ;;
esac
# shellcheck source=scripts/lib/deploy/answer.sh
source "$release/scripts/lib/deploy/answer.sh"
where_it_answers "$1"

watch() {
  local said='' now pause=1
  until now=$(answer 2>/dev/null); do sleep 0.2; done
  systemd-notify --ready --status="$now"
  # systemd gives microseconds; three tries within them.
  [ -z "${WATCHDOG_USEC:-}" ] || pause=$((WATCHDOG_USEC / 3000000))
  [ "$pause" -ge 1 ] || pause=1
  said=$now
  while sleep "$pause"; do
    now=$(answer 2>/dev/null) || continue
    if [ "$now" = "$said" ]; then systemd-notify WATCHDOG=1; else systemd-notify --status="$now" WATCHDOG=1; fi
    said=$now
  done
}

[ -z "${NOTIFY_SOCKET:-}" ] || watch </dev/null &
exec "$release/bin/node" "$release/$program"

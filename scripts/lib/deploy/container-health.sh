#!/usr/bin/env bash
# A container's healthcheck: healthy when /health says 200. And its watchdog, which Docker has none of: a part that has
# answered and then gives no answer at all, three times, is ended, and the restart policy starts it again (docs/decisions/0027).
# Any answer counts for that, 503 too: a full disk is told by health and is not mended by a restart.
#   container-health.sh core|slot
set -u
# shellcheck source=scripts/lib/deploy/answer.sh
source "$(dirname "${BASH_SOURCE[0]}")/answer.sh"
where_it_answers "${1:-}"

# A probe that gets no answer takes 5 s, and there are 5 s between two: half a minute.
ENOUGH=3
# On a tmpfs: a container that starts again begins anew.
silent=/tmp/eg-unanswered

# end_part: kills what the container runs, the child of its first process.
end_part() {
  local stat pid parent
  for stat in /proc/[0-9]*/stat; do
    read -r pid _ _ parent _ <"$stat" || continue
    [ "$parent" != 1 ] || kill -KILL "$pid"
  done
} 2>/dev/null

if said=$(answer 2>/dev/null); then
  printf 0 >"$silent"
  printf '%s\n' "$said"
  case $said in 200*) exit 0 ;; *) exit 1 ;; esac
fi
printf 'no answer from %s port %s\n' "$host" "$port"
# One that has never answered may be bringing its tables up.
[ -f "$silent" ] || exit 1
times=$(($(<"$silent") + 1))
printf '%s' "$times" >"$silent"
if [ "$times" -ge "$ENOUGH" ]; then
  printf 'it hangs: ended, to be started again\n'
  end_part
fi
exit 1

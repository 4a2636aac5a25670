#!/usr/bin/env bash
# Runs a slot's screen for systemd: Chromium in cage, a compositor that shows one window and nothing else. Beside it asks
# the slot's agent whether the page speaks and draws: one that has hung or stayed white for a minute is killed, and systemd starts
# it anew (docs/decisions/0025).
set -u
port=${SLOT_UI_PORT:-5173}
url=${KIOSK_URL:-http://127.0.0.1:$port/}

for browser in chromium chromium-browser ''; do ! command -v "$browser" >/dev/null || break; done
[ -n "$browser" ] || {
  printf 'There is no Chromium on this host, so its screen stays dark: sudo apt-get install -y chromium cage xwayland, or run install.sh slot again.\n' >&2
  exit 1
}

# The page's word as its agent has it. It comes by the core's broker: without a link to that nothing can be said against
# the screen, nor when the agent itself does not answer.
screen_speaks() {
  local text=
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 0
  printf 'GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  text=$(timeout 5 cat <&3)
  exec 3>&-
  [[ $text != *'"link":true'* || $text != *'"screen":{"status":"'@(missing|fault)'"'* ]]
}

# The first page has half a minute longer.
watch() {
  local main=$1 limit=${EG_WATCH_SECONDS:-60} spoke=$((SECONDS + 30))
  while sleep "${EG_WATCH_EVERY:-10}" && kill -0 "$main" 2>/dev/null; do
    if (screen_speaks) 2>/dev/null; then
      spoke=$SECONDS
    elif [ $((SECONDS - spoke)) -ge "$limit" ]; then
      printf 'No page has spoken for %s s: the browser is killed and started anew.\n' "$limit" >&2
      kill -KILL "$main"
    fi
  done
}
# What a former screen left: it was in a login session of its own, which systemd does not end with the unit.
[ "$(id -un)" != eg-kiosk ] || pkill -KILL -u eg-kiosk -f '^(cage|[^ ]*chromium|Xwayland)' || true
watch $$ </dev/null &

words=(--kiosk --no-first-run --noerrdialogs --disable-infobars --disable-session-crashed-bubble --disable-translate
  --disable-features=Translate --disable-pinch --overscroll-history-navigation=0 --password-store=basic
  --check-for-update-interval=31536000 --autoplay-policy=no-user-gesture-required
  --user-data-dir=/var/lib/eg/kiosk/chromium)
# shellcheck disable=SC2206  # several words, by intention
words+=(${KIOSK_ARGS:-})
# A power cut leaves a lock of a browser that is gone.
rm -f /var/lib/eg/kiosk/chromium/Singleton*
if [ "${KIOSK_SCREEN:-}" = headless ]; then exec "$browser" --headless=new --remote-debugging-port=0 "${words[@]}" "$url"; fi
exec cage -d -- "$browser" --ozone-platform=wayland "${words[@]}" "$url"

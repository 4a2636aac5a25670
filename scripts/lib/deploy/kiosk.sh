#!/usr/bin/env bash
# Runs a slot's screen for systemd: Chromium in cage, a compositor that shows one window and nothing else. Beside it asks
# the slot's agent whether the page speaks and draws: a browser that hangs gives no sign of life, one whose screen stays white
# says so, and systemd starts it anew.
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

watch() {
  until (screen_speaks) 2>/dev/null; do sleep 1; done
  systemd-notify --ready
  while sleep "${EG_WATCH_EVERY:-10}"; do (screen_speaks) 2>/dev/null && systemd-notify WATCHDOG=1; done
}
[ -z "${NOTIFY_SOCKET:-}" ] || watch </dev/null &

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

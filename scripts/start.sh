#!/usr/bin/env bash
# One command runs a night on this machine: the core, slot-01 with its kiosk, simulated slots 02-09.
#   scripts/start.sh [--slots N] [--no-simulator]
# The environment chooses ports, BIND, DB_PATH and the rest (README, "Settings"). Ctrl-C stops everything.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/prepare.sh
source scripts/lib/prepare.sh

case " $* " in
  *" --help "* | *" -h "*)
    exec cat <<'TXT'
scripts/start.sh [--slots N] [--no-simulator]

Starts the core, slot-01 (waiting for a person, on its page or by typing 1-6 and Enter here) and simulated slots 02-N
that play, and prints where everything is. Ctrl-C stops all of it.

  --slots N        how many slots there are in all (default 9, at most 200)
  --no-simulator   only the core and slot-01

Settings come from the environment: BIND, MQTT_PORT, MQTT_WS_PORT, API_PORT, OPERATOR_UI_PORT, SLOT_UI_PORT, DB_PATH,
NIGHT_EXPECTED_VOTES, LOG_LEVEL, EG_AUTH, EG_OPEN_TOPICS.
TXT
    ;;
esac

require_node
install_while build_project
exec node scripts/lib/start.mjs "$@"

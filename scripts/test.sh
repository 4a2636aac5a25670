#!/usr/bin/env bash
# Everything that must hold before a commit lands: format, lint, types, unit, integration, MQTT's clauses, pages in a real
# Chromium, and the short forms of the torture and of the attacks.
# .ci/run calls exactly this. Installs what is missing when it runs as root; otherwise says what is missing and fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/prepare.sh
source scripts/lib/prepare.sh

# A package of Debian's that the suites use: the browser, and clients that are not ours.
install_package() {
  [ "$(id -u)" = 0 ] || die "The tests need Debian's package $1. Run: sudo apt-get install -y $1"
  say "Installing $1 ..."
  [ -n "${apt_updated:-}" ] || { apt-get update -qq >/dev/null 2>&1 || true; apt_updated=1; }
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >/dev/null 2>&1 || die "apt-get install $1 failed; run it by hand to see why."
}

# Databases and browser profiles of the tests lie in one folder, which goes when they end.
TMPDIR="$(mktemp -d)"
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

require_node

step() { printf '\n== %s ==\n' "$*"; }
# What needs no compiled addon.
check_sources() {
  step "format and lint" && npm run --silent lint &&
    step "build and types" && build_project && npm run --silent types &&
    step "unit tests of pages" && npx --no-install vitest run --project unit-pages
}
install_while check_sources
step "unit"
npx --no-install vitest run --project unit
command -v openssl >/dev/null 2>&1 || install_package openssl
command -v mosquitto_pub >/dev/null 2>&1 || install_package mosquitto-clients
/usr/bin/python3 -c 'import paho.mqtt.client' >/dev/null 2>&1 || install_package python3-paho-mqtt
command -v chromium >/dev/null 2>&1 || install_package chromium
# Side by side, longest files first (vitest.config.ts): one waits while another works.
step "integration, MQTT conformance, pages, torture in short"
npx --no-install vitest run --project integration --project conformance --project pages --project torture
# Alone: it measures how long the core's answers take.
step "attack, short form"
npx --no-install vitest run --project attack
printf '\nAll suites passed.\n'

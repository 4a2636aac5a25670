#!/usr/bin/env bash
# The release on hosts booted with systemd and on hosts with Docker: two lanes, for much of the time is waiting.
#   npm run test:deploy [-- FILE...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case " $* " in
  *" --help "* | *" -h "*)
    exec cat <<'TXT'
npm run test:deploy [-- FILE...]

Installs, updates and rolls back one release on hosts of its own (root, and the folder of test tools in EG_TEST_TOOLS;
what cannot run here is skipped in one line). Two lanes side by side; lines of the second, Docker and Ansible, begin with
"beside | ".

  FILE           part of a test file's name: only these, one after the other
  EG_RELEASE     the release to test (default: one is made)
TXT
    ;;
esac

if [ $# -gt 0 ]; then exec npx --no-install vitest run --project 'deploy*' "$@"; fi

began=$SECONDS folder=$(mktemp -d) beside=''
finish() {
  # A lane that is left alone would go on with its hosts.
  [ -z "$beside" ] || kill "$beside" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM

# Before the lanes part: the release that both test, and Debian's packages, whose lock is one.
if [ -z "${EG_RELEASE:-}" ]; then
  printf 'Making the release ...\n'
  bash scripts/release.sh --out "$folder" >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
  EG_RELEASE=$(find "$folder" -name '*.tar.gz' -print -quit)
  export EG_RELEASE
fi
if [ -n "${EG_TEST_TOOLS:-}" ]; then
  for tool in test-hosts/boot-hosts docker-here/docker-here; do
    # Why one cannot is said by the tests that need it.
    "$EG_TEST_TOOLS/$tool" install >/dev/null 2>&1 || true
  done
fi

TEST_HOSTS_NAME=egbeside TEST_HOSTS_NET=198.18.81 \
  npx --no-install vitest run --project deploy-beside > >(sed -u 's/^/beside | /') 2>&1 &
beside=$!
first=passed second=passed
npx --no-install vitest run --project deploy || first=FAILED
wait "$beside" || second=FAILED
beside=''
printf '\nInstallation, update, repair: %s\nDocker, Ansible:              %s\n%s s altogether\n' "$first" "$second" $((SECONDS - began))
[ "$first $second" = 'passed passed' ]

#!/usr/bin/env bash
# The test suites on every Node that EG runs with, each in a fresh copy of the sources with an installation of its own.
#   npm run test:nodes [-- VERSION...] [-- --suites "unit unit-pages integration"]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TXT'
npm run test:nodes [-- VERSION...] [-- --suites "unit unit-pages integration"]

For each VERSION (default: 20.19 22 24): takes that Node from npm's package "node", copies the sources to a temporary
folder, installs and builds there with it, and runs scripts/test.sh. Prints a table; ends with 0 if all passed. The whole
takes an hour or more; a version that is named runs alone, so an interrupted run goes on with the others.

  --suites "unit unit-pages integration"   only these vitest projects instead of scripts/test.sh
  --keep                        leaves the temporary folders
Logs: build/test-nodes/<version>.log
TXT
}

versions=() suites='' keep=''
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --suites)
      [ $# -gt 1 ] || { printf -- '--suites needs the names of vitest projects.\n' >&2; exit 2; }
      suites=$2
      shift
      ;;
    --keep) keep=1 ;;
    [0-9]*) versions+=("$1") ;;
    *) printf 'Unknown word: %s. See --help.\n' "$1" >&2; exit 2 ;;
  esac
  shift
done
[ ${#versions[@]} -gt 0 ] || versions=(20.19 22 24)

logs=$PWD/build/test-nodes
mkdir -p "$logs"
work=$(mktemp -d)
[ -n "$keep" ] || trap 'rm -rf "$work"' EXIT

# The working copy as it is, without what was installed or built in it.
copy_sources() {
  mkdir -p "$1"
  { git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done; } |
    tar --null -T - -cf - | tar -xf - -C "$1"
  # Some tests ask git for the sources' time and files.
  git -C "$1" init -q && git -C "$1" add -A && git -C "$1" -c user.name=test -c user.email=test@localhost commit -q -m 'copy'
}

# take_node VERSION FOLDER: prints the folder whose bin/node is that Node. Its package runs a script that fetches the binary
# of this machine's processor as another package; nothing else is allowed to.
take_node() {
  mkdir -p "$2"
  printf '{"private":true}\n' >"$2/package.json"
  npm install --prefix "$2" --no-audit --no-fund --loglevel=error --no-save "node@$1" >&2
  printf '%s' "$2/node_modules/node"
}

# run_version VERSION: everything, in its folder, with its Node first in PATH.
run_version() {
  local version=$1 home headers suite
  copy_sources "$work/$version/eg"
  home=$(take_node "$version" "$work/$version/node")
  export PATH="$home/bin:$PATH"
  # Addons are compiled against this Node's headers. node-gyp would fetch them from nodejs.org (docs/decisions/0029).
  headers=$(headers_of "$work/$version/node")
  [ -z "$headers" ] || export npm_config_nodedir="$headers"
  cd "$work/$version/eg"
  printf 'Node %s, headers %s\n' "$(node --version)" "${headers:-of node-gyp}"
  if [ -z "$suites" ]; then
    bash scripts/test.sh
  else
    # shellcheck source=scripts/lib/prepare.sh
    source scripts/lib/prepare.sh
    require_node
    install_dependencies
    build_project
    for suite in $suites; do npx --no-install vitest run --project "$suite"; done
  fi
}

# headers_of FOLDER: the folder with include/node of the Node that was installed there; nothing where npm brought none.
headers_of() { find "$1" -path '*/include/node/node_version.h' -print -quit | sed 's|/include/node/node_version.h$||'; }

failed=0
table=$(printf '%-9s %-10s %-8s %8s\n' VERSION NODE RESULT SECONDS)
for version in "${versions[@]}"; do
  log=$logs/$version.log
  began=$SECONDS
  printf '%s ... (log: %s)\n' "$version" "$log"
  # Not as a condition: there a failing command would not end the function.
  set +e
  (set -e; run_version "$version") >"$log" 2>&1 </dev/null
  status=$?
  set -e
  if [ "$status" = 0 ]; then result=passed; else result=FAILED failed=1; fi
  node_is=$(sed -n 's/^Node \(v[0-9.]*\),.*/\1/p' "$log" | head -n 1)
  table+=$(printf '\n%-9s %-10s %-8s %8s' "$version" "${node_is:--}" "$result" $((SECONDS - began)))
  [ "$result" = passed ] || tail -n 25 "$log"
  [ -n "$keep" ] || rm -rf "${work:?}/$version"
done
printf '%s\n' "$table"
exit $failed

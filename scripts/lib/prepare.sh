# shellcheck shell=bash
# What start.sh and test.sh share: check the machine, install, build. Sourced, not run.
# Both do nothing when nothing changed since the last time, so that a second start takes seconds.

stamp_dir=node_modules/.cache/eg
prepare_lib=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

require_node() {
  command -v node >/dev/null 2>&1 || die "Node.js is missing. Install Node 20.19 or later (https://nodejs.org, or your distribution's nodejs), then start again."
  node -e '
    const [major, minor] = process.versions.node.split(".").map(Number)
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)
  ' || die "Node $(node --version) is too old. EG needs Node 20.19 or later; install it, then start again."
}

require_toolchain() {
  local missing=() tool
  for tool in g++ make python3; do command -v "$tool" >/dev/null 2>&1 || missing+=("$tool"); done
  [ ${#missing[@]} -eq 0 ] || die "A C++ toolchain is needed to build SQLite's addon; missing: ${missing[*]}. On Debian: sudo apt-get install -y g++ make python3"
}

# Installs from the lockfile when it changed, or when a former install did not finish.
# One at a time in a folder: a second start waits for the first one's installation instead of tearing it apart.
install_dependencies() { install_while true; }

# install_while FUNCTION: FUNCTION is what needs no compiled addon, such as the build. It is done meanwhile: SQLite is one file,
# which keeps one core busy for most of a minute. It ends with its own status, and there `set -e` does not hold.
install_while() { (flock 9 && install_now "$1") 9<package-lock.json; }

install_now() {
  local want meanwhile=$1 compiling status=0
  want="$(node --version) $(sha256sum package-lock.json | cut -d' ' -f1)"
  if [ "$(cat "$stamp_dir/installed" 2>/dev/null)" = "$want" ]; then
    "$meanwhile"
    return
  fi
  require_toolchain
  say "Installing dependencies (once, a minute or two) ..."
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || die "npm ci failed; the lines above say why. Is the npm registry reachable from here?"
  run_allowed_scripts &
  compiling=$!
  "$meanwhile" || status=$?
  wait "$compiling"
  node -e 'new (require("better-sqlite3"))(":memory:")' || die "SQLite's addon was not built. On Debian: sudo apt-get install -y g++ make python3, then delete node_modules and start again."
  mkdir -p "$stamp_dir"
  printf '%s' "$want" >"$stamp_dir/installed"
  return "$status"
}

# The install scripts of packages that package.json allows (allowScripts), and of no others: an install script is a stranger's
# program that runs on this machine before anybody looked at it. What a part cannot do without is checked where it is used.
run_allowed_scripts() {
  local package
  for package in $(node -p 'Object.entries(require("./package.json").allowScripts).filter(([, yes]) => yes).map(([name]) => name).join(" ")'); do
    [ -d "node_modules/$package" ] || continue
    # Compiled with what addon-object-wrap.h says.
    CXXFLAGS="${CXXFLAGS:-} -include $prepare_lib/addon-object-wrap.h" npm_config_build_from_source=better-sqlite3 \
      npm rebuild --loglevel=error "$package" >/dev/null || say "$package was not built; the lines above say why."
  done
}

# Builds when a source file is not the one that was built last.
build_project() {
  local want
  want="$(find shared core slot-agent ui-operator ui-slot tsconfig*.json package-lock.json \
    \( -name node_modules -o -name dist -o -name test \) -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)"
  [ "$(cat "$stamp_dir/built" 2>/dev/null)" = "$want" ] && return
  say "Building ..."
  local log
  log="$(mktemp)"
  npm run --silent build >"$log" 2>&1 || { cat "$log" >&2; die "The build failed; the lines above say where."; }
  rm -f "$log"
  mkdir -p "$stamp_dir"
  printf '%s' "$want" >"$stamp_dir/built"
}

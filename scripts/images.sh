#!/usr/bin/env bash
# Builds the images eg-core:<version> and eg-slot:<version>; --save packs them for hosts without a registry.
#   npm run images [-- --version X] [-- --save] [-- --out FOLDER]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TXT'
npm run images [-- --version X] [-- --save] [-- --out FOLDER]

Builds eg-core:<version> and eg-slot:<version> for this machine's processor, and prints what each weighs. Needs Docker
with BuildKit, and node:24-bookworm-slim, which it fetches where it is missing.

  --version X    the images' version (default: package.json's)
  --save         also writes eg-<version>-<arch>-images.tar.gz, both images in one file: `docker load -i` takes it, and
                 deploy_core.sh and deploy_slot.sh find it beside the release file
  --out FOLDER   where that file goes (default: dist)
TXT
}

fail() { printf '%s\n' "$*" >&2; exit 1; }

BASE=node:24-bookworm-slim
version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json) out=dist save=''
while [ $# -gt 0 ]; do
  case $1 in
    --version | --out)
      [ $# -gt 1 ] || fail "$1 needs a value. See --help."
      if [ "$1" = --version ]; then version=$2; else out=$2; fi
      shift
      ;;
    --save) save=1 ;;
    --help | -h) usage; exit 0 ;;
    *) fail "Unknown option: $1. See --help." ;;
  esac
  shift
done
[[ $version =~ ^[0-9]{1,5}\.[0-9]{1,5}\.[0-9]{1,5}(-[0-9A-Za-z.]{1,40})?$ ]] ||
  fail "--version $version: must be three numbers, and a word after \"-\" if need be, such as 0.2.0-rc.1."
docker version >/dev/null 2>&1 || fail 'Docker does not answer ("docker version" says why). Install Docker, or start it, and run this again.'

size() { docker image inspect -f '{{.Size}}' "$1"; }

for part in core slot-agent; do
  image=eg-${part%-agent}:$version
  DOCKER_BUILDKIT=1 docker build --quiet -f "$part/Dockerfile" --build-arg "EG_VERSION=$version" -t "$image" . >/dev/null ||
    fail "$image was not built; the lines above say why."
  awk -v image="$image" -v all="$(size "$image")" -v base="$(size "$BASE" 2>/dev/null || echo 0)" \
    'BEGIN { printf "  %-20s %6.1f MB, of them %.1f MB above its base\n", image, all / 1e6, (all - base) / 1e6 }'
done

if [ -n "$save" ]; then
  mkdir -p "$out"
  file=$out/eg-$version-$(docker version -f '{{.Server.Arch}}')-images.tar.gz
  docker save "eg-core:$version" "eg-slot:$version" | gzip -n -6 >"$file.draft"
  mv "$file.draft" "$file"
  (cd "$out" && sha256sum "$(basename "$file")" >"$(basename "$file").sha256")
  printf '✓ %s (%s)\n' "$file" "$(du -h "$file" | cut -f1)"
fi

#!/usr/bin/env bash
# Makes dist/eg-<version>-<arch>.tar.gz: everything a host needs, for the processor and with the Node of this machine.
#   npm run release [-- --version X] [-- --out FOLDER] [-- --images]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/lib/prepare.sh
source scripts/lib/prepare.sh

case " $* " in
  *" --help "* | *" -h "*)
    exec cat <<'TXT'
npm run release [-- --version X] [-- --out FOLDER] [-- --images]

Makes eg-<version>-<arch>.tar.gz with its own Node, the built code and pages, production dependencies with their addons,
units, scripts, checksums and an SBOM, and prints what each part weighs. A host needs no Node and no registry.

  --version X    the release's name (default: package.json's version), such as 0.2.0 or 0.2.0-rc.1
  --out FOLDER   where the file goes (default: dist)
  --images       also eg-<version>-<arch>-images.tar.gz, for hosts that run EG with Docker Compose (npm run images)

The Node in it is the one that runs this: `npx -p node@24 npm run release` takes another. Addons are built here, so a
release for arm64 is made on an arm64 machine, and one for Debian 12 on Debian 12 or older (docs/deploy.md).
SOURCE_DATE_EPOCH sets the time of all files (default: that of the last commit).
TXT
    ;;
esac

require_node
install_dependencies
build_project
images='' words=()
for word in "$@"; do
  if [ "$word" = --images ]; then images=1; else words+=("$word"); fi
done
node scripts/lib/release/make-release.mjs ${words[@]+"${words[@]}"}
[ -z "$images" ] || exec bash scripts/images.sh --save ${words[@]+"${words[@]}"}

#!/usr/bin/env bash
# Makes or brings up to date the slot of this host, in the way this host already runs it.
set -euo pipefail
# shellcheck source=scripts/lib/deploy/load.sh
source "$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)/lib/deploy/load.sh"
# shellcheck source=scripts/lib/deploy/deploy-part.sh
source "$eg_lib/deploy-part.sh"
deploy_part slot "$@"

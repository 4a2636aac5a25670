# shellcheck shell=bash
# Everything a deploy script uses: `source lib/deploy/load.sh` from scripts/.
eg_lib=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib/deploy/common.sh
source "$eg_lib/common.sh"
# shellcheck source=scripts/lib/deploy/release.sh
source "$eg_lib/release.sh"
# shellcheck source=scripts/lib/deploy/host.sh
source "$eg_lib/host.sh"
# shellcheck source=scripts/lib/deploy/compose.sh
source "$eg_lib/compose.sh"
# shellcheck source=scripts/lib/deploy/service.sh
source "$eg_lib/service.sh"
# shellcheck source=scripts/lib/deploy/let-in.sh
source "$eg_lib/let-in.sh"

# shellcheck shell=bash
# deploy_core.sh and deploy_slot.sh: install or update, whichever this host needs. Sourced after load.sh.

deploy_usage_en() {
  cat <<TXT
sudo scripts/deploy_$1.sh [eg-<version>-<arch>.tar.gz] [options of install.sh]

With a release file: installs it on a bare host, or updates a host that has another version (update.sh: never during a
session, and back by itself). Without one: the release that this script lies in. --force goes to update.sh, --dry-run to
either, everything else to install.sh (see its --help).
TXT
}

deploy_usage_fr() {
  cat <<TXT
sudo scripts/deploy_$1.sh [eg-<version>-<arch>.tar.gz] [options d'install.sh]

Avec un fichier : l'installe sur un hôte neuf, ou met à jour un hôte qui a une autre version (update.sh : jamais pendant
une session, et retour automatique). Sans fichier : la version où se trouve ce script. --force va à update.sh, --dry-run
à l'un ou l'autre, tout le reste à install.sh (voir son --help).
TXT
}

# deploy_part ROLE WORD...
deploy_part() {
  local role=$1 file='' force=() dry=() rest=() installer=$eg_release/scripts/install.sh
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) "deploy_usage_$eg_lang" "$role"; exit 0 ;;
      --force) force=(--force) ;;
      --dry-run) dry=(--dry-run) eg_dry=1 ;;
      *.tar.gz) file=$1 ;;
      *) rest+=("$1") ;;
    esac
    shift
  done
  need_root
  if [ -n "$file" ]; then
    if roles | grep -q . ; then
      "$eg_home/current/scripts/update.sh" "$file" ${force[@]+"${force[@]}"} ${dry[@]+"${dry[@]}"}
      [ -z "$eg_dry" ] || return 0
      installer=$eg_home/current/scripts/install.sh
    else
      trap forget_unpacked EXIT
      unpack_release "$file"
      installer=$unpacked/scripts/install.sh
    fi
  fi
  # Also after an update: what was given with --set and the like, and the service file that says where the core is.
  "$installer" "$role" ${rest[@]+"${rest[@]}"} ${dry[@]+"${dry[@]}"}
}

# shellcheck shell=bash
# deploy_core.sh and deploy_slot.sh: install or update, whichever this host needs, by systemd or by Docker Compose, whichever
# this host uses. Sourced after load.sh.
# shellcheck source=scripts/lib/deploy/compose-deploy.sh
source "$eg_lib/compose-deploy.sh"

deploy_usage_en() {
  cat <<TXT
sudo scripts/deploy_$1.sh [eg-<version>-<arch>.tar.gz] [options of install.sh]

With a release file: installs it on a bare host, or updates a host that has another version (update.sh: never during a
session, and back by itself). Without one: the release that this script lies in. --force goes to update.sh, --dry-run to
either, everything else to install.sh (see its --help).

By systemd or by Docker Compose: as this host already runs EG; a bare one by Compose where it has it, else by systemd.
  --compose, --systemd   on a bare host: this one
With Compose the images come from eg-<version>-<arch>-images.tar.gz beside the release file, or are built where this
script lies in a working copy. --slot-id, --core-host, --set, --force and --dry-run mean the same; a container that does
not become healthy makes room for the one before.
TXT
}

deploy_usage_fr() {
  cat <<TXT
sudo scripts/deploy_$1.sh [eg-<version>-<arch>.tar.gz] [options d'install.sh]

Avec un fichier : l'installe sur un hôte neuf, ou met à jour un hôte qui a une autre version (update.sh : jamais pendant
une session, et retour automatique). Sans fichier : la version où se trouve ce script. --force va à update.sh, --dry-run
à l'un ou l'autre, tout le reste à install.sh (voir son --help).

Par systemd ou par Docker Compose : comme cet hôte le fait déjà ; un hôte neuf par Compose s'il l'a, sinon par systemd.
  --compose, --systemd   sur un hôte neuf : celui-ci
Avec Compose, les images viennent d'eg-<version>-<arch>-images.tar.gz à côté du fichier, ou sont construites si ce script
est dans une copie de travail. --slot-id, --core-host, --set, --force et --dry-run ont le même sens ; un conteneur qui ne
va pas bien laisse la place au précédent.
TXT
}

# by_compose ROLE WISH: whether Compose runs this part here. A host has one way for both parts; WISH counts on a bare one.
by_compose() {
  local way=''
  if [ -n "$(compose_roles)" ]; then way=compose; elif [ -n "$(roles)" ]; then way=systemd; fi
  [ -z "$way" ] || [ -z "$2" ] || [ "$way" = "$2" ] ||
    die 'EG runs here by %s already; --%s is for a bare host (docs/deploy.md, "Docker"). Nothing was changed.' \
      "EG tourne déjà ici par %s ; --%s est pour un hôte neuf (docs/deploy.md, « Docker »). Rien n'a été changé." "$way" "$2"
  way=${way:-$2}
  if [ -z "$way" ] && docker compose version >/dev/null 2>&1; then way=compose; fi
  [ "$way" = compose ]
}

# deploy_part ROLE WORD...
deploy_part() {
  local role=$1 file='' force=() dry=() rest=() wish='' installer=$eg_release/scripts/install.sh
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) "deploy_usage_$eg_lang" "$role"; exit 0 ;;
      --force) force=(--force) ;;
      --dry-run) dry=(--dry-run) eg_dry=1 ;;
      --compose | --systemd) wish=${1#--} ;;
      *.tar.gz) file=$1 ;;
      *) rest+=("$1") ;;
    esac
    shift
  done
  need_root
  if by_compose "$role" "$wish"; then
    compose_deploy "$role" "$file" "${force[*]-}" ${rest[@]+"${rest[@]}"}
    return
  fi
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
  # A slot that was made without a screen stays so; install.sh slot gives it one.
  if [ "$role" = slot ] && roles | grep -qx slot && [ ! -e /etc/systemd/system/eg-kiosk.service ]; then rest+=(--no-kiosk); fi
  # Also after an update: what was given with --set and the like, and the service file that says where the core is.
  "$installer" "$role" ${rest[@]+"${rest[@]}"} ${dry[@]+"${dry[@]}"}
}

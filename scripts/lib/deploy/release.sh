# shellcheck shell=bash
# Releases on this host: /opt/eg/releases/<version>, and the links `current` and `previous`. Sourced after common.sh.

# Kept beside the current one: the one before it and one more.
eg_keep_releases=3
# Set when keep_release brought one: a release that is not taken then does not stay, so that it may come again, mended.
eg_is_new=''

# release_fact DIR NAME: version, arch, node, glibc, schema, commit of an unpacked release.
release_fact() { sed -n "s/^$2=//p" "$1/RELEASE" 2>/dev/null; }

# version_of LINK: the version that `current` or `previous` names; nothing when there is none.
version_of() { [ ! -e "$eg_home/$1" ] || basename "$(readlink -f "$eg_home/$1")"; }

# Every file is the one that was released, none is missing and none was added.
verify_release() {
  local dir=$1 bad
  if ! bad=$(cd "$dir" && sha256sum --check --quiet --strict SHA256SUMS 2>&1); then
    die 'This release is damaged: %s\nNothing was changed. Copy the file to this host again.' \
      "Cette version est endommagée : %s\nRien n'a été changé. Copiez à nouveau le fichier sur cet hôte." "$(head -n 3 <<<"$bad")"
  fi
  bad=$(cd "$dir" && diff <(sed 's/^[0-9a-f]*  //' SHA256SUMS | sort) \
    <(find . ! -type d ! -path ./SHA256SUMS -printf '%P\n' | sort) | sed -n 's/^[<>] //p')
  [ -z "$bad" ] || die 'This release has files that it was not made with: %s\nNothing was changed. Copy the file to this host again.' \
    "Cette version contient des fichiers qui n'en font pas partie : %s\nRien n'a été changé. Copiez à nouveau le fichier." "$(head -n 3 <<<"$bad")"
}

# The machine can run it: processor, C library, and its own Node starts.
fits_here() {
  local dir=$1 arch glibc here
  arch=$(release_fact "$dir" arch)
  # The programs', not the kernel's: a Pi's 32-bit system has a 64-bit kernel.
  here=$(dpkg --print-architecture 2>/dev/null) ||
    case $(uname -m) in x86_64) here=amd64 ;; aarch64) here=arm64 ;; *) here=$(uname -m) ;; esac
  case $here in
    arm* | i?86) [ "$here" = arm64 ] || die 'This host has a 32-bit system (%s), and EG needs the 64-bit one: on a Pi, Raspberry Pi OS (64-bit). Nothing was changed.' \
      "Cet hôte a un système 32 bits (%s), et EG demande celui de 64 bits : sur un Pi, Raspberry Pi OS (64-bit). Rien n'a été changé." "$here" ;;
  esac
  [ "$arch" = "$here" ] || die 'This release is for %s and this host is %s. Take eg-<version>-%s.tar.gz. Nothing was changed.' \
    "Cette version est pour %s et cet hôte est %s. Prenez eg-<version>-%s.tar.gz. Rien n'a été changé." "$arch" "$here" "$here"
  glibc=$(release_fact "$dir" glibc)
  here=$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)
  [ "$(printf '%s\n' "$glibc" "$here" | sort -V | head -n 1)" = "$glibc" ] ||
    die 'This release needs the C library glibc %s and this host has %s. Take a release for this system, or a newer system. Nothing was changed.' \
      "Cette version demande la bibliothèque C glibc %s et cet hôte a %s. Prenez une version pour ce système, ou un système plus récent. Rien n'a été changé." "$glibc" "$here"
  "$dir/bin/node" --version >/dev/null || die "The release's own Node does not start here; the line above says why. Nothing was changed." \
    "Le Node de cette version ne démarre pas ici ; la ligne ci-dessus dit pourquoi. Rien n'a été changé."
}

# unpack_release FILE: unpacks, verifies, and sets `unpacked` to the folder. What is unpacked and not taken goes again.
unpack_release() {
  local file=$1 sum
  [ -f "$file" ] || die 'There is no file %s.' "Il n'y a pas de fichier %s." "$file"
  if [ -f "$file.sha256" ]; then
    sum=$(cut -d' ' -f1 "$file.sha256")
    [ "$(sha256sum <"$file" | cut -d' ' -f1)" = "$sum" ] ||
      die '%s is not the file that its .sha256 speaks of. Copy it to this host again. Nothing was changed.' \
        "%s n'est pas le fichier dont parle son .sha256. Copiez-le à nouveau. Rien n'a été changé." "$file"
  fi
  # Beside the releases, so that taking it is one rename. A dry run leaves /opt alone.
  if [ -n "$eg_dry" ]; then
    incoming=$(mktemp -d)
  else
    # What a power cut left of another one; nobody else is at it now.
    rm -rf "$eg_home"/releases/.incoming.*
    mkdir -p "$eg_home/releases"
    incoming=$(mktemp -d "$eg_home/releases/.incoming.XXXXXX")
  fi
  chmod 755 "$incoming"
  # A Pi's clock may be behind: then every file is of the future.
  tar -xzf "$file" --no-same-owner --warning=no-timestamp -C "$incoming" ||
    die '%s cannot be unpacked: it is damaged, or the disk is full (df -h /opt). Nothing was changed.' \
      "%s ne peut pas être décompressé : il est endommagé, ou le disque est plein (df -h /opt). Rien n'a été changé." "$file"
  unpacked=$(find "$incoming" -mindepth 1 -maxdepth 1)
  [ -f "$unpacked/RELEASE" ] ||
    die '%s is no release of EG. Nothing was changed.' "%s n'est pas une version d'EG. Rien n'a été changé." "$file"
  verify_release "$unpacked"
  fits_here "$unpacked"
}

forget_unpacked() { [ -z "${incoming:-}" ] || rm -rf "$incoming"; }

# keep_release DIR: makes it one of this host's releases. DIR is moved when it was unpacked for that, else copied.
keep_release() {
  local dir=$1 version to draft
  version=$(release_fact "$dir" version)
  to=$eg_home/releases/$version
  if [ -d "$to" ] && { [ "$version" = "$(version_of current)" ] || [ "$version" = "$(version_of previous)" ] || (verify_release "$to") >/dev/null 2>&1; }; then
    cmp -s "$dir/SHA256SUMS" "$to/SHA256SUMS" ||
      die 'Version %s is here already, with other content. Give the new one a version of its own. Nothing was changed.' \
        "La version %s est déjà là, avec un autre contenu. Donnez à la nouvelle sa propre version. Rien n'a été changé." "$version"
    verify_release "$to"
    return 0
  fi
  # What nothing leads to and is not whole is what a power cut left of it.
  [ ! -d "$to" ] || change 'remove %s, which is damaged' 'supprimer %s, qui est endommagée' "$to" -- rm -rf "$to"
  # shellcheck disable=SC2034  # read by switch.sh
  eg_is_new=new
  if [ "${unpacked:-}" = "$dir" ]; then
    change 'keep the release as %s' 'garder la version sous %s' "$to" -- take_release "$dir" "$to"
  else
    draft=$eg_home/releases/.incoming.$$
    change 'keep the release as %s' 'garder la version sous %s' "$to" -- copy_release "$dir" "$draft" "$to"
  fi
  [ -n "$eg_dry" ] || sync -f "$eg_home/releases"
}

# take_release DIR TO: what has the name of a release is on the disk, whole.
take_release() { sync -f "$1" && mv -T "$1" "$2"; }

copy_release() {
  mkdir -p "$eg_home/releases"
  rm -rf "$2"
  cp -a --no-preserve=ownership "$1" "$2" && chown -R root:root "$2" && take_release "$2" "$3"
}

# point LINK VERSION: in one step, so that there is never no current release.
point() {
  ln -sfn "releases/$2" "$eg_home/.$1.new"
  mv -T "$eg_home/.$1.new" "$eg_home/$1"
  sync -f "$eg_home"
}

# Releases beyond the newest few go; the current and the previous one never.
drop_old_releases() {
  local dir version kept=0
  while read -r dir; do
    version=$(basename "$dir")
    kept=$((kept + 1))
    [ "$kept" -gt "$eg_keep_releases" ] || continue
    case $version in "$(version_of current)" | "$(version_of previous)") continue ;; esac
    change 'remove the old release %s' "supprimer l'ancienne version %s" "$version" -- rm -rf "$dir"
  done < <(find "$eg_home/releases" -mindepth 1 -maxdepth 1 -type d ! -name '.*' -printf '%C@ %p\n' | sort -rn | cut -d' ' -f2-)
}

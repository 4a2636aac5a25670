# shellcheck shell=bash
# Where devices and people are let in one by one (EG_AUTH=enrolled): what is left to do after an installation. Sourced after
# service.sh.

# Seconds that a slot has to reach its core, or to be told that it must be let in.
eg_link_within=${EG_LINK_WITHIN:-12}

# first_start: the address of the operator's page and the code that makes the first game master, on one line; nothing where
# there is one. The core wrote them on its own output, and only who may read that may be the first.
first_start() {
  part_node core -e 'fetch(new URL("/api/setup/needed", process.argv[1]), { signal: AbortSignal.timeout(3000) }).then((a) => a.json()).then((s) => process.exit(s.needed === true ? 0 : 1), () => process.exit(1))' "$(health_url core)" 2>/dev/null || return 0
  said_by core 2>/dev/null |
    sed -n 's/^EG first start: open \(.*\) and enter code \([0-9-]*\)$/\1 \2/p' | tail -n 1
}

# slot_link [SECONDS]: two words of await-link.mjs.
slot_link() {
  if composed slot; then
    compose_node slot scripts/lib/deploy/await-link.mjs "$(health_url slot)" "${1:-0}"
  else
    own_node "$eg_lib/await-link.mjs" "$(health_url slot)" "${1:-0}"
  fi
}

# spaced CODE: as screens show it.
spaced() { printf '%s %s' "${1:0:3}" "${1:3}"; }

# tell_next ROLE: the one thing that a person has to do now, if there is one.
tell_next() {
  local state word
  if [ "$1" = core ]; then
    read -r state word < <(first_start) || return 0
    tell '\nNobody may log in yet. Open %s and enter code %s: that makes the first game master.' \
      "\nPersonne ne peut encore se connecter. Ouvrez %s et entrez le code %s : cela fait le premier maître du jeu." "$state" "$word"
    return 0
  fi
  read -r state word < <(slot_link "$eg_link_within") || return 0
  case $state in
    linked) tell '✓ %s reaches its core.' '✓ %s atteint son core.' "$word" ;;
    pending | revoked)
      tell '\nThis slot waits to be let in. Its code, which its screen and its lights show too: %s' \
        "\nCe slot attend d'être admis. Son code, que montrent aussi son écran et ses lampes : %s" "$(spaced "$word")"
      tell "Let it in on the operator's page, Devices; or on the core: sudo /opt/eg/current/scripts/admin.sh device enrol %s" \
        "Admettez-le sur la page de l'opérateur, Appareils ; ou sur le core : sudo /opt/eg/current/scripts/admin.sh device enrol %s" "$word"
      ;;
    dismissed)
      tell '\nAn operator turned this slot away. It asks once more after: %s' \
        "\nUn opérateur a refusé ce slot. Il redemande après : %s" "$(restart_words slot)"
      ;;
    *)
      tell '\n%s does not reach its core yet, and goes on trying. What is in the way: sudo /opt/eg/current/scripts/doctor.sh' \
        "\n%s n'atteint pas encore son core, et continue d'essayer. Ce qui l'en empêche : sudo /opt/eg/current/scripts/doctor.sh" "$word"
      ;;
  esac
}

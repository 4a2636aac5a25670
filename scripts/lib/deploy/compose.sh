# shellcheck shell=bash
# The parts as Docker Compose runs them: /etc/eg/docker-compose.<role>.yml, settings in /etc/eg/<role>.env, data in a volume
# of Docker's. Sourced after common.sh.

compose_file() { printf '%s/docker-compose.%s.yml' "$eg_etc" "$1"; }

# Whether Compose runs this part here.
composed() { [ -e "$(compose_file "$1")" ]; }

# What Compose runs here: "core", "slot", both or nothing.
compose_roles() {
  local role
  for role in core slot; do ! composed "$role" || printf '%s\n' "$role"; done
}

# compose ROLE WORD...
compose() {
  local role=$1
  shift
  docker compose -f "$(compose_file "$role")" "$@"
}

# The version whose image a part has here; nothing when it has none.
compose_version() { ! composed "$1" || sed -n "s/^    image: eg-$1://p" "$(compose_file "$1")"; }

# running_version ROLE: the version of its container; where it has none what the file says, which a deployment that was cut
# off may have written for the next.
running_version() {
  local image=''
  ! composed "$1" || image=$(docker inspect -f '{{.Config.Image}}' "$(compose "$1" ps -aq "$1" 2>/dev/null)" 2>/dev/null || true)
  case $image in "eg-$1:"*) printf '%s' "${image#*:}" ;; *) compose_version "$1" ;; esac
}

# compose_once ROLE WORD...: a command of the part's image beside its data, whether the part runs or not.
compose_once() {
  local role=$1
  shift
  compose "$role" run --rm --no-deps -T -e "LANG=${LANG:-}" -e "LC_ALL=${LC_ALL:-}" "$role" "$@"
}

# compose_node ROLE WORD...: Node in the part's container, which runs.
compose_node() {
  local role=$1
  shift
  compose "$role" exec -T -e "LANG=${LANG:-}" -e "LC_ALL=${LC_ALL:-}" "$role" node "$@"
}

# How the container is: "running healthy 0 2026-01-31T19:00:00Z" - state, health, how often it was started anew, since when.
compose_state() {
  docker inspect -f '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}} {{.RestartCount}} {{.State.StartedAt}}' \
    "$(compose "$1" ps -aq "$1" 2>/dev/null)" 2>/dev/null || printf 'absent none 0 -'
}

# compose_session ROLE: prints why this host must be left alone; status as session.mjs has it.
compose_session() {
  local status=0 host said
  if [ "$1" = core ]; then
    # shellcheck disable=SC2016  # the shell in the container knows its DB_PATH
    said=$(compose_once core sh -c 'exec node scripts/lib/deploy/session.mjs core "$DB_PATH"' 2>/dev/null) || status=$?
  else
    host=$(variable "$eg_etc/slot.env" CORE_HOST)
    said=$(compose_once slot node scripts/lib/deploy/session.mjs slot "${host:-localhost}" \
      "$(variable "$eg_etc/slot.env" API_PORT | grep . || echo 8000)" "$(health_url slot)" 2>/dev/null) || status=$?
  fi
  case $status in
    0 | 10 | 11) ;;
    *)
      said=$(tell 'The container of %s cannot be asked.' 'Le conteneur de %s ne peut pas être interrogé.' "eg-$1")
      status=11
      ;;
  esac
  printf '%s' "$said"
  return "$status"
}

# Ends unless Docker and Compose v2 answer.
need_docker() {
  command -v docker >/dev/null ||
    die 'Docker is not installed here. Install it (sudo apt-get install -y docker.io docker-compose-v2, or docs.docker.com/engine/install), or use --systemd, which needs neither. Nothing was changed.' \
      "Docker n'est pas installé ici. Installez-le (sudo apt-get install -y docker.io docker-compose-v2, ou docs.docker.com/engine/install), ou utilisez --systemd, qui s'en passe. Rien n'a été changé."
  docker compose version >/dev/null 2>&1 ||
    die 'Docker is here without Compose v2 (docker compose). Install docker-compose-v2, docker-compose-plugin or docker-compose of Debian 13, or use --systemd. Nothing was changed.' \
      "Docker est là sans Compose v2 (docker compose). Installez docker-compose-v2, docker-compose-plugin ou le docker-compose de Debian 13, ou utilisez --systemd. Rien n'a été changé."
  docker info >/dev/null 2>&1 ||
    die 'The Docker engine does not answer. Start it (sudo systemctl start docker); docker info says why it does not. Nothing was changed.' \
      "Le moteur Docker ne répond pas. Démarrez-le (sudo systemctl start docker) ; docker info dit pourquoi. Rien n'a été changé."
}

# not_composed WORDS: ends where Compose runs what a script for systemd is asked about; WORDS are what does it instead.
not_composed() {
  [ -z "$(roles)" ] && [ -n "$(compose_roles)" ] || return 0
  die 'Docker Compose runs EG on this host. Use instead: %s (docs/deploy.md, "Docker"). Nothing was changed.' \
    'Docker Compose fait tourner EG sur cet hôte. Utilisez plutôt : %s (docs/deploy.md, « Docker »). Rien n’a été changé.' "$1"
}

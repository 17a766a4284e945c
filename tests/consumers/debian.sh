# Sourced by the checks that need programs of Debian: `install_debian PACKAGE…`, one check at a time, since apt-get has one lock.
install_debian() {
  local root=()
  if [ "$(id -u)" != 0 ]; then root=(sudo); fi
  (
    flock 9
    "${root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  ) 9>"${TMPDIR:-/tmp}/chainrule-debian.lock"
}

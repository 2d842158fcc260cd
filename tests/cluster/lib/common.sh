# shellcheck shell=bash
# Messages, waiting, the lock; sourced by every script after the settings.

say() { echo "cluster: $*" >&2; }
die() { say "$*"; exit 1; }

# wait_for SECONDS WHAT COMMAND...: runs COMMAND until it succeeds.
wait_for() {
  local seconds=$1 what=$2 end=$((SECONDS + $1))
  shift 2
  until "$@" > /dev/null 2>&1; do
    ((SECONDS < end)) || { say "gave up after $seconds s waiting for $what"; return 1; }
    sleep 0.2
  done
}

# One script at a time changes a cluster. Descriptor 9 must not reach daemons, which would keep the lock.
lock_cluster() {
  mkdir -p "$cache"
  exec 9> "$cache/$cluster.lock"
  flock --nonblock 9 && return
  say "another script is changing cluster $cluster; waiting for it"
  flock 9
}

must_be_root() {
  ((EUID == 0)) || die "this makes namespaces and cgroups and must run as root; with Docker, $here/k3d-up needs no root"
}

# shellcheck shell=bash disable=SC2034 # each script needs one of the lists
# What the cluster runs from Debian 12 rather than building.

runtime_packages=(etcd-server containerd runc containernetworking-plugins busybox-static conntrack iptables iproute2 openssl jq)
build_packages=(golang-1.19-go golang-github-modern-go-reflect2-dev dpkg-dev patch xz-utils)

missing_packages() {
  local package
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null) == installed ]] || echo "$package"
  done
}

# Installs what is missing and upgrades nothing else. RUNLEVEL=1 keeps packages from starting their services:
# each node runs a containerd of its own.
ensure_packages() {
  local -a missing
  command -v dpkg-query > /dev/null || die "needs Debian 12 and its packages: $* (elsewhere use $here/k3d-up)"
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  ((EUID == 0)) || die "missing packages; run as root: apt-get install --no-install-recommends ${missing[*]}"
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  apt-get update -qq >&2
  apt-get install -qq -y --no-install-recommends --no-upgrade "${missing[@]}" >&2 ||
    die "apt-get could not install: ${missing[*]}"
}

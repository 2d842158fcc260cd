# shellcheck shell=bash
# A member is what nodes and the Service gateway have in common: namespaces kept by an anchor, a cable, a kube-proxy.

# member_start NAME MOUNTS...: the namespaces.
member_start() {
  local name=$1 ready=$state/$1.ready
  shift
  rm -f "$ready"
  cgroup_run "$cluster/$name/anchor" "$state/logs/$name.log" unshare --net --mount --uts -- bash "$here/lib/anchor" "$name" "$ready" "$@"
  wait_for 10 "the namespaces of $name (see $state/logs/$name.log)" test -e "$ready"
}

member_pid() { cgroup_pids "$cluster/$1/anchor" | head -n 1; }

# member_exec NAME COMMAND...: runs COMMAND as if logged in to the member.
member_exec() {
  local pid
  pid=$(member_pid "$1")
  [[ -n $pid ]] || { say "$1 is not running"; return 1; }
  nsenter --target "$pid" --net --mount --uts -- "${@:2}"
}

# member_daemon NAME PROGRAM ARGUMENTS...: a program of the member, in a cgroup and with a log named after it.
member_daemon() {
  local name=$1 program=$2
  cgroup_run "$cluster/$name/$(basename "$program")" "$state/logs/$name-$(basename "$program").log" \
    nsenter --target "$(member_pid "$name")" --net --mount --uts -- "$program" "${@:3}"
}

# The conntrack limits belong to the whole machine and are left alone. A bind address spares kube-proxy
# the search for its own Node, which takes 15 s where there is none.
member_proxy() {
  local name=$1 address=$2
  member_daemon "$name" "$kubernetes_bin/kube-proxy" --kubeconfig "$state/users/proxy" --hostname-override "$name" \
    --bind-address "$address" --proxy-mode iptables --cluster-cidr "$pod_net.0.0/16" --oom-score-adj 0 \
    --conntrack-max-per-core 0 --conntrack-tcp-timeout-established 0 --conntrack-tcp-timeout-close-wait 0
}

member_alive() { cgroup_alive "$cluster/$1/$2"; }

member_healthy() {
  local program
  for program in "${@:2}"; do
    member_alive "$1" "$program" || { say "$program of $1 is not running"; return 1; }
  done
}

# The host, and so the API server when it calls webhooks, reaches Services through this member. A kube-proxy on
# the host itself would write into the host's iptables and could not be shared by two clusters.
gateway=$cluster-gateway
gateway_start() {
  cgroup_end "$cluster/$gateway"
  member_start "$gateway" /run=tmpfs
  network_attach "$(member_pid "$gateway")" "$cluster-gw" "$gateway_ip"
  member_proxy "$gateway" "$gateway_ip"
}

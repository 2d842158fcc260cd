# shellcheck shell=bash
# What a cluster changes on the host outside its own state, and how that is undone.

# A kubelet sets these for the whole machine when it starts.
kubelet_sysctls=(vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes)

save_sysctls() {
  local name
  for name in "${kubelet_sysctls[@]}"; do
    echo "$name $(cat "/proc/sys/$name")"
  done > "$state/sysctls"
}

restore_sysctls() {
  local name value
  [[ -f $state/sysctls ]] || return 0
  while read -r name value; do
    echo "$value" > "/proc/sys/$name"
  done < "$state/sysctls"
}

remove_mountpoints() {
  [[ -f $state/mountpoints ]] || return 0
  while read -r path; do
    rmdir --ignore-fail-on-non-empty "$path" 2> /dev/null || true
  done < <(sort -r "$state/mountpoints")
}

# Ends everything of this cluster, whatever state it is in. Namespaces, mounts and iptables rules of nodes
# go with their last process.
cluster_end() {
  cgroup_end "$cluster"
  network_end
  restore_sysctls
  remove_mountpoints
  rm -rf "$state"
}

cluster_exists() { [[ -d $state || -d $cgroup_root/pids/$cluster || -d /sys/class/net/$bridge ]]; }

cluster_is_up() { [[ -f $state/kubeconfig ]] || die "cluster $cluster is not up; run $here/up"; }

# The settings that a running cluster was started with; another value needs another cluster.
settings_fingerprint() {
  echo "$cluster $kubernetes_version $node_net $pod_net $service_net $port_base $node_memory_mib ${private_dirs[*]}"
  (cd "$here/nodes" && sha256sum -- *)
}

publish_kubeconfig() {
  mkdir -p "$(dirname "$kubeconfig")"
  install -m 0600 "$state/kubeconfig" "$kubeconfig"
}

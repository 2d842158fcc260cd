# shellcheck shell=bash
# What a cluster changes on the host outside its own state, and how that is undone.

# All clusters of the machine together undo these changes when the last of them ends, and keep the record here.
record=/run/kvfleet-clusters

# A kubelet sets all but the first for the whole machine when it starts, and reads the first.
kubelet_sysctls=(vm/nr_hugepages vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes)

other_clusters() {
  local marker
  for marker in "$record"/clusters/*; do
    marker=${marker##*/}
    [[ $marker != "$cluster" ]] && cgroup_alive "$marker" && return
  done
  return 1
}

host_register() {
  local name
  mkdir -p "$record/clusters"
  if ! other_clusters; then
    for name in "${kubelet_sysctls[@]}"; do
      echo "$name $(cat "/proc/sys/$name")"
    done > "$record/sysctls"
    # Fewer than asked for are no error: tests that need them say so.
    ((huge_pages <= $(cat /proc/sys/vm/nr_hugepages))) || echo "$huge_pages" > /proc/sys/vm/nr_hugepages || true
  fi
  touch "$record/clusters/$cluster"
}

# Folders that exist only as places to mount on. The host's own are left out of the record.
make_mountpoints() {
  local path
  for path in "$@"; do
    [[ -d $path ]] && continue
    mkdir -p "$path"
    echo "$path" >> "$record/mountpoints"
  done
}

host_restore() {
  local name value path
  rm -f "$record/clusters/$cluster"
  if [[ ! -d $record ]] || other_clusters; then return; fi
  touch "$record/mountpoints" "$record/sysctls"
  while read -r name value; do
    echo "$value" > "/proc/sys/$name"
  done < "$record/sysctls"
  while read -r path; do
    rmdir --ignore-fail-on-non-empty "$path"
  done < <(sort -r "$record/mountpoints")
  rm -rf "$record"
}

# Ends everything of this cluster, whatever state it is in. Namespaces, mounts and iptables rules of nodes
# go with their last process.
cluster_end() {
  cgroup_end "$cluster"
  network_end
  host_restore
  rm -rf "$state"
}

cluster_exists() { [[ -d $state || -d $cgroup_root/pids/$cluster || -d /sys/class/net/$bridge ]]; }

cluster_is_up() { [[ -f $state/kubeconfig ]] || die "cluster $cluster is not up; run $here/up"; }

# The settings that a running cluster was started with; another value needs another cluster.
settings_fingerprint() {
  echo "$cluster $kubernetes_version $node_net $pod_net $service_net $port_base $node_memory_mib $huge_pages ${private_dirs[*]}"
  (cd "$here/nodes" && sha256sum -- *)
}

publish_kubeconfig() {
  mkdir -p "$(dirname "$kubeconfig")"
  install -m 0600 "$state/kubeconfig" "$kubeconfig"
}

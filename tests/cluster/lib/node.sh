# shellcheck shell=bash
# One node: a member with its own containerd and kubelet and its own idea of the host's writable folders.

node_mounts() {
  local dir=$1 path
  rm -rf "$dir/host/run"
  mkdir -p "$dir/host/run/containerd"
  printf '%s\n' /run=tmpfs /dev/shm=tmpfs "/run/containerd=$dir/host/run/containerd"
  for path in /var/lib/kubelet /var/lib/cni /var/log/pods /var/log/containers "${private_dirs[@]}"; do
    make_mountpoints "$path"
    mkdir -p "$dir/host$path"
    echo "$path=$dir/host$path"
  done
}

# containerd's /run is a folder of the state, so that its socket is in reach of the host and yet where cAdvisor
# looks for it. Like the rest of /run it is empty after a boot.
containerd_socket() { echo "$(node_dir "$1")/host/run/containerd/containerd.sock"; }

# Usual limit of a container runtime under systemd; who locks more needs CAP_IPC_LOCK, as on any real node.
node_containerd() {
  local letter=$1 name=$2 dir=$3
  (ulimit -l 8192 && member_daemon "$name" containerd --config "$dir/containerd.toml")
  wait_for 20 "containerd of $name (see $state/logs/$name-containerd.log)" ctr --address "$(containerd_socket "$letter")" version
}

node_kubelet() {
  local letter=$1 name=$2 dir=$3
  member_daemon "$name" "$kubernetes_bin/kubelet" --config "$dir/kubelet.yaml" --kubeconfig "$state/users/kubelet-$letter" \
    --hostname-override "$name" --node-ip "$(node_ip "$letter")" --node-labels "$(node_facts "$letter" label)" \
    --container-runtime remote --container-runtime-endpoint unix:///run/containerd/containerd.sock \
    --pod-infra-container-image "$pause_image" --root-dir /var/lib/kubelet --cert-dir /var/lib/kubelet/pki
}

# The namespaces, with nothing in them yet.
node_boot() {
  local letter=$1 name=$2 dir=$3 mounts
  node_stop "$letter"
  mkdir -p "$dir"
  write_containerd_config "$dir" "$name"
  write_cni_config "$dir" "$letter"
  write_kubelet_config "$dir" "$letter"
  cgroup_make "$cluster/$name/shims"
  mapfile -t mounts < <(node_mounts "$dir")
  member_start "$name" "${mounts[@]}"
  network_attach "$(member_pid "$name")" "$name" "$(node_ip "$letter")" "$letter"
}

# Starts what does not run, be it everything or one program that has died: pods outlive kubelet and containerd.
# Up to a running kubelet; node_join waits for the API server's side of it.
node_start() {
  local letter=$1 name dir
  name=$(node_name "$letter")
  dir=$(node_dir "$letter")
  member_alive "$name" anchor || node_boot "$letter" "$name" "$dir"
  if ! member_alive "$name" containerd; then
    node_containerd "$letter" "$name" "$dir"
    load_image "$letter" "$state/pause.tar"
  fi
  member_alive "$name" kubelet || node_kubelet "$letter" "$name" "$dir"
  member_alive "$name" kube-proxy || member_proxy "$name" "$(node_ip "$letter")"
}

# Like pulling the plug: every process of the node dies at once, its disk stays.
node_stop() { cgroup_end "$cluster/$(node_name "$1")"; }

# What a crash of one program looks like to everything else.
node_kill() { cgroup_kill "$cluster/$(node_name "$1")/$2"; }

node_mend() {
  node_healthy "$1" && return
  say "mending $(node_name "$1")"
  node_start "$1"
  node_join "$1" && return
  say "rebooting $(node_name "$1")"
  node_stop "$1"
  node_start "$1"
  node_join "$1"
}

load_image() { ctr --address "$(containerd_socket "$1")" --namespace k8s.io images import "$2" > /dev/null; }

node_join() {
  wait_for 60 "$(node_name "$1") to become ready (see $state/logs/$(node_name "$1")-kubelet.log)" node_ready "$1" || return 1
  apply_node_facts "$(node_name "$1")" "$1"
}

node_ready() { k wait --for condition=Ready --timeout 0s "node/$(node_name "$1")" > /dev/null 2>&1; }

node_healthy() {
  member_healthy "$(node_name "$1")" anchor containerd kubelet kube-proxy || return 1
  node_ready "$1" || { say "$(node_name "$1") is not ready"; return 1; }
}

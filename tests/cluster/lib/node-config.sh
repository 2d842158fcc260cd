# shellcheck shell=bash
# The files that a node's containerd and kubelet read.

# Shims have a cgroup of their own: that of containerd is empty when it has died, and pods live on.
# restrict_oom_score_adj: machines without CAP_SYS_RESOURCE cannot lower a score, and runc would fail for it.
write_containerd_config() {
  local dir=$1 name=$2
  cat > "$dir/containerd.toml" << EOF_CONFIG
version = 2
root = "$dir/containerd"
state = "/run/containerd"
oom_score = 0
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.internal.v1.tracing", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$pause_image"
  restrict_oom_score_adj = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        ShimCgroup = "/$cluster/$name/shims"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$dir/cni"
EOF_CONFIG
}

# Point-to-point rather than a bridge: every packet of a pod is routed by its node and so passes the Service rules,
# also between two pods of one node, without bridge-netfilter. Addresses are forgotten at "reboot", like /run.
write_cni_config() {
  local dir=$1 letter=$2
  mkdir -p "$dir/cni"
  cat > "$dir/cni/10-$cluster.conflist" << EOF_CONFIG
{
  "cniVersion": "0.4.0",
  "name": "$cluster",
  "plugins": [
    {
      "type": "ptp",
      "mtu": 1500,
      "ipam": {
        "type": "host-local",
        "dataDir": "/run/cni/networks",
        "ranges": [[{ "subnet": "$(node_pod_cidr "$letter")" }]],
        "routes": [{ "dst": "0.0.0.0/0" }]
      }
    },
    { "type": "portmap", "capabilities": { "portMappings": true } }
  ]
}
EOF_CONFIG
}

# What is left of the machine's memory when this node's allocatable and its eviction threshold are subtracted.
reserved_mib() {
  local total huge
  total=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
  ((total > node_memory_mib + 612)) || die "the machine has $total MiB; set KVFLEET_CLUSTER_NODE_MEMORY_MIB below $((total - 612))"
  # The kubelet subtracts huge pages of all sizes by itself.
  huge=$(awk '/^Hugetlb:/ { print int($2 / 1024) }' /proc/meminfo)
  echo $((total - node_memory_mib - 100 - ${huge:-0}))
}

# There is no cluster DNS. A resolver that refuses at once makes a forgotten host name fail in milliseconds,
# and naming it as clusterDNS spares a MissingClusterDNS event per pod.
write_kubelet_config() {
  local dir=$1 letter=$2 name
  name=$(node_name "$letter")
  echo "nameserver 127.0.0.1" > "$dir/resolv.conf"
  cat > "$dir/kubelet.yaml" << EOF_CONFIG
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $(node_ip "$letter")
healthzBindAddress: 127.0.0.1
authentication:
  anonymous: { enabled: false }
  webhook: { enabled: true }
  x509: { clientCAFile: $pki/ca.crt }
authorization: { mode: Webhook }
tlsCertFile: $pki/kubelet-$letter.crt
tlsPrivateKeyFile: $pki/kubelet-$letter.key
cgroupDriver: cgroupfs
cgroupRoot: /$cluster/$name
clusterDNS: [127.0.0.1]
clusterDomain: cluster.local
resolvConf: $dir/resolv.conf
failSwapOn: false
oomScoreAdj: 0
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
nodeStatusUpdateFrequency: 2s
nodeStatusReportFrequency: 5m
evictionHard: { memory.available: 100Mi, nodefs.available: 100Mi, nodefs.inodesFree: "1%", imagefs.available: 100Mi }
systemReserved: { memory: $(reserved_mib)Mi }
enforceNodeAllocatable: [pods]
volumePluginDir: /var/lib/kubelet/volume-plugins
EOF_CONFIG
}

# shellcheck shell=bash disable=SC2034 # settings are used by whoever sources them
# Every name, path, address and port of the local cluster, each overridable from the environment.
# KVFLEET_CLUSTER_NUMBER=1 shifts all of them at once, so that a second cluster lives beside the first.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
repository=$(cd "$here/../.." && pwd)

number=${KVFLEET_CLUSTER_NUMBER:-0}
suffix=$number
[[ $number == 0 ]] && suffix=
cluster=${KVFLEET_CLUSTER_NAME:-kvfleet$suffix}

# What survives the cluster: binaries, keyed by version.
cache=${KVFLEET_CACHE:-$HOME/.cache/kvfleet}
kubernetes_version=v1.20.2
# The last digit counts changes of the recipe, so that a cache does not keep what an older one built.
kubernetes_bin=$cache/kubernetes-$kubernetes_version-3
debian_mirror=${KVFLEET_DEBIAN_MIRROR:-http://deb.debian.org/debian}
debian_suite=${KVFLEET_DEBIAN_SUITE:-bookworm}

# What lives and dies with the cluster. Outside the checkout: another clone of the repository can take over.
state=${KVFLEET_CLUSTER_DIR:-/var/lib/$cluster-cluster}
kubeconfig=${KVFLEET_CLUSTER_KUBECONFIG:-$repository/artifacts/cluster$suffix/kubeconfig}

# The host is .1 of the node network, the Service gateway .2, nodes follow from .11.
node_net=${KVFLEET_CLUSTER_NODE_NET:-10.77.$number}
pod_net=${KVFLEET_CLUSTER_POD_NET:-10.$((244 - number))}
service_net=${KVFLEET_CLUSTER_SERVICE_NET:-10.$((96 + number))}
port_base=${KVFLEET_CLUSTER_PORT_BASE:-$((16440 + 20 * number))}
api_port=$((port_base + 3))
etcd_port=$((port_base + 4))
etcd_peer_port=$((port_base + 5))
controller_manager_port=$((port_base + 6))
scheduler_port=$((port_base + 7))
host_ip=$node_net.1
gateway_ip=$node_net.2
api_url=https://$host_ip:$api_port

# Allocatable memory of every node; the rest of the machine is declared as reserved.
node_memory_mib=${KVFLEET_CLUSTER_NODE_MEMORY_MIB:-4096}

# Huge pages of 2 MiB that the machine sets aside. Every kubelet counts all of them for its own node, so only one node at a time can really have them.
huge_pages=${KVFLEET_CLUSTER_HUGE_PAGES:-160}

# Host paths that each node has for itself, on disk. /run, /dev/shm and the kubelet's folders always are.
read -r -a private_dirs <<< "${KVFLEET_CLUSTER_PRIVATE_DIRS:-/var/lib/kvfleet}"

pause_image=docker.io/local/pause:1

# Interfaces are named after nodes and the kernel allows 15 characters.
if [[ ! $cluster =~ ^[a-z][a-z0-9]{0,11}$ ]]; then
  echo "cluster: KVFLEET_CLUSTER_NAME=$cluster: use at most 12 lower-case letters and digits, a letter first" >&2
  exit 2
fi

# One file in nodes/ is one node.
node_letters() { (cd "$here/nodes" && printf '%s\n' *); }
node_name() { echo "$cluster-$1"; }
node_number() { node_letters | grep -nx "$1" | cut -d: -f1; }
node_ip() { echo "$node_net.$((10 + $(node_number "$1")))"; }
node_pod_cidr() { echo "$pod_net.$(node_number "$1").0/24"; }
node_dir() { echo "$state/nodes/$1"; }

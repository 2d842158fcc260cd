# shellcheck shell=bash
# One bridge on the host. Everything on it reaches everything else by a route, so the host needs no forwarding,
# no address translation and no rule in its iptables.

bridge=${cluster}0

network_start() {
  # With a fixed address: a bridge otherwise changes its own whenever a cable with a lower one is plugged in,
  # and nodes that know the old one lose the API server for half a minute.
  local -a bytes
  IFS=. read -r -a bytes <<< "$host_ip"
  ip link add "$bridge" address "$(printf '02:4b:%02x:%02x:%02x:%02x' "${bytes[@]}")" type bridge ||
    die "cannot make the bridge $bridge"
  ip addr add "$host_ip/24" dev "$bridge"
  ip link set "$bridge" up
  pod_routes | while read -r route; do
    # shellcheck disable=SC2086 # one line is several arguments
    ip route add $route
  done
  ip route add "$service_net.0.0/16" via "$gateway_ip"
}

# The kernel removes the cables of a dead namespace, but takes its time.
link_delete() {
  while [[ -d /sys/class/net/$1 ]]; do
    ip link delete "$1" 2> /dev/null || sleep 0.1
  done
}

# The kernel takes routes and cables with the bridge; cables whose other end is gone went with that.
network_end() {
  local interface
  for interface in /sys/class/net/"$bridge"/brif/*; do
    [[ -e $interface ]] && link_delete "$(basename "$interface")"
  done
  link_delete "$bridge"
}

# pod_routes [LETTER]: the pods of every node (but LETTER) are behind that node's address.
pod_routes() {
  local letter
  for letter in $(node_letters); do
    [[ $letter == "${1:-}" ]] || echo "$(node_pod_cidr "$letter") via $(node_ip "$letter")"
  done
}

# network_attach PID INTERFACE ADDRESS [LETTER]: a cable from the bridge into the namespace of PID.
network_attach() {
  local pid=$1 interface=$2 address=$3
  link_delete "$interface"
  ip link add "$interface" type veth peer name eth0 netns "$pid"
  ip link set "$interface" master "$bridge" up
  {
    echo "link set lo up"
    echo "addr add $address/24 dev eth0"
    echo "link set eth0 up"
    echo "route add default via $host_ip"
    # Kubelets ask cloud providers' metadata servers who they are; refused at once instead of after 11 s.
    echo "route add unreachable 169.254.0.0/16"
    pod_routes "${4:-}" | sed 's/^/route add /'
  } | nsenter --target "$pid" --net -- ip -batch -
  nsenter --target "$pid" --net -- sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
}

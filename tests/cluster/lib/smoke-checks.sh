# shellcheck shell=bash
# The checks of the smoke test; each is silent and fails with a status.

in_pod() { k -n "$namespace" exec "$1" -- "${@:2}"; }
namespace_gone() { ! k get namespace "$namespace" > /dev/null 2>&1; }
schedulable_nodes() {
  k get nodes -o json | jq -r '.items[] | select((.spec.taints // []) == []) | .metadata.name'
}

# HTTP by hand: the wget of a static busybox crashes in the name resolver of its C library.
# shellcheck disable=SC2016 # the variables are the inner shell's
http_get='printf "GET / HTTP/1.0\r\n\r\n" | busybox nc -w 5 "$0" "$1" | grep -q "^web-"'

check_pods_ready() { k -n "$namespace" wait --for condition=Ready --timeout 20s pod --selector app=web > /dev/null; }

check_memory_volume() { in_pod web-0 mount | grep -q '^tmpfs on /memory '; }

check_logs_and_exec() {
  [[ $(k -n "$namespace" logs web-1) == "started web-1" && $(in_pod web-1 cat /memory/index.html) == web-1 ]]
}

check_pod_to_pod() {
  local address
  address=$(k -n "$namespace" get pod web-1 -o jsonpath='{.status.podIP}')
  in_pod web-0 sh -c "$http_get" "$address" 8080
}

service_address() { k -n "$namespace" get service web -o jsonpath='{.spec.clusterIP}'; }

check_service_from_pod() {
  local address
  address=$(service_address)
  wait_for 10 "the Service from a pod" in_pod web-0 sh -c "$http_get" "$address" 80
}

# What the API server's calls to webhooks depend on. The containers of k3d keep their Services to themselves.
check_service_from_host() {
  local address
  [[ ${KVFLEET_CLUSTER:-} == k3d ]] && return
  address=$(service_address)
  wait_for 10 "the Service from the host" sh -c "$http_get" "$address" 80
}

# shellcheck disable=SC2016 # the variables are the container's
check_api_from_pod() { in_pod web-0 sh -c 'nc -w 5 "$KUBERNETES_SERVICE_HOST" "$KUBERNETES_SERVICE_PORT" < /dev/null'; }

# The token is taken where it is meant to be taken, and nowhere else.
check_projected_token() {
  local token
  token=$(in_pod web-0 cat /token/token) || return 1
  [[ $(review "$token" smoke.kvfleet.io) == true && $(review "$token" other.kvfleet.io) != true ]]
}

review() {
  jq -n --arg token "$1" --arg audience "$2" \
    '{apiVersion: "authentication.k8s.io/v1", kind: "TokenReview", spec: {token: $token, audiences: [$audience]}}' |
    k create -o jsonpath='{.status.authenticated}' -f -
}

check_daemon_set() { k -n "$namespace" rollout status daemonset/mounter --timeout 20s > /dev/null; }

# Every pod sees the mount of its own node's DaemonSet pod.
check_bidirectional_mount() {
  local index
  for index in "${!nodes[@]}"; do
    in_pod "web-$index" test -e /host/mnt/there || return 1
  done
}

check_accelerators() {
  k get nodes --selector nvidia.com/gpu.product=NVIDIA-H100-80GB-HBM3 -o jsonpath='{.items[0].status.allocatable}' | grep -q '"nvidia.com/gpu":"8"' &&
    k get nodes --selector amd.com/gpu.product-name -o jsonpath='{.items[0].status.allocatable}' | grep -q '"amd.com/gpu":"8"'
}

# shellcheck shell=bash
# etcd and the three control-plane programs, as processes of the host.

control() { cgroup_run "$cluster/control/$1" "$state/logs/$1.log" "${@:2}"; }

# The cluster's content is worth nothing after a crash of the machine, so etcd need not wait for the disk.
start_etcd() {
  control etcd etcd --name "$cluster" --data-dir "$state/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
    --listen-peer-urls "http://127.0.0.1:$etcd_peer_port" --initial-advertise-peer-urls "http://127.0.0.1:$etcd_peer_port" \
    --initial-cluster "$cluster=http://127.0.0.1:$etcd_peer_port"
}

# Default admission and feature gates of 1.20. The address is the bridge's: nobody outside the machine gets through.
start_kube_apiserver() {
  control kube-apiserver "$kubernetes_bin/kube-apiserver" \
    --etcd-servers "http://127.0.0.1:$etcd_port" --etcd-prefix "/$cluster" \
    --bind-address "$host_ip" --advertise-address "$host_ip" --secure-port "$api_port" --insecure-port 0 \
    --tls-cert-file "$pki/apiserver.crt" --tls-private-key-file "$pki/apiserver.key" --cert-dir "$pki" \
    --client-ca-file "$pki/ca.crt" --token-auth-file "$pki/tokens.csv" --authorization-mode Node,RBAC --allow-privileged \
    --requestheader-client-ca-file "$pki/ca.crt" --requestheader-allowed-names front-proxy-client \
    --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group \
    --requestheader-extra-headers-prefix X-Remote-Extra- \
    --service-cluster-ip-range "$service_net.0.0/16" \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file "$pki/service-account.pub" \
    --service-account-signing-key-file "$pki/service-account.key" \
    --kubelet-client-certificate "$pki/apiserver-kubelet-client.crt" --kubelet-client-key "$pki/apiserver-kubelet-client.key" \
    --kubelet-certificate-authority "$pki/ca.crt" --kubelet-preferred-address-types InternalIP
}

start_kube_controller_manager() {
  control kube-controller-manager "$kubernetes_bin/kube-controller-manager" \
    --kubeconfig "$state/users/controller-manager" --bind-address 127.0.0.1 --secure-port "$controller_manager_port" --port 0 \
    --cert-dir "$pki" --leader-elect=false --use-service-account-credentials --flex-volume-plugin-dir "$state/volume-plugins" \
    --service-account-private-key-file "$pki/service-account.key" --root-ca-file "$pki/ca.crt" \
    --cluster-signing-cert-file "$pki/ca.crt" --cluster-signing-key-file "$pki/ca.key"
}

start_kube_scheduler() {
  control kube-scheduler "$kubernetes_bin/kube-scheduler" --kubeconfig "$state/users/scheduler" \
    --authentication-kubeconfig "$state/users/scheduler" --authorization-kubeconfig "$state/users/scheduler" \
    --bind-address 127.0.0.1 --secure-port "$scheduler_port" --port 0 --cert-dir "$pki" --leader-elect=false
}

# Starts what does not run, be it everything or one program that has died: etcd keeps what it was told.
control_plane_start() {
  local program
  for program in etcd kube-apiserver kube-controller-manager kube-scheduler; do
    if ! cgroup_alive "$cluster/control/$program"; then
      "start_${program//-/_}"
    fi
    [[ $program != kube-apiserver ]] ||
      wait_for 60 "the API server (see $state/logs/kube-apiserver.log)" k get --raw /readyz || return 1
  done
}

# Until the default service account exists no pod can be created.
control_plane_join() {
  wait_for 30 "the controller manager (see $state/logs/kube-controller-manager.log)" k -n default get serviceaccount default
}

control_plane_healthy() {
  local program
  for program in etcd kube-apiserver kube-controller-manager kube-scheduler; do
    cgroup_alive "$cluster/control/$program" || { say "$program is not running"; return 1; }
  done
  k get --raw /readyz > /dev/null 2>&1 || { say "the API server is not ready"; return 1; }
}

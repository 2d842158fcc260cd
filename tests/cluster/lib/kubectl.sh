# shellcheck shell=bash
# kubectl from the PATH, else the one that get-kubectl has put into the cache.

admin_kubeconfig=$state/kubeconfig
kubectl_path() { command -v kubectl || echo "$cache/kubectl"; }

# As administrator of this cluster, whatever KUBECONFIG says.
k() { "$(kubectl_path)" --kubeconfig "$admin_kubeconfig" --request-timeout 20s "$@"; }

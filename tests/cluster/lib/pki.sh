# shellcheck shell=bash
# One certificate authority, serving certificates, bearer tokens for everyone else.

pki=$state/pki

pki_authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=$cluster" \
    -addext 'keyUsage=critical,keyCertSign,digitalSignature' -keyout "$pki/ca.key" -out "$pki/ca.crt" 2>&1
}

# pki_certificate NAME SUBJECT USAGE [ALTERNATIVE-NAMES]
pki_certificate() {
  local name=$1 subject=$2 usage=$3 names=${4:-}
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "$subject" -keyout "$pki/$name.key" -out "$pki/$name.csr" 2>&1
  printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=%s\n%s\n' "$usage" "${names:+subjectAltName=$names}" > "$pki/$name.ext"
  openssl x509 -req -in "$pki/$name.csr" -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -set_serial "0x$(openssl rand -hex 8)" \
    -days 3650 -extfile "$pki/$name.ext" -out "$pki/$name.crt" 2>&1
  rm "$pki/$name.csr" "$pki/$name.ext"
}

pki_make() {
  local letter
  install -d -m 0700 "$pki"
  {
    pki_authority
    pki_certificate apiserver /CN=kube-apiserver serverAuth \
      "IP:$host_ip,IP:127.0.0.1,IP:$service_net.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc"
    pki_certificate apiserver-kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client clientAuth
    for letter in $(node_letters); do
      pki_certificate "kubelet-$letter" "/O=system:nodes/CN=system:node:$(node_name "$letter")" serverAuth \
        "IP:$(node_ip "$letter"),DNS:$(node_name "$letter")"
    done
    openssl genrsa -out "$pki/service-account.key" 2048
    openssl rsa -in "$pki/service-account.key" -pubout -out "$pki/service-account.pub"
  } > "$state/logs/pki.log" 2>&1 || die "openssl failed; see $state/logs/pki.log"
}

# token_user FILE USER [GROUPS]: makes a kubeconfig FILE for a new token of USER.
token_user() {
  local file=$1 user=$2 groups=${3:-} token
  token=$(openssl rand -hex 24)
  printf '%s,%s,%s,"%s"\n' "$token" "$user" "$user" "$groups" >> "$pki/tokens.csv"
  cat > "$file" << EOF_CONFIG
apiVersion: v1
kind: Config
current-context: $cluster
clusters:
- name: $cluster
  cluster:
    server: $api_url
    certificate-authority-data: $(base64 -w0 "$pki/ca.crt")
users:
- name: $user
  user:
    token: $token
contexts:
- name: $cluster
  context:
    cluster: $cluster
    user: $user
EOF_CONFIG
  chmod 0600 "$file"
}

pki_users() {
  local letter
  install -d -m 0700 "$state/users"
  token_user "$state/kubeconfig" admin system:masters
  token_user "$state/users/controller-manager" system:kube-controller-manager
  token_user "$state/users/scheduler" system:kube-scheduler
  token_user "$state/users/proxy" system:kube-proxy
  for letter in $(node_letters); do
    token_user "$state/users/kubelet-$letter" "system:node:$(node_name "$letter")" system:nodes
  done
}

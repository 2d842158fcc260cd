# shellcheck shell=bash
# What the smoke test applies: a web server per node, a Service before them, a DaemonSet that mounts for its neighbours.

# smoke_objects NODE...
smoke_objects() {
  local node index=0
  for node in "$@"; do
    smoke_pod "$node" "web-$((index++))"
  done
  cat << EOF_OBJECTS
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: mounter }
spec:
  selector: { matchLabels: { app: mounter } }
  template:
    metadata: { labels: { app: mounter } }
    spec:
      terminationGracePeriodSeconds: 5
      containers:
      - name: mounter
        image: $pause_image
        imagePullPolicy: Never
        # Mounted inside the container, seen by the node and by every other container that shares the folder.
        command: [/bin/sh, -c, "mkdir -p /host/mnt && mount -t tmpfs smoke /host/mnt && touch /host/mnt/there && trap 'umount /host/mnt; exit' TERM; sleep 2147483647 & wait"]
        readinessProbe: { exec: { command: [/bin/test, -e, /host/mnt/there] }, periodSeconds: 1 }
        securityContext: { privileged: true, runAsUser: 0 }
        volumeMounts: [{ name: host, mountPath: /host, mountPropagation: Bidirectional }]
      volumes: [{ name: host, hostPath: { path: /var/lib/kubelet/plugins/kvfleet-smoke, type: DirectoryOrCreate } }]
EOF_OBJECTS
}

smoke_pod() {
  cat << EOF_POD
---
apiVersion: v1
kind: Pod
metadata: { name: $2, labels: { app: web } }
spec:
  nodeName: $1
  terminationGracePeriodSeconds: 0
  containers:
  - name: web
    image: $pause_image
    imagePullPolicy: Never
    command: [/bin/sh, -c, "echo $2 > /memory/index.html; echo started $2; exec httpd -f -p 8080 -h /memory"]
    readinessProbe: { httpGet: { port: 8080 }, periodSeconds: 1 }
    resources: { requests: { memory: 16Mi }, limits: { memory: 16Mi } }
    volumeMounts:
    - { name: memory, mountPath: /memory }
    - { name: token, mountPath: /token }
    - { name: host, mountPath: /host, mountPropagation: HostToContainer }
  volumes:
  - { name: memory, emptyDir: { medium: Memory, sizeLimit: 8Mi } }
  - { name: token, projected: { sources: [{ serviceAccountToken: { audience: smoke.kvfleet.io, path: token, expirationSeconds: 600 } }] } }
  - { name: host, hostPath: { path: /var/lib/kubelet/plugins/kvfleet-smoke, type: DirectoryOrCreate } }
EOF_POD
}

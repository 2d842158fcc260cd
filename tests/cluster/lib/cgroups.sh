# shellcheck shell=bash
# Processes are kept in cgroups (v1): membership is the record of what runs. Unlike a file with process ids it
# is never stale, names no foreign process, and holds the containers that a dead containerd has left behind.

cgroup_root=/sys/fs/cgroup
controllers=(cpu cpuacct cpuset memory devices freezer blkio pids systemd)

cgroups_usable() {
  local controller
  for controller in cpu cpuset memory pids; do
    [[ -d $cgroup_root/$controller && -w $cgroup_root/$controller/cgroup.procs ]] || return 1
  done
}

mounted_controllers() {
  local controller
  for controller in "${controllers[@]}"; do
    [[ -e $cgroup_root/$controller/cgroup.procs ]] && echo "$controller"
  done
  return 0
}

# cgroup_make PATH: under every controller. A new cpuset has no processors and admits nobody until it gets some.
cgroup_make() {
  local controller file path parts part
  IFS=/ read -r -a parts <<< "$1"
  while read -r controller; do
    mkdir -p "$cgroup_root/$controller/$1"
  done < <(mounted_controllers)
  path=
  for part in "${parts[@]}"; do
    for file in cpuset.cpus cpuset.mems; do
      cat "$cgroup_root/cpuset$path/$file" > "$cgroup_root/cpuset$path/$part/$file"
    done
    path=$path/$part
  done
}

# cgroup_run PATH LOG COMMAND...: starts COMMAND as a daemon in cgroup PATH. In every hierarchy, so that nothing
# of the shell that started the cluster (memory limits, or being ended with it) reaches the daemon.
cgroup_run() {
  local path=$1 log=$2
  shift 2
  cgroup_make "$path"
  (
    while read -r controller; do
      echo "$BASHPID" > "$cgroup_root/$controller/$path/cgroup.procs"
    done < <(mounted_controllers)
    exec setsid "$@" < /dev/null >> "$log" 2>&1 9>&-
  ) &
}

# The processes of a cgroup and all below it.
cgroup_pids() {
  local files
  [[ -d $cgroup_root/pids/$1 ]] || return 0
  mapfile -t files < <(find "$cgroup_root/pids/$1" -name cgroup.procs)
  cat "${files[@]}" 2> /dev/null || true
}

cgroup_alive() { [[ -n $(cgroup_pids "$1") ]]; }

# cgroup_kill PATH: returns when everything in it is dead.
cgroup_kill() {
  local end=$((SECONDS + 20)) pids
  while pids=$(cgroup_pids "$1") && [[ -n $pids ]]; do
    # shellcheck disable=SC2086 # one word per process
    kill -KILL $pids 2> /dev/null || true
    ((SECONDS < end)) || die "processes of $1 do not die: $(tr '\n' ' ' <<< "$pids"); look at /proc/PID/stack"
    sleep 0.1
  done
}

# cgroup_end PATH: kills everything in it and removes it in every hierarchy.
cgroup_end() {
  local folder
  cgroup_kill "$1"
  # Also where we made none: runc adds one in the v2 hierarchy of a hybrid machine.
  for folder in "$cgroup_root"/*/"$1"; do
    [[ -d $folder ]] || continue
    # A killed process leaves its cgroup a little later than it disappears from the list.
    wait_for 10 "$folder to become empty" cgroup_rmdir "$folder"
  done
}

cgroup_rmdir() { find "$1" -depth -type d -exec rmdir {} +; }

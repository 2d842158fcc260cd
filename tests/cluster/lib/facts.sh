# shellcheck shell=bash
# What makes a node look like a machine with accelerators: the labels and resources in nodes/LETTER.

# Lines that begin with a keyword (label, resource), joined by commas.
node_facts() { sed -n "s/^$2 //p" "$here/nodes/$1" | paste -sd, -; }

# apply_node_facts NODE LETTER: what feature discovery and a device plugin would have published. To be repeated when
# a kubelet has registered anew, which resets resources it does not know to 0.
apply_node_facts() {
  local node=$1 letter=$2 fact labels
  IFS=, read -r -a labels <<< "$(node_facts "$letter" label)"
  ((${#labels[@]} == 0)) || k label --overwrite node "$node" "${labels[@]}" > /dev/null
  for fact in $(node_facts "$letter" resource | tr , ' '); do
    k patch node "$node" --subresource status --type merge -p "$(jq -n --arg name "${fact%%=*}" --arg count "${fact#*=}" \
      '{status: {capacity: {($name): $count}, allocatable: {($name): $count}}}')" > /dev/null
  done
}

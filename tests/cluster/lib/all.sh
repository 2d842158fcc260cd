# shellcheck shell=bash
# Everything that the scripts for the real cluster share, in order of dependency.
# shellcheck source=lib/settings.sh
. "$(dirname "${BASH_SOURCE[0]}")/settings.sh"
# shellcheck source=lib/common.sh
. "$here/lib/common.sh"
# shellcheck source=lib/packages.sh
. "$here/lib/packages.sh"
# shellcheck source=lib/kubectl.sh
. "$here/lib/kubectl.sh"
# shellcheck source=lib/facts.sh
. "$here/lib/facts.sh"
# shellcheck source=lib/cgroups.sh
. "$here/lib/cgroups.sh"
# shellcheck source=lib/pki.sh
. "$here/lib/pki.sh"
# shellcheck source=lib/network.sh
. "$here/lib/network.sh"
# shellcheck source=lib/members.sh
. "$here/lib/members.sh"
# shellcheck source=lib/node-config.sh
. "$here/lib/node-config.sh"
# shellcheck source=lib/node.sh
. "$here/lib/node.sh"
# shellcheck source=lib/control-plane.sh
. "$here/lib/control-plane.sh"
# shellcheck source=lib/host.sh
. "$here/lib/host.sh"

# The images, made without a registry or a daemon: self-contained binaries and the few shared libraries they load.
OPERATOR_IMAGE := $(ARTIFACTS)/images/kvfleet-operator-dev.tar
AGENT_IMAGE := $(ARTIFACTS)/images/kvfleet-agent-dev.tar
# The same agent under another name and digest: what an update of the image looks like to a cluster.
NEXT_AGENT_IMAGE := $(ARTIFACTS)/images/kvfleet-agent-next.tar
TOOLS_IMAGE := $(ARTIFACTS)/images/kvfleet-e2e-tools-dev.tar
MOUNT_IMAGE := $(ARTIFACTS)/images/kvfleet-mount-dev.tar
TOOL_SOURCES := $(wildcard tests/e2e/KvFleet.StoreTool/*.cs tests/KvFleet.TestClient/*.cs) $(shell find agent/KvFleet.Native agent/KvFleet.Protocol \( -name bin -o -name obj \) -prune -o -type f -name '*.cs' -print 2>/dev/null)

.PHONY: images load-images
images: $(OPERATOR_IMAGE) $(AGENT_IMAGE) $(NEXT_AGENT_IMAGE) $(TOOLS_IMAGE) $(MOUNT_IMAGE) ## Builds the images as archives under artifacts/images

load-images: images cluster-up ## Puts the images on every node of the local cluster
	tests/cluster/load-image $(OPERATOR_IMAGE) $(AGENT_IMAGE) $(NEXT_AGENT_IMAGE) $(TOOLS_IMAGE) $(MOUNT_IMAGE)

$(OPERATOR_IMAGE): $(SOURCES) tests/build-images
	tests/build-images kvfleet-operator operator/KvFleet.Operator

$(AGENT_IMAGE): $(SOURCES) tests/build-images
	tests/build-images kvfleet-agent agent/KvFleet.Agent agent/KvFleet.NodePlugin agent/KvFleet.Holder

$(NEXT_AGENT_IMAGE): $(AGENT_IMAGE)
	echo next >$(ARTIFACTS)/rootfs/kvfleet-agent/etc/kvfleet-image
	tests/cluster/build-image $(ARTIFACTS)/rootfs/kvfleet-agent kvfleet-agent:next -- /usr/local/bin/kvfleet-serve

$(TOOLS_IMAGE): tests/e2e/engine/engine.c tests/build-tools-image $(TOOL_SOURCES)
	tests/build-tools-image

$(MOUNT_IMAGE): tests/build-mount-image
	tests/build-mount-image

# The images, made without a registry or a daemon: self-contained binaries and the few shared libraries they load.
OPERATOR_IMAGE := $(ARTIFACTS)/images/kvfleet-operator-dev.tar
AGENT_IMAGE := $(ARTIFACTS)/images/kvfleet-agent-dev.tar
TOOLS_IMAGE := $(ARTIFACTS)/images/kvfleet-e2e-tools-dev.tar

.PHONY: images load-images
images: $(OPERATOR_IMAGE) $(AGENT_IMAGE) $(TOOLS_IMAGE) ## Builds the images as archives under artifacts/images

load-images: images cluster-up ## Puts the images on every node of the local cluster
	tests/cluster/load-image $(OPERATOR_IMAGE) $(AGENT_IMAGE) $(TOOLS_IMAGE)

$(OPERATOR_IMAGE): $(SOURCES) tests/build-images
	tests/build-images kvfleet-operator operator/KvFleet.Operator

$(AGENT_IMAGE): $(SOURCES) tests/build-images
	tests/build-images kvfleet-agent agent/KvFleet.Agent agent/KvFleet.NodePlugin agent/KvFleet.Holder

$(TOOLS_IMAGE): tests/e2e/engine/engine.c tests/build-tools-image
	tests/build-tools-image

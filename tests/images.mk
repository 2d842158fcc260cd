# The two images, made without a registry or a daemon: self-contained binaries and the few shared libraries they load.
OPERATOR_IMAGE := $(ARTIFACTS)/images/kvfleet-operator-dev.tar
AGENT_IMAGE := $(ARTIFACTS)/images/kvfleet-agent-dev.tar

.PHONY: images
images: $(OPERATOR_IMAGE) $(AGENT_IMAGE) ## Builds the images as archives under artifacts/images

$(OPERATOR_IMAGE): $(SOURCES) tests/build-images
	tests/build-images kvfleet-operator operator/KvFleet.Operator

$(AGENT_IMAGE): $(SOURCES) tests/build-images
	tests/build-images kvfleet-agent agent/KvFleet.Agent agent/KvFleet.NodePlugin agent/KvFleet.Holder

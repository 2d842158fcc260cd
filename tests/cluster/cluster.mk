# The local cluster, for the root Makefile to include. KVFLEET_CLUSTER=k3d takes the path for machines with Docker.
cluster_scripts := $(dir $(lastword $(MAKEFILE_LIST)))
ifeq ($(KVFLEET_CLUSTER),k3d)
cluster_prefix := k3d-
endif

.PHONY: cluster-up cluster-down cluster-smoke cluster-lint

cluster-up: ## Start the local cluster, or mend it; writes artifacts/cluster/kubeconfig
	$(cluster_scripts)$(cluster_prefix)up

cluster-down: ## End the local cluster and remove everything it made
	$(cluster_scripts)$(cluster_prefix)down

cluster-smoke: ## Check what the tests rely on, against the running cluster
	$(cluster_scripts)smoke

cluster-lint: ## Check the scripts of the local cluster
	cd $(cluster_scripts) && shellcheck -a $$(grep -lIs '^#!/usr/bin/env bash' * lib/*)

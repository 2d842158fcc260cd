# Every target installs what it needs or says what is missing. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

CONFIGURATION ?= Release
ARTIFACTS := artifacts
SOURCES := $(shell find crds operator agent \( -name bin -o -name obj \) -prune -o -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.proto' -o -name '*.yaml' \) -print 2>/dev/null) \
	$(wildcard Directory.* BannedSymbols.txt config/*.yaml)

# K8S=k3d takes the path for machines with Docker; scripts below see the same word.
K8S ?= local
ifeq ($(K8S),k3d)
export KVFLEET_CLUSTER := k3d
endif

include tests/cluster/cluster.mk
include tests/images.mk

.PHONY: help
help: ## Lists the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.PHONY: build
build: tools ## Compiles everything
	dotnet build Operator.sln -c $(CONFIGURATION) -p:UseSharedCompilation=true -v quiet

.PHONY: tools
tools:
	@tests/require dotnet

.PHONY: test
test: ## All tests: without a cluster, then end to end on a real one
	tests/run all

.PHONY: test-fast
test-fast: ## The tests that need no cluster
	tests/run fast

.PHONY: demo
demo: load-images ## Cluster, install, a sample pool, kubectl describe
	tests/demo

.PHONY: e2e
e2e: ## End-to-end tests alone (K8S=local, k3d, or KVFLEET_E2E_KUBECONFIG)
	tests/run e2e

.PHONY: crds
crds: tools ## Writes crds/*.yaml and the generated roles
	dotnet run --project crds/KvFleet.CrdGenerator -- crds crds
	dotnet build operator/KvFleet.Operator -v quiet
	dotnet run --project crds/KvFleet.CrdGenerator -- rbac operator/KvFleet.Operator/bin/Debug/net10.0/kvfleet-operator.dll kvfleet-operator config/base/operator-role.yaml

.PHONY: bench
bench: tools ## Benchmarks: RESULT lines and artifacts/bench/*.json
	@tests/require redis-server redis-benchmark
	dotnet run -c Release --project tests/bench/KvFleet.Benchmarks -- $(BENCH)

.PHONY: fuzz
fuzz: tools ## Mutated inputs for every parser that reads what strangers send (FUZZ_SECONDS per target)
	dotnet run -c Release --project tests/fuzz/KvFleet.Fuzz -- $(FUZZ)

.PHONY: clean
clean: ## Removes what builds wrote (not the cluster: cluster-down)
	rm -rf $(ARTIFACTS)
	find crds operator agent tests \( -name bin -o -name obj \) -type d -prune -exec rm -rf {} +

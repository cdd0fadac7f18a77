IMG ?= compute-operator:latest
GATEWAY_IMG ?= compute-gateway:latest
KUBECTL ?= kubectl
DOTNET ?= dotnet
# How long uninstall and undeploy wait for Instances to go.
TIMEOUT ?= 60s

.DEFAULT_GOAL := help
# Goals are steps: what is deployed was built and pushed before.
.NOTPARALLEL:

.PHONY: help
help: ## Say what can be made.
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ Development

.PHONY: build
build: ## Compile everything; warnings are errors.
	$(DOTNET) build

.PHONY: run
run: ## Run operator and gateway with samples on KUBECONFIG's cluster, else on a local control plane.
	hack/run.sh

.PHONY: test
test: ## Run all tests; the control plane they need is built once.
	hack/test.sh

.PHONY: bench
bench: ## Measure throughput, latency, calls and memory.
	hack/bench.sh

.PHONY: manifests
manifests: ## Generate CRDs, roles and reference documents from the C# types.
	$(DOTNET) run --project tools/Manifests

.PHONY: profile
profile: ## Find out which methods the operator runs, for publishing to compile ahead: after larger changes.
	hack/profile.sh

.PHONY: verify
verify: ## Check format, build and generated files.
	$(DOTNET) format whitespace --verify-no-changes
	$(DOTNET) build
	$(DOTNET) run --project tools/Manifests --no-build -- --check

##@ Cluster of the current kubectl context

# What is there may have been changed by its owner and stays, as it does when the operator starts: $(call create-absent,FOLDER).
create-absent = { $(KUBECTL) create -k $(1) 2>&1 >&3 | grep -v "(AlreadyExists)" >&2; } 3>&1; $(KUBECTL) get -k $(1) >/dev/null

# Objects of a kind can only be applied once the API server serves the kind: definitions first, then a wait. After deploy the operator does it.
.PHONY: install
install: ## Install the kinds and the policies, and the machine types and the default tenant where they are absent.
	$(KUBECTL) apply --server-side -k config/crd
	$(KUBECTL) kustomize config/crd | $(KUBECTL) wait --for=condition=Established --timeout=60s -f -
	$(KUBECTL) apply --server-side -k config/policies
	@$(call create-absent,config/machinetypes)
	@$(call create-absent,config/tenants)

# While the operator is still there to take the machines down.
.PHONY: delete-objects
delete-objects:
	KUBECTL='$(KUBECTL)' TIMEOUT='$(TIMEOUT)' hack/delete-objects.sh

.PHONY: uninstall
uninstall: delete-objects ## Remove every Instance and Tenant, then the kinds.
	$(KUBECTL) delete --ignore-not-found -k config/policies
	$(KUBECTL) delete --ignore-not-found -k config/crd

# What a folder consists of, its program from another image: $(call manifests-with,FOLDER,PROGRAM,IMAGE).
manifests-with = $(KUBECTL) kustomize $(1) | sed 's|image: $(2):latest$$|image: $(3)|'

.PHONY: deploy
deploy: ## Install everything, the operator included, from IMG.
	$(call manifests-with,config/default,compute-operator,$(IMG)) | $(KUBECTL) apply --server-side -f -

.PHONY: deploy-gateway
deploy-gateway: ## Install the REST gateway beside the operator, from GATEWAY_IMG; its certificate is the secret compute-gateway-tls.
	$(call manifests-with,config/gateway,compute-gateway,$(GATEWAY_IMG)) | $(KUBECTL) apply --server-side -f -

.PHONY: undeploy-gateway
undeploy-gateway: ## Remove the REST gateway.
	$(KUBECTL) delete --ignore-not-found -k config/gateway

.PHONY: undeploy
undeploy: delete-objects undeploy-gateway ## Remove every Instance and Tenant, then everything that deploy and deploy-gateway installed.
	$(KUBECTL) delete --ignore-not-found -k config/manager
	$(KUBECTL) delete --ignore-not-found -k config/rbac
	$(KUBECTL) delete --ignore-not-found -k config/policies
	$(KUBECTL) delete --ignore-not-found -k config/crd

.PHONY: docker-build
docker-build: ## Build the images of operator and gateway.
	docker build --target operator -t $(IMG) .
	docker build --target gateway -t $(GATEWAY_IMG) .

.PHONY: docker-push
docker-push: ## Push the images to where IMG and GATEWAY_IMG say.
	docker push $(IMG)
	docker push $(GATEWAY_IMG)

# Kinward's one set of commands: `make help`. BUILD picks the preset (release, asan, tsan, coverage).
BUILD ?= release
JOBS ?= $(shell nproc)
ARGS ?=
KINWARD_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/kinward
export BUILD KINWARD_CACHE

FOLDER := build/$(BUILD)
STACK := deploy/local/stack
BUF := $(KINWARD_CACHE)/buf-1.75.0/bin/buf
SOURCES := git ls-files -co --exclude-standard '*.cc' '*.h' | sort -u | xargs -r ls 2>/dev/null

.DEFAULT_GOAL := quick
.PHONY: quick help setup configure build test lint lint-layers lint-tidy lint-format lint-proto \
  lint-clang format up down status demo bench faults clean scenarios replays sim load nightly images \
  chart monitoring cluster-test golden-accept

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  BUILD=$(BUILD) picks the preset; KINWARD_RUN_DIR moves .run/; ARGS=… goes to the command."

setup: ## install what this machine lacks (Debian 12)
	@deploy/local/setup

configure: setup
	@[ -f $(FOLDER)/build.ninja ] || cmake --preset $(BUILD)

build: configure ## compile everything
	@cmake --build --preset $(BUILD) -j $(JOBS)
	@echo "build: ready in $(FOLDER)"

quick: build ## (bare `make`) compile, then the tests that need no server
	@ctest --test-dir $(FOLDER) --output-on-failure -j $(JOBS) -FA servers -E '_itest$$|^servers_'

test: build ## everything that proves correctness
	@ctest --test-dir $(FOLDER) --output-on-failure -j $(JOBS) || \
	  { echo "again, only what failed: ctest --test-dir $(FOLDER) --rerun-failed --output-on-failure"; exit 1; }

lint: configure lint-layers lint-tidy lint-format lint-proto lint-clang ## style, layers, protos and clang-tidy over the pure code
	@echo "lint: clean"
lint-layers:
	@tools/check_layers
lint-tidy:
	@tools/check_tidy
	@tools/describe --check
lint-format:
	@$(SOURCES) | xargs -r clang-format-14 --dry-run -Werror && echo "clang-format: clean"
lint-proto:
	@tools/check_protos $(BUF)
lint-clang: configure
	@cmake --build --preset $(BUILD) -j $(JOBS) --target kinward_proto_headers >/dev/null
	@tools/run_clang_tidy $(FOLDER)

format: ## lay out every C++ file
	@$(SOURCES) | xargs -r clang-format-14 -i
	@echo "format: done"

up: build ## start the whole stack in the background; returns when it is ready, its programmes published
	@$(STACK) up --publish $(ARGS)
down: ## stop it
	@$(STACK) down
status: ## what runs
	@$(STACK) status
clean: ## stop the stack, delete its data and the build folder
	@$(STACK) clean
	@rm -rf $(FOLDER) && echo "clean: $(FOLDER) removed"

# Each of these is one program. One that is not there yet says so and fails.
define program
	@if [ -x $(1) ]; then $(1) $(2); else echo "$@: not built yet (docs/progress.md)"; exit 1; fi
endef

demo: build ## the story, on a fresh stack (ARGS=--once stops after it)
	$(call program,deploy/local/demo,$(ARGS))
bench: build ## the figures of docs/benchmarks (ONLY=name)
	$(call program,tests/load/bench,$(if $(ONLY),--only $(ONLY)) $(ARGS))
faults: build ## kill everything at random, lose nothing (SECONDS=n)
	$(call program,tests/faults/run,$(if $(SECONDS),--seconds $(SECONDS)) $(ARGS))
scenarios: build ## every programme's scenario
	$(call program,tests/scenarios/run,$(ARGS))
replays: build ## the published figures, replayed
	$(call program,tests/replays/run,$(ARGS))
sim: build ## deterministic simulation (SEED=n)
	$(call program,tests/simulation/run,$(if $(SEED),--seed $(SEED)) $(ARGS))
load: build ## a country's load
	$(call program,tests/load/run,$(ARGS))
nightly: build ## all of the above, long
	$(call program,tests/nightly,$(ARGS))
golden-accept: build ## take today's output as the golden files; review the difference
	$(call program,tests/golden/accept,$(ARGS))
images: build ## container images
	$(call program,deploy/images/build,$(ARGS))
chart: ## check the Helm chart
	$(call program,helm/check,$(ARGS))
monitoring: ## test rules, alerts and dashboards
	$(call program,deploy/monitoring/check,$(ARGS))
cluster-test: images ## install the chart on a real cluster
	$(call program,tests/cluster/run,$(ARGS))

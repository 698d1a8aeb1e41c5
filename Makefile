# Relevo, from a checkout: `make demo` to see it, `make test` to trust it. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
NPM := npm --prefix web --silent
export PATH := $(CURDIR)/$(BIN):$(PATH)

# Trust what the administrator of this machine trusts; uv and Node bring lists of their own otherwise.
SYSTEM_CERTS := /etc/ssl/certs/ca-certificates.crt
ifneq ($(wildcard $(SYSTEM_CERTS)),)
export UV_SYSTEM_CERTS ?= 1
export NODE_EXTRA_CA_CERTS ?= $(SYSTEM_CERTS)
endif

# Workers of pytest; two suit the two cores that the suite is timed for, and a third where much is waited for.
PYTEST := $(BIN)/pytest -q --dist worksteal
SLOW := browser or chaos or model
BUILT := web/node_modules/.built
WEB_SOURCES := $(shell find web -type d -name node_modules -prune -o -type f \( -name '*.ts' -o -name '*.tsx' -o -name '*.css' -o -name '*.html' -o -name '*.json' -o -name '*.mjs' -o -name '*.svg' \) -print 2>/dev/null)

# The stamp stands outside of what it vouches for, because that gets packed; without the one the other is worth nothing.
$(if $(wildcard src/relevo/_web),,$(shell rm -f $(BUILT)))

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

## Use

.PHONY: setup demo build
setup: $(VENV)/.installed ## Make .venv with the locked packages (brings uv and Node when absent)

demo: setup web ## Run the demo: a shop page with the widget, the console, an assistant
	@exec $(BIN)/relevo demo

build: setup ## Pack the wheel and the sdist into dist/
	@uv build --quiet --no-build-isolation --python $(BIN)/python
	ls -l dist

## Test

.PHONY: test check lint types floors web-check web-test web-size core-coverage test-python test-browser
test: check web-check web-test web-size core-coverage test-python test-browser ## Everything that must hold before a merge (under 25 minutes on 2 cores)
	@echo "==> all green"

check: lint types floors ## Style, types and architecture, in seconds

lint: setup
	@echo "==> ruff"
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .

types: setup
	@echo "==> mypy --strict"
	$(BIN)/mypy

floors: setup
	@echo "==> floors, cycles, sizes, words (tests/architecture)"
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -q -p no:xdist tests/architecture

# Branch coverage slows the core three times, so the gate counts with few examples, and the next target runs the 10,000 (decision 0006).
core-coverage: setup ## The core's tests, with 100 % of its branches covered
	@echo "==> core: every branch"
	RELEVO_TEST_PROFILE=cover $(PYTEST) -n $(or $(WORKERS),2) tests/core --ignore=tests/core/machine/test_planted_bugs.py --cov=relevo.core --cov-report=term-missing:skip-covered --cov-fail-under=100

test-python: setup web ## The Python tests (10,000 runs of the state machine; RELEVO_TEST_PROFILE=dev for 200)
	@echo "==> Python tests"
	RELEVO_TEST_PROFILE=$${RELEVO_TEST_PROFILE:-ci} $(PYTEST) -n $(or $(WORKERS),3) -m "not ($(SLOW))" --ignore=tests/architecture

test-browser: setup web ## The tests that drive Chromium (Debian's, or RELEVO_TEST_CHROMIUM)
	@scripts/chromium.sh
	echo "==> browser tests"
	$(NPM) run test:browser
	$(PYTEST) -n $(or $(WORKERS),2) -m "browser and not (chaos or model)"

web-check: web/node_modules/.installed
	@echo "==> TypeScript"
	$(NPM) run check

web-test: web/node_modules/.installed
	@echo "==> web tests"
	$(NPM) test

web-size: web
	@echo "==> size of the widget"
	$(NPM) run size

## Measure

.PHONY: bench chaos
bench: setup web ## Load through the public API against the floor of this machine (12 minutes; BENCH="reply race" for some)
	@mkdir -p reports
	$(BIN)/python -m bench --json reports/bench.json $(BENCH)

chaos: setup web ## Kills, cuts and races for longer than `make test` allows
	@# Apart, since a browser that was driven leaves its event loop running in the process, where others begin their own.
	@RELEVO_TEST_PROFILE=chaos $(PYTEST) -n $(or $(WORKERS),2) -m "chaos and not browser"
	@RELEVO_TEST_PROFILE=chaos $(PYTEST) -m "chaos and browser"

## Keep

.PHONY: web lock format clean
web: $(BUILT) ## Build the front end into src/relevo/_web

lock: setup ## Write requirements/*.txt again (LOCK=--upgrade for newer versions)
	@scripts/lock.sh $(LOCK)

format: setup ## Let ruff mend what it can
	@$(BIN)/ruff check --quiet --fix . && $(BIN)/ruff format --quiet .

clean: ## Remove everything that was made here
	@rm -rf $(VENV) dist reports web/node_modules web/*/node_modules web/*/dist src/relevo/_web .coverage .coverage.* .*_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: pyproject.toml requirements/runtime.txt requirements/dev.txt requirements/node.txt requirements/uv.txt scripts/setup.sh scripts/lib.sh
	@scripts/setup.sh

web/node_modules/.installed: web/package-lock.json $(VENV)/.installed
	@echo "==> npm ci"
	$(NPM) ci --no-audit --no-fund
	touch $@

$(BUILT): web/node_modules/.installed $(WEB_SOURCES)
	@echo "==> front end"
	$(NPM) run build
	touch $@

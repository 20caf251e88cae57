# Nhịp: every command a newcomer needs. Needs make and Python 3.11 or newer; the rest comes with
# `make setup`, which every other command runs by itself when requirements.lock has changed.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)
PY := .venv/bin/python
READY := .venv/ready
PYTEST := $(PY) -m pytest

UNIT := $(wildcard tests/schema tests/stream tests/alerts tests/web tests/deploy)
# The browser comes last: its driver keeps an event loop in the main thread, where others need their own.
REAL := $(wildcard tests/deploy/live tests/integration tests/faults tests/acceptance)

COUNTRY ?= M
export NHIP_COUNTRY := $(COUNTRY)
TIMESCALE ?= 0
export NHIP_TIMESCALE := $(TIMESCALE)

.PHONY: help setup run test check unit real integration acceptance bench mutants calibrate faults screens reset lock

help: ## say what there is
	@echo "make …"
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  \1\t/' | expand -t 16

setup: $(READY) ## install what requirements.lock names into .venv

run: $(READY) ## run everything with the sample country until Ctrl-C (COUNTRY=S|M|L|none PORT=8000 TIMESCALE=1)
	@exec $(PY) -I -S deploy/tether.py 15 $$PPID '' $(PY) -m deploy up

test: $(READY) ## every check and every test, with the time of each part
	@for part in check unit real; do begun=$$(date +%s); \
	$(MAKE) --no-print-directory $$part || exit 1; echo "$$part: $$(($$(date +%s) - begun)) s"; done

check: $(READY) ## style, format, types, import rules, rules of the code base
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PYTEST) -q tests/codebase

unit: $(READY) ## tests without services
	$(PYTEST) -q -n auto -m 'not integration' $(UNIT)

real: $(READY) ## integration and acceptance on one set of engines
	$(PYTEST) -q --durations=20 -m 'not faults' $(REAL)

integration: $(READY) ## tests on the real engines
	$(PYTEST) -q -m 'not faults' tests/deploy/live tests/integration

acceptance: $(READY) ## the whole system in a browser
	$(PYTEST) -q -m 'not faults' tests/acceptance

bench: $(READY) ## the benchmarks (ONLY=name for one of them)
	$(PY) -m tests.benchmarks $(ONLY)

mutants: $(READY) ## break every formula in every small way; do tests notice? (ONLY="room or module …")
	$(PY) -m tests.mutants $(ONLY)

calibrate: $(READY) ## judge the forecast on seeds it never saw
	$(PY) -m tests.calibration

faults: $(READY) ## the fault suite (DURATION=seconds SEED=number ONLY="name,name")
	NHIP_FAULTS_DURATION=$(DURATION) NHIP_FAULTS_SEED=$(SEED) NHIP_FAULTS_ONLY="$(ONLY)" \
	$(PYTEST) -q -s -m faults tests/faults

screens: $(READY) ## the README's pictures, of what runs at PORT
	$(PY) -m tests.screens

reset: $(READY) ## forget the local data
	@$(PY) -m deploy reset

lock: ## resolve requirements.in again (needs uv on PATH)
	uv pip compile requirements.in -o requirements.lock --upgrade --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --python-version 3.11 \
		--custom-compile-command 'make lock'

$(READY): requirements.lock
	@test -n "$(PYTHON)" || { echo "expected Python 3.11 or newer on PATH, found none:" \
		"install it, or say where it is: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "expected $(PYTHON) to make a" \
		"virtual environment, it could not (Debian: apt-get install python3-venv)" >&2; exit 1; }
	@echo "installing requirements.lock into .venv (about a minute, only when it changed)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $(READY)

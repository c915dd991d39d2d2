# Two commands on a fresh clone: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The first Python from 3.11 to 3.13 that is there; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
# Processes of tests; each holds models, so more need memory.
TEST_WORKERS ?= 2
PYTEST = $(BIN)/python -m pytest -n $(TEST_WORKERS) --dist worksteal
PIP := $(BIN)/python -m pip --disable-pip-version-check install -q --no-deps
LOCKS := requirements/build.txt requirements/run.txt

.PHONY: help setup demo docs test test-fast types lint unit audit lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; none was found (PYTHON=... names one)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python $(LOCKS) pyproject.toml
	$(PIP) -r requirements/build.txt -r requirements/run.txt
	$(PIP) --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(PIP) -r requirements/dev.txt
	touch $@

$(VENV)/.train: $(VENV)/.dev requirements/torch.txt requirements/train.txt
	$(PIP) -r requirements/torch.txt
	$(PIP) -r requirements/train.txt
	touch $@

setup: $(VENV)/.run  ## make the virtual environment that running needs

demo: $(VENV)/.run  ## annotate the samples, make a workbook of them, show what was found
	mkdir -p demo
	$(BIN)/ofsight annotate samples -o demo/samples.jsonl
	$(BIN)/ofsight validate demo/samples.jsonl
	$(BIN)/ofsight convert demo/samples.jsonl demo/samples.xlsx
	$(BIN)/ofsight view demo/samples.jsonl -o demo/samples.html
	$(BIN)/python scripts/show.py demo/samples.jsonl

docs: $(VENV)/.dev  ## build the documentation into site/; open site/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

test: $(VENV)/.train lint types unit  ## all checks and all tests, training included

test-fast: lint  ## style and tests without torch
	OFSIGHT_WITHOUT_TORCH=1 $(PYTEST)

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: $(VENV)/.train
	$(BIN)/mypy

unit: $(VENV)/.train
	$(PYTEST) --cov --cov-report=term

audit: $(VENV)/.dev  ## ask about known vulnerabilities of the locked packages (needs the network)
	$(BIN)/python scripts/audit.py

lock: $(VENV)/.dev  ## write the lock files anew
	$(BIN)/python scripts/lock.py

clean:  ## remove what the other commands made
	rm -rf $(VENV) demo build dist site .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis

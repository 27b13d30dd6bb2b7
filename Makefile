# Everything one does with a checkout. It needs Python 3.11 or newer, make, and the package registries;
# the browser and client tests also need Node.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= python3
PYTEST_ARGS ?=
JOBS ?= 2

# The second database the tests run on, reached by URL: Debian's PostgreSQL 15 where it is, else the embedded binaries.
BY_URL := $(if $(wildcard /usr/lib/postgresql/15/bin/postgres),system-15,url)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

# A stamp is newer than what it was made from, so a second call installs nothing.
STAMPS := $(VENV)/stamps
BASE := $(STAMPS)/base
DEV := $(STAMPS)/dev
TESTS := $(STAMPS)/tests

.PHONY: help serve test check format lint types contract messages bench soak lock

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

serve: $(BASE) ## start the server with its own database; every WORKHALL_… variable is passed on
	@exec $(BIN)/workhall serve

test: $(TESTS) ## install what tests need and run them all, on the embedded database and on a server by URL
	$(BIN)/python -m pytest -n $(JOBS) $(PYTEST_ARGS)
	WORKHALL_TEST_POSTGRES=$(BY_URL) $(BIN)/python -m pytest -n $(JOBS) -m database $(PYTEST_ARGS)

check: format lint types contract test ## what CI runs: format, lint, types, import contract, tests

format: $(DEV) ## check the format (`.venv/bin/ruff format` mends it)
	$(BIN)/ruff format --check .

lint: $(DEV) ## check every lint rule
	$(BIN)/ruff check .

types: $(DEV) ## check the types, strictly
	$(BIN)/mypy

contract: $(DEV) ## check who imports whom
	$(BIN)/lint-imports --no-cache

messages: $(DEV) ## bring new messages of templates and Python into the catalogues
	$(BIN)/python -m workhall.surfaces.web.pages.extraction

bench: $(DEV) ## measure, as ratios in one run, and write the figures to bench-results/
	$(BIN)/python -m bench

soak: $(TESTS) ## the long races, kills and fuzzing
	WORKHALL_SOAK=long $(BIN)/python -m pytest tests/soak tests/contract/test_generated.py tests/contract/test_hostile.py $(PYTEST_ARGS)

lock: $(DEV) ## compile the requirements again from pyproject.toml
	$(COMPILE) --upgrade pyproject.toml requirements/build.in --output-file requirements/base.txt
	$(COMPILE) --upgrade pyproject.toml requirements/build.in --extra dev --constraint requirements/base.txt --output-file requirements/dev.txt

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Workhall needs Python 3.11 or newer; say which with make PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make environments here. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(BASE): requirements/base.txt pyproject.toml | $(BIN)/python
	@echo "Installing Workhall …"
	@$(PIP) install --require-hashes --requirement requirements/base.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

$(DEV): requirements/dev.txt $(BASE)
	@echo "Installing the tools …"
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@

# Cheap when all is there, and what is missing may be missing again tomorrow: asked on every call.
.PHONY: $(TESTS)
$(TESTS): $(DEV)
	@$(BIN)/python tests/prepare.py

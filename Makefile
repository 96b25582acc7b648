.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
POSTGRES := /usr/lib/postgresql/15/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard cityshop/translations/*/LC_MESSAGES/messages.po))
FRONT_END := $(shell find static/css static/js static/img static/*.mjs 2>/dev/null)

export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help
help:  ## list what make can do
	@sed -nE 's/^([a-z-]+):.*  ## (.*)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-14s %s\n", $$1, $$2 }'

# --- set up ---

.PHONY: setup
setup: $(VENV)/.ready static/built/manifest.json $(CATALOGUES)  ## install everything, once

$(VENV)/.python:
	.ci/virtual-environment $(VENV)
	touch $@

$(VENV)/.ready: $(VENV)/.python pyproject.toml requirements-dev.lock
	python -m pip install --quiet --require-hashes -r requirements-dev.lock
	python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.node: $(VENV)/.ready requirements-node.lock
	.ci/node-is-new-enough || python -m pip install --quiet --require-hashes -r requirements-node.lock
	touch $@

node_modules/.ready: $(VENV)/.node package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	touch $@

static/vendor/.ready: node_modules/.ready static/vendor.mjs
	node static/vendor.mjs
	touch $@

static/built/manifest.json: static/vendor/.ready $(FRONT_END)
	node static/build.mjs

%.mo: %.po $(VENV)/.ready
	pybabel --quiet compile --input-file=$< --output-file=$@

.PHONY: assets
assets: static/vendor/.ready  ## bundle, hash and compress the front end
	node static/build.mjs

.PHONY: lock
lock: $(VENV)/.ready  ## renew the lock files
	.ci/lock

.PHONY: clean
clean:  ## remove what set-up made; data in var/ stays
	rm -rf $(VENV) node_modules static/vendor static/built dist .mypy_cache .ruff_cache .pytest_cache
	rm -f $(CATALOGUES)

# --- run ---

.PHONY: run
run: export CITYSHOP_DEMO := 1
run: setup seed  ## the site with sample cities on PORT (8000), and its worker
	.ci/together "cityshop worker" "cityshop serve --port $(PORT)"

.PHONY: migrate
migrate: setup  ## bring the database up to date
	cityshop migrate

.PHONY: seed
seed: export CITYSHOP_DEMO := 1
seed: setup  ## load the sample cities, once
	cityshop seed

# --- change ---

.PHONY: fix
fix: $(VENV)/.ready  ## format, and repair what can be repaired simply
	ruff check --quiet --fix-only .
	ruff format .

.PHONY: migration
migration: migrate  ## write the next migration: make migration m="add the agenda"
	alembic revision --autogenerate -m "$(m)"

.PHONY: translate
translate: $(VENV)/.ready  ## gather new words into the catalogues
	.ci/translate

# --- check ---

.PHONY: check
check: setup check-python check-contracts check-templates check-front-end check-catalogues check-migrations  ## all but the tests

.PHONY: check-python
check-python: $(VENV)/.ready
	ruff format --check .
	ruff check .
	mypy

.PHONY: check-contracts
check-contracts: $(VENV)/.ready
	lint-imports

.PHONY: check-templates
check-templates: $(VENV)/.ready
	djlint --lint --quiet templates

.PHONY: check-front-end
check-front-end: assets
	for script in static/*.mjs; do node --check $$script; done

.PHONY: check-catalogues
check-catalogues: $(VENV)/.ready
	python .ci/catalogues.py

.PHONY: check-migrations
check-migrations: $(VENV)/.ready
	.ci/migrations-match-models

.PHONY: test-tools
test-tools:  ## install what the tests need: Chromium and PostgreSQL 15
	.ci/debian-packages chromium=chromium $(POSTGRES)/initdb=postgresql-15

.PHONY: test
test: setup test-tools  ## the whole suite: SQLite, PostgreSQL, browser; one part with T=tests/places
	.ci/test $(T)

.PHONY: test-postgres
test-postgres: setup test-tools  ## the suite on PostgreSQL
	pytest --database postgres --numprocesses 2 --ignore tests/browser --ignore tests/journeys $(T)

.PHONY: browser
browser: setup test-tools  ## the phone journeys in Chromium
	pytest tests/browser tests/journeys

.PHONY: screenshots
screenshots: setup test-tools  ## pictures of the main pages for docs/screenshots
	pytest tests/browser/test_main_pages.py --screenshots docs/screenshots

.PHONY: bench
bench: setup test-tools  ## the table of speed: value and goal
	python -m tests.bench

.PHONY: bench-mail
bench-mail: setup test-tools  ## 35,000 code mails to a local server, the worker killed half-way
	python -m tests.bench.mail

.PHONY: bench-redeem
bench-redeem: setup test-tools  ## a Saturday: 300 counters, 10 scans a second, five minutes
	python -m tests.bench.redemptions

.PHONY: bench-votes
bench-votes: setup test-tools  ## an election day: 64 contests, 35,000 voters, 200 votes a second
	python -m tests.bench.votes

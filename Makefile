# Tasks. `make` alone lists them; a target's line says what it does.
# Every path is relative: the folder's own name may hold a space or Persian letters.

SHELL := /bin/sh
PYTHON ?= python3
WORKERS ?= 2
TESTS ?= tests
BIN := .venv/bin
PY := $(BIN)/python
SCHEMA := $(wildcard src/vafa/*/sql/*.sql src/vafa/domain/*/sql/*.sql)
SQL := $(SCHEMA) $(wildcard src/vafa/*/checks/*.sql)
TEMPLATES := $(wildcard src/vafa/interfaces/*/templates)
CHECKS := check-types check-sql check-templates check-rest

.DEFAULT_GOAL := help
.PHONY: help start dev test check $(CHECKS) fix bench drill fences messy docs pictures older coverage soak deep ready ready-dev ready-browser

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' Makefile

start: ready ## start Vafa with its demo club; Ctrl-C stops everything
	@exec $(PY) -m vafa.server.cli start

dev: ready-dev ## start Vafa for who works on it: pages are built and read anew at each change
	@exec $(PY) -m scripts.develop

test: ready-dev ready-browser ## run the tests (TESTS=tests/kit runs a part, WORKERS=0 in one process)
	@$(PY) -m pytest -q -n $(WORKERS) --dist loadgroup $(TESTS)

check: ready-dev ## format, lint, types, layers, migrations, SQL, spelling
	@$(MAKE) --no-print-directory -j 2 $(CHECKS)

check-types:
	$(PY) -m mypy

check-sql:
	$(if $(SQL),$(BIN)/sqlfluff lint --disable-progress-bar $(SQL))
	$(if $(SCHEMA),$(BIN)/squawk $(SCHEMA))

check-templates:
	$(if $(TEMPLATES),$(BIN)/djlint --check --lint $(TEMPLATES))

check-rest:
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/lint-imports --no-logo
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
	$(BIN)/typos

fix: ready-dev ## mend what the tools can mend by themselves
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .
	$(if $(SQL),$(BIN)/sqlfluff fix --disable-progress-bar $(SQL) || true)
	$(if $(TEMPLATES),$(BIN)/djlint --reformat --quiet $(TEMPLATES) || true)

bench: ready-dev ## measure what design.md section 5 promises (ROWS="http growth" a part; ROWS=pages MEMBERS=1000000 KEPT=folder)
	@$(PY) -m bench $(ROWS) $(if $(MEMBERS),--members $(MEMBERS)) $(if $(KEPT),--home $(KEPT))

drill: ready-dev ## all drills: kill, cut, fill, upgrade, wrong clocks; nothing may be lost (PURCHASES=10000)
	@$(PY) -m drill run control away disk upgrade clock restore --purchases $(or $(PURCHASES),10000)

fences: ready-dev .venv-tools/ready ## count what all fences hold, in full; attack source and doors (half an hour)
	@$(PY) -m tests.fences

.venv-tools/ready: requirements/fences.txt
	$(PYTHON) -m venv --clear .venv-tools
	.venv-tools/bin/pip --disable-pip-version-check install --quiet --require-hashes -r requirements/fences.txt
	@touch $@

messy: ready-dev ## put messy files of the demo's data in, mend, undo, put them in again
	@$(PY) -m scripts.messy_import

docs: ready-dev ## write the generated pages and the Python client anew
	@$(PY) -m scripts.reference

pictures: ready-dev ready-browser ## take the pictures of README and guides anew, while make dev runs
	@$(PY) -m scripts.pictures

older: ready-dev ## run the tests that ask the database on PostgreSQL 16 and 17 (TESTS=tests/ledger a part)
	@$(PY) -m scripts.older $(filter-out tests,$(TESTS))

coverage: ready-dev ## run the tests and show which branches no test takes
	@$(BIN)/coverage erase
	@$(PY) -m coverage run -m pytest -q -n $(WORKERS) --dist loadgroup $(TESTS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

soak: ready-dev ## post 200 times a second for an hour; nothing may grow but the book (SECONDS=3600)
	@$(PY) -m drill soak --soak-seconds $(or $(SECONDS),3600)

deep: ready-dev ## run the property tests with many more examples (an hour)
	@$(PY) -m pytest -q -n $(WORKERS) --hypothesis-profile=deep $(TESTS)

ready:
	@$(PYTHON) scripts/bootstrap.py app

ready-dev:
	@$(PYTHON) scripts/bootstrap.py dev

ready-browser:
	@$(PYTHON) scripts/bootstrap.py browser

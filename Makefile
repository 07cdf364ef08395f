# Tasks. `make` alone lists them; a target's line says what it does.
# Every path is relative: the folder's own name may hold a space or Persian letters.

SHELL := /bin/sh
PYTHON ?= python3
PY := .venv/bin/python
WORKERS ?= 2
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help start test check fix bench docs coverage soak ready ready-dev

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' Makefile

start: ready ## start Vafa with its demo club; Ctrl-C stops everything
	@$(PY) -m vafa.server.cli start

test: ready-dev ## run the tests (TESTS=tests/kit runs a part, WORKERS=1 in one process)
	@$(PY) -m pytest -q -n $(WORKERS) $(TESTS)

ready:
	@$(PYTHON) scripts/bootstrap.py app

ready-dev:
	@$(PYTHON) scripts/bootstrap.py dev

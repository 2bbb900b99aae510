# appsec: `make scan` and `make test` are all that a newcomer needs; both install what they use.
.DEFAULT_GOAL := help
.PHONY: help setup setup-test scan test check lint types layers unit golden docs docs-check agents samples bench wheel lock clean

VENV ?= .venv
BIN := $(VENV)/bin
APP ?=
CLASS ?=
OUT ?= reports
JOBS ?= auto

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{printf "  %-12s %s\n", $$1, $$2}'

setup: ## Install the tool into .venv
	@VENV=$(VENV) scripts/setup.sh run

setup-test: ## Install the tool and what its tests need
	@VENV=$(VENV) scripts/setup.sh test

scan: setup ## Scan the samples, or APP=path [CLASS=L2]; reports go to reports/
	@BIN=$(BIN) APP="$(APP)" CLASS="$(CLASS)" OUT="$(OUT)" scripts/scan.sh

test: setup-test ## Everything that CI checks
	@$(MAKE) --no-print-directory check

check: lint types layers docs-check wheel unit ## Format, lint, types, layers, docs, wheel and tests

lint:
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

types:
	@$(BIN)/mypy

layers:
	@PYTHONPATH=. $(BIN)/lint-imports --config pyproject.toml | tail -3

unit:
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

golden: ## Write the expected outputs of tests anew; review the diff as code
	@UPDATE_GOLDEN=1 $(BIN)/python -m pytest -k golden

docs: ## Write the generated pages under docs/ anew
	@$(BIN)/python -m scripts.docs

docs-check:
	@$(BIN)/python -m scripts.docs --check

agents: setup-test ## Build what watches apps on devices anew (needs npm)
	@cd agents && npm ci --no-audit --no-fund --silent
	@$(BIN)/python -m scripts.agents

samples: ## Build the sample apps anew (needs Debian packages; the build says which)
	@samples/build.sh

bench: setup-test ## Measure speed and memory beside a peer
	@$(BIN)/python -m bench

wheel:
	@$(BIN)/python -m scripts.check_wheel

lock: setup-test ## Resolve and pin the dependencies anew
	@scripts/lock.sh

clean: ## Remove what was built here
	rm -rf $(VENV) reports build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Bare `make` lists the verbs. Everything is installed into .venv from the lock files; nothing else is touched.
PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
VENV := .venv
BIN := $(VENV)/bin
PERIOD ?= 2024-Q3
LANGUAGE ?= vi
# --system-certs: offices often stand behind a proxy with a certificate of its own.
UV := $(BIN)/uv pip install --system-certs --quiet --compile-bytecode --python $(BIN)/python

.DEFAULT_GOAL := help
.PHONY: help sentences report lab check check-office quick test campaign benchmarks bench-projection bench-publish lock environment dictionary catalogue package docs demo clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else f"Python 3.11, 3.12 or 3.13 is needed, this is {v[0]}.{v[1]}; say make PYTHON=/path/to/python3.11")'
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.13"

$(VENV)/.run: $(BIN)/uv requirements.lock pyproject.toml
	@echo "Installing what the analysis needs (from requirements.lock) ..."
	@$(UV) -r requirements.lock
	@$(UV) --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@echo "Installing what the tests need (from requirements-dev.lock) ..."
	@$(UV) -r requirements-dev.lock
	@touch $@

report: $(VENV)/.run ## make the HTML analysis (PERIOD=2024-Q3 LANGUAGE=vi) and print the path of its pages
	@$(BIN)/hba report $(PERIOD) --lang $(LANGUAGE)

lab: $(VENV)/.run ## open JupyterLab on notebooks/
	@$(BIN)/jupyter lab --notebook-dir=notebooks

check: $(VENV)/.run ## check the raw data and list every problem
	@$(BIN)/hba check

quick: $(VENV)/.dev ## layers, lint, types and the quick tests: minutes, for while you work
	@printf '\n\033[1m%s\033[0m\n' "layers: data flow one way" && $(BIN)/lint-imports --no-cache
	@printf '\n\033[1m%s\033[0m\n' "lint: code, notebooks" && $(BIN)/ruff check --no-cache . && $(BIN)/ruff format --no-cache --check .
	@printf '\n\033[1m%s\033[0m\n' "types" && $(BIN)/mypy --no-incremental
	@printf '\n\033[1m%s\033[0m\n' "tests, quick part" && $(BIN)/pytest -n 2 -m "not slow"

test: quick ## all of quick, then the long tests: real reports, packs, browser, examples of docstrings
	@printf '\n\033[1m%s\033[0m\n' "tests, long part" && $(BIN)/pytest -n 2 -m slow

PARTS ?=
TRIES ?=
campaign: $(VENV)/.dev ## attack what is promised, hours long, and write docs/reliability.md (PARTS="deaths full-disk" TRIES=20)
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.campaign $(PARTS) $(if $(TRIES),--tries $(TRIES))

OFFICE ?= reports hbanalysis/briefing/templates
check-office: $(VENV)/.dev ## check Office files (OFFICE="FOLDER ..."): schema, accessibility, language, print, numbers
	@$(BIN)/python scripts/check_office.py $(OFFICE)

benchmarks: $(VENV)/.run ## count wrong calls of the pace (docs/pace.md), time 700 territories and one briefing pack
	@$(BIN)/python benchmarks/pace_calls.py --write
	@$(BIN)/python scripts/keep_evidence.py
	@$(BIN)/python benchmarks/assess_scale.py
	@$(BIN)/python benchmarks/briefing.py

BENCH ?= ../shared/yearend-bench
bench-projection: $(VENV)/.run ## measure the year-end projection anew and write docs/method.md (needs ../shared)
	@test -d $(BENCH) || { echo "There is no $(BENCH): nothing to measure against."; exit 1; }
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python scripts/bench_projection.py $(BENCH)
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python scripts/bench_sparse.py
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python scripts/bench_parts.py --bench $(BENCH)
	@$(BIN)/python scripts/keep_evidence.py
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/projection_speed.py

bench-publish: $(VENV)/.dev ## measure the making of pages against a shell loop and write docs/performance.md (an hour)
	@$(BIN)/python benchmarks/publish.py --long 300 --write

catalogue: $(VENV)/.run ## collect all messages into hbanalysis/vocabulary/locale/vi.po and list those without a translation
	@$(BIN)/python -m scripts.make_catalogue

package: $(VENV)/.run ## describe data/raw anew in datapackage.json (after adding or removing a file)
	@$(BIN)/python scripts/make_datapackage.py

docs: $(VENV)/.dev ## build the documents as a site that opens from the file system (site/index.html)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet && echo site/index.html

demo: $(VENV)/.run ## make the illustrative months of Hong Bang again
	@$(BIN)/python scripts/make_demo.py
	@$(BIN)/python scripts/make_datapackage.py

environment: $(VENV)/.dev ## write environment.yml from pyproject.toml
	@$(BIN)/python scripts/make_environment.py

dictionary: $(VENV)/.run ## write the pages of docs that are made from code: data dictionary, checks, columns, judging, commands, names
	@$(BIN)/python scripts/make_dictionary.py
	@$(BIN)/python scripts/make_checks_page.py
	@$(BIN)/python scripts/make_analysis_pages.py
	@$(BIN)/python scripts/make_reference.py

sentences: $(VENV)/.run ## write every sentence with an example in both languages, to be read aloud: build/sentences.md
	@$(BIN)/python scripts/make_sentences_page.py

lock: $(BIN)/uv ## resolve the lock files anew
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --no-annotate --no-header --no-emit-index-url --upgrade --quiet -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra dev -c requirements.lock --universal --python-version 3.11 --no-annotate --no-header --no-emit-index-url --upgrade --quiet -o requirements-dev.lock

clean: ## remove the environment and everything made
	@rm -rf $(VENV) reports/*/ data/processed/*.parquet data/processed/fingerprints.json .pytest_cache .mypy_cache .ruff_cache .hypothesis

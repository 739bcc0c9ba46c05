# What one may ask for. The logic lives in scripts/, so that this page stays a list.
.DEFAULT_GOAL := help
.PHONY: help run test check bench journeys screenshots translations migration locks develop

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

help:  ## list what can be asked for
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 20

run:  ## set up what is missing and serve the demonstration on http://127.0.0.1:8000 (or PORT=)
	@PORT=$(PORT) $(PYTHON) -m scripts.run

test: develop  ## run every test (the journeys need a Chromium)
	@$(BIN)/pytest -n 2 --dist loadgroup -rs $(ARGS)

check: develop  ## style, types, templates, floors, security
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports
	$(BIN)/bandit -q -ll -c pyproject.toml -r casework scripts config.py wsgi.py

bench: develop  ## measure the running server against the bars (bench/)
	@$(BIN)/python -m bench $(ARGS)

journeys: develop  ## only the long stories, in a real browser
	@CASEWORK_REQUIRE_BROWSER=1 $(BIN)/pytest -m journey $(ARGS)

screenshots: develop  ## the same, with a picture of each page, into screenshots/
	@CASEWORK_REQUIRE_BROWSER=1 CASEWORK_PICTURES=1 $(BIN)/pytest -m journey $(ARGS)

translations: develop  ## bring the catalogues up to date with the source, then compile them
	@$(BIN)/python -m scripts.translations

migration: develop  ## write the next database script: make migration MESSAGE="add plans"
	@test -n "$(MESSAGE)" || { echo 'Say what it is for: make migration MESSAGE="add plans"'; exit 1; }
	@CASEWORK_DEMONSTRATION=1 $(BIN)/flask db migrate -m "$(MESSAGE)"

locks:  ## pin the newest versions that fit, with hashes
	@$(PYTHON) -m scripts.locks

develop:
	@$(PYTHON) -m scripts.environment requirements-dev.txt
	@$(BIN)/python -m scripts.assets

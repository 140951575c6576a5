# Two commands do everything: `make run` starts Plumbline, `make test` proves it.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check format lint types layers pytest coverage mutate bench browser translations clean

run: .venv/run.installed ## Install, then start the app on an embedded database
	@$(BIN)/python -m survey serve

test: .venv/test.installed browser check ## Install what checks need, then check everything

check: format lint types layers pytest

format:
	$(BIN)/ruff format --check .
lint:
	$(BIN)/ruff check .
types:
	$(BIN)/mypy
	$(BIN)/pyright
layers:
	$(BIN)/lint-imports
pytest:
	$(BIN)/pytest -n 2 --dist loadgroup
coverage: .venv/test.installed ## Branch coverage of the parts that must have all of it
	$(BIN)/pytest -n 2 --dist loadgroup -m "not browser" --cov=analysis/stats --cov=analysis/disclosure.py --cov=survey/storage --cov-report=term-missing:skip-covered
mutate: .venv/test.installed ## Changes analysis/stats in some 5,600 ways, lists what no test minds (half an hour)
	$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut results
browser: ## A Chromium for the browser tests: one that is there, else Debian's, else a word of advice
	@sh tests/e2e/find_browser.sh
translations: .venv/run.installed ## Catalogues brought up to date with what the pages say
	$(BIN)/python -m survey.html.extraction
bench: .venv/test.installed ## Calibration and speed, printed as tables (benchmarks/README.md)
	$(BIN)/python -m benchmarks.statistics
	$(BIN)/python -m benchmarks.exports
	$(BIN)/python -m benchmarks.within_groups
	$(BIN)/python -m benchmarks.calibration

.venv/bin/python:
	$(PYTHON) -m venv .venv
.venv/run.installed: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	@touch $@
.venv/test.installed: requirements.txt requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.txt
	@touch $@ .venv/run.installed

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

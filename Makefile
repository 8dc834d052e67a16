# Needs Python 3.11 or newer and make. Everything is installed into .venv here, nothing anywhere else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_FOLDER ?= $(CURDIR)/.verbale

SIZES ?= 10k,100k,1M,3M

.PHONY: install run test check lint types drills bench bench-scale quality docs screenshots clean

install: $(VENV)/installed

# The stamp is younger than pyproject.toml when what it lists is installed. pip's dependency groups are PEP 735.
$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "verbale needs Python 3.11 or newer; say which with make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

run: install  ## the main job: collect, index, search, and serve the form
	$(BIN)/verbale --home $(HOME_FOLDER) quickstart

test: install  ## every test
	$(BIN)/python -m pytest -n auto --dist worksteal

check: install  ## the quick part; types are checked while the tests run
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy & types=$$!; \
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow" --hypothesis-profile quick; tests=$$?; \
	wait $$types && exit $$tests

drills: install  ## what goes wrong, at length: nodes of a cluster killed, away, swapped while read; many kills and flipped bits
	VERBALE_DRILLS=1 $(BIN)/python -m pytest -n 2 tests/test_opensearch_drills.py tests/test_opensearch_away.py tests/test_opensearch_trouble.py
	VERBALE_KILLS=40 VERBALE_FLIPS=400 $(BIN)/python -m pytest -n 2 tests/test_kill.py tests/test_kill_crawl.py tests/test_verify.py

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

bench: install  ## speed, printed as a table
	$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python -m benchmarks

bench-scale: install  ## engines, store and followers at growing sizes: make bench-scale SIZES=10k,100k,1M; goes on where it stopped
	$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python -m benchmarks.scale --sizes $(SIZES)
	$(BIN)/python -m benchmarks.scale --draw

quality: install  ## how right extraction, ranking and redlines are, against what was read by eye; fails below a pinned floor
	$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python -m benchmarks.extraction
	$(BIN)/python -m benchmarks.ranking
	$(BIN)/python -m benchmarks.redline
	$(BIN)/python -m benchmarks.submitters
	$(BIN)/python -m benchmarks.counterparts
	$(BIN)/python -m benchmarks.crosswalk
	$(BIN)/python -m benchmarks.quotes
	$(BIN)/python -m benchmarks.tracing
	$(BIN)/python -m benchmarks.watches

docs: install  ## what is generated of docs/
	$(BIN)/python -m search.manual docs

screenshots: install  ## the pictures of docs/screenshots, taken anew
	$(BIN)/python -m benchmarks.screenshots

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build

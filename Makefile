# Every command sets up what it needs. `make` alone lists them.
VENV := .venv
BIN  := $(VENV)/bin
PORT ?= 8000
# What needs a C compiler and Python's headers is taken where they are, and done without elsewhere.
FAST = python3 -m pip --quiet --disable-pip-version-check --python $(BIN)/python install --editable '.[fast]' 2>/dev/null \
	|| echo 'no parser of requests in C (it takes gcc and the headers of Python): gunicorn reads them in Python, a little slower'
# What the package's build bundles for the browser; a change of it installs again.
FRONT := hatch_build.py $(shell find frontend -type f -not -path '*/node_modules/*')

.PHONY: help serve test check test-slow bench bench-forms bench-library bench-matching bench-pages bench-scale bench-validation screenshots tutorials guides soak fuzz fuzz-http catalogues crawl test-linking test-fire test-engines test-trials shacl-suite clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 20

serve: $(VENV)/.run  ## build the graph where needed and serve it on http://localhost:8000 (PORT=8123 for another)
	@exec $(BIN)/samgraf serve --port $(PORT)

test: $(VENV)/.dev  ## run the tests, under 5 minutes
	$(BIN)/python -m pytest -n 2 -m 'not slow and not crawl and not linking and not fire and not trials'

check: $(VENV)/.dev  ## lint and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

test-slow: $(VENV)/.dev  ## the slower tests: the wheel elsewhere, the whole graph, a browser (needs chromium, java, node)
	$(BIN)/python -m pytest -n 2 -m 'slow and not fire'

crawl: $(VENV)/.dev  ## read every page of the site, follow its links, check its HTML, and compare 200 pages with their data (needs java, node)
	$(BIN)/python -m pytest -m crawl

test-linking: $(VENV)/.dev  ## match thousands of rows, load the dumps into other stores, compare versions: what takes too long for test-slow
	$(BIN)/python -m pytest -m linking

test-fire: $(VENV)/.dev  ## long trials: other stores behind the same site, faults (needs virtuoso)
	$(BIN)/python -m pytest -m fire

test-engines: $(VENV)/.dev  ## pages, queries, linking, validation over each store: memory, disk, virtuoso (ENGINE=disk for one; needs virtuoso)
	@$(BIN)/python -m tests.thrice $(ENGINE)

test-trials: $(VENV)/.dev  ## thousands of edits of generated graphs, each checked by our engine, in full and in part, and by others: half an hour
	$(BIN)/python -m pytest -n 2 -m trials

fuzz-http: $(VENV)/.dev  ## let schemathesis ask every address for MINUTES=10, against a server of five actors
	FUZZ_MINUTES=$(or $(MINUTES),10) $(BIN)/python -m pytest -s -m slow tests/test_openapi.py

fuzz: $(VENV)/.fuzz  ## look for inputs that break the readers of queries, tables, headers, frames, shapes (MINUTES=1 each; TARGET=scanner for one)
	@$(BIN)/python -m tests.fuzz $(or $(MINUTES),1) $(TARGET)

catalogues: $(VENV)/.dev  ## take up what pages say and translations (TEXTS=FILE); tell what is left to translate
	@$(BIN)/python tests/catalogues.py $(TEXTS)

shacl-suite: $(VENV)/.dev  ## the W3C SHACL tests in a folder (SUITE=DIR)
	@$(BIN)/python tests/w3c.py $(SUITE)

bench-validation: $(VENV)/.dev  ## our validation beside other engines (SIZES='10k 100k 1M'); writes bench/RESULTS-validation.md
	@$(BIN)/python bench/validation.py $(SIZES)

bench: $(VENV)/.dev  ## our endpoint beside others (SIZES='1 10 100'); writes bench/RESULTS.md
	@$(BIN)/python bench/endpoint.py $(SIZES)

bench-forms: $(VENV)/.dev  ## how the queries of pages grow from x1 to x100, over the graphs of make bench; prints them
	@$(BIN)/python bench/pages.py

bench-scale: $(VENV)/.dev  ## the real graph 1, 4 and 42 times over, up to 10^7 triples (SIZES='1 4' for others); writes a section of bench/RESULTS.md and docs/scale/
	@PYTHONPATH=. $(BIN)/python bench/scale.py $(SIZES)

bench-pages: $(VENV)/.dev  ## how long the server takes for every page of the real graph; writes bench/RESULTS-pages.md
	@PYTHONPATH=. $(BIN)/python bench/page_times.py $(MOST)

bench-reconcile: $(VENV)/.dev  ## how long the reconciliation service takes on the real graph, over HTTP; prints its figures
	@$(BIN)/python bench/reconcile.py

bench-library: $(VENV)/.dev  ## how long each question of the library takes on the real graph, cold (ONLY='cq01 ego-network' prints them alone); writes bench/RESULTS-library.md
	@PYTHONPATH=. $(BIN)/python bench/library.py $(ONLY)

bench-matching: $(VENV)/.dev  ## how well and how fast 2,000 rows of other people's tables are matched; writes bench/RESULTS-matching.md
	@PYTHONPATH=. $(BIN)/python bench/matching.py

screenshots: $(VENV)/.dev  ## pictures of well-known pages, into docs/screenshots (INTO=DIR for another folder; needs chromium)
	@$(BIN)/python -m tests.screenshots $(INTO)

tutorials: $(VENV)/.dev  ## run the notebooks in docs/tutorials against the graph as it is, and keep what they put out
	@$(BIN)/python -m tests.notebooks

guides: $(VENV)/.dev  ## run the commands of docs/guides against the graph as it is built, and keep what they put out
	@$(BIN)/python -m tests.guides build

soak: $(VENV)/.dev  ## abuse, builds and flips beside ordinary load on the real graph (MINUTES=10); writes a section of bench/RESULTS.md
	@PYTHONPATH=. $(BIN)/python bench/soak.py $(MINUTES)

# atheris apart: it is large, and the tests do without it.
$(VENV)/.fuzz: $(VENV)/.dev
	python3 -m pip --quiet --disable-pip-version-check --python $(BIN)/python install --editable '.[dev,fuzz]'
	@touch $@

clean:  ## forget the environment and everything built
	rm -rf $(VENV) build dist frontend/node_modules tests/tools/node_modules server/samgraf/web/static/dist .mypy_cache .pytest_cache .ruff_cache

# --without-pip and pip --python also work where Debian's python3-venv is missing.
$(VENV)/bin/python:
	python3 -m venv --without-pip $(VENV)

$(VENV)/.run: pyproject.toml $(FRONT) | $(VENV)/bin/python
	python3 -m pip --quiet --disable-pip-version-check --python $(BIN)/python install --editable .
	@$(FAST)
	@touch $@

$(VENV)/.dev: pyproject.toml $(FRONT) | $(VENV)/bin/python
	python3 -m pip --quiet --disable-pip-version-check --python $(BIN)/python install --editable '.[dev]'
	@$(FAST)
	@touch $@ $(VENV)/.run

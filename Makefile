# Two commands do everything: `make demo` shows the main job, `make test` passes the tests.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q
DEMO   := demo
ROWS   ?= 300000
MATCH  ?= 1000000
COTERIE := $(BIN)/coterie --workspace $(DEMO)/.coterie

.PHONY: demo test lint types docs lock clean help bench screenshots neo4j-up neo4j-down test-neo4j

help:            ## show this
	@grep -E '^[a-z0-9-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/made:
	@echo "== setting up $(VENV) (once, about a minute)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run: requirements.lock pyproject.toml $(VENV)/made
	@echo "== installing the libraries of requirements.lock"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps -e .
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/run
	@echo "== installing the tools of requirements-dev.lock"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/bench: requirements-bench.lock $(VENV)/dev
	@echo "== installing the libraries that are measured beside ours"
	@$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@

demo: $(VENV)/run  ## a planted world, end to end: load, analyze, ask, draw
	@rm -rf $(DEMO)
	@echo "== 1/6 inventing a small world of exports in $(DEMO)/world"
	@$(BIN)/python -m tests.worlds $(DEMO)/world
	@echo "== 2/6 coterie load $(DEMO)/world"
	@$(COTERIE) load $(DEMO)/world
	@echo "== 3/6 coterie analyze"
	@$(COTERIE) analyze
	@echo "== 4/6 coterie groups"
	@$(COTERIE) groups
	@echo "== 5/6 coterie cypher: which accounts hold more than one likely group?"
	@$(COTERIE) cypher -f docs/examples/two-groups.cypher
	@echo "== 6/6 coterie map"
	@$(BIN)/python -m tests.worlds.demo_account $(DEMO)/.coterie | xargs -I@ $(COTERIE) map @ -o $(DEMO)/map.html
	@echo "Open $(DEMO)/map.html in a browser. Next: coterie load YOUR_EXPORTS"

test: $(VENV)/dev  ## every test that this machine can run; names what it skips
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -rs

test-neo4j: $(VENV)/dev  ## the tests of every store, on one line of Neo4j (VERSION=calendar for the newest)
	@COTERIE_TEST_NEO4J_LINE=$(VERSION) $(BIN)/python -m pytest -rs tests/contract

lint: $(VENV)/dev  ## ruff and the import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-cache

types: $(VENV)/dev  ## strict mypy
	@$(BIN)/mypy

docs: $(VENV)/dev  ## write the generated references anew
	@$(BIN)/python -m cli.reference docs

bench: $(VENV)/bench  ## ratios of speed, each in one run (ROWS=10000000 for the full size)
	@$(BIN)/python -m benchmarks.load --rows $(ROWS) --match $(MATCH)
	@$(BIN)/python -W ignore -m benchmarks.analysis
	@$(BIN)/python -m benchmarks.projection
	@$(BIN)/python -m benchmarks.atlas
	@$(BIN)/python -m benchmarks.maps

neo4j-up: $(VENV)/dev  ## start a real Neo4j from Maven's jars (VERSION=calendar for the newest)
	@$(BIN)/python -m tests.neo4j up $(VERSION)

neo4j-down: $(VENV)/dev  ## stop it and remove its data
	@$(BIN)/python -m tests.neo4j down

screenshots: $(VENV)/dev  ## pictures of map and atlas for the documents (needs Chromium)
	@$(BIN)/python -m tests.browser.screenshots docs/img

lock: $(VENV)/dev  ## resolve the dependencies anew (needs uv)
	@uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	@uv pip compile -q --group bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-bench.lock
	@uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock

clean:           ## remove what make made
	@rm -rf $(VENV) $(DEMO)

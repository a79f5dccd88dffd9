# make          set up and build            make test   set up, lint, type-check, run every test
# make serve    build and open Datasette    make check  only check the records
# make release  publish the ledger's newest version, or say why not
# make matrix   the wheel on old and new pandas and pyarrow        make bench  cold start against plain pandas
# make croissant  hold the release against mlcroissant (343 MB, an environment of its own)
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SETUP  := $(VENV)/.set-up
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := build
.PHONY: build test serve check fmt docs lock clean release matrix bench croissant

$(SETUP): requirements.lock requirements-schemas.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "communique needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-schemas.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

build: $(SETUP)
	$(BIN)/python build.py

test: $(SETUP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest
	$(BIN)/communique release --check

serve: build
	$(BIN)/datasette serve dist/current/communique.db --metadata dist/current/metadata.json --host 127.0.0.1 --port 8001 --open

check: $(SETUP)
	$(BIN)/communique check

fmt: $(SETUP)
	$(BIN)/communique fmt
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(SETUP)
	$(BIN)/python -m communique.publish.docs --write

release: $(SETUP)
	$(BIN)/communique release

matrix: $(SETUP)  # needs a package index
	$(BIN)/python tests/matrix/run.py

bench: $(SETUP)
	$(BIN)/python bench/load.py

croissant: $(SETUP)  # needs a package index
	test -x .venv-croissant/bin/python || $(PYTHON) -m venv .venv-croissant
	.venv-croissant/bin/python -m pip install --quiet --disable-pip-version-check "mlcroissant[parquet]==1.1.*"
	.venv-croissant/bin/python tests/packaging/croissant_check.py

lock:  # needs uv; rewrites requirements.lock for every platform from Python 3.11 on
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --upgrade \
	  --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) .venv-matrix .venv-croissant dist/current .mypy_cache .pytest_cache .ruff_cache .hypothesis

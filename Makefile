# make          set up and build            make test   set up, lint, type-check, run every test
# make serve    build and serve the site on 127.0.0.1:8001; LOCAL=1 with free SQL, PORT=8010 on another port
# make site     write dist/site, the folder a server needs        make check  only check the records
# make release  publish the ledger's newest version, or say why not
# make matrix   the wheel on old and new pandas and pyarrow
# make bench    speed and memory beside peers and targets; half an hour; TEXTS=news.jsonl for English news of your own
# make croissant  hold the release against mlcroissant (343 MB, an environment of its own)
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SETUP  := $(VENV)/.set-up
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := build
.PHONY: build test browser serve site alpha screenshots check fmt docs lock clean release matrix bench croissant

$(SETUP): requirements.lock requirements-schemas.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "communique needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-schemas.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

build: $(SETUP)
	$(BIN)/python build.py

test: $(SETUP) browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest
	$(BIN)/communique release --check

# The tests of the site's pages drive a real browser. Without one they say so and are skipped.
browser:
	@if ! command -v chromium chromium-browser google-chrome >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 \
	  && [ "$$(id -u)" = 0 ]; then \
	  echo "installing chromium for the browser tests"; \
	  (apt-get install -y -qq chromium || (apt-get update -qq && apt-get install -y -qq chromium)) >/dev/null 2>&1 \
	  || echo "chromium could not be installed; the browser tests will say so"; fi

PORT ?= 8001
serve: build
	$(BIN)/communique serve --port $(PORT) $(if $(LOCAL),--local)

site: build
	rm -rf dist/site
	$(BIN)/communique serve --out dist/site

alpha: $(SETUP)  # needs a package index; never fails: the 1.0 line is looked at, not depended on
	test -x .venv-alpha/bin/python || $(PYTHON) -m venv .venv-alpha
	.venv-alpha/bin/python -m pip install --quiet --disable-pip-version-check --pre "datasette>=1.0a20" -e ".[build]" snowballstemmer
	-.venv-alpha/bin/python tests/site/alpha.py

screenshots: $(SETUP)  # needs chromium; rewrites docs/images from the real site
	$(BIN)/python docs/screenshots.py

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

bench: $(SETUP)  # needs a package index, for the peers
	$(BIN)/python bench/report.py $(if $(TEXTS),--texts $(TEXTS))

croissant: $(SETUP)  # needs a package index
	test -x .venv-croissant/bin/python || $(PYTHON) -m venv .venv-croissant
	.venv-croissant/bin/python -m pip install --quiet --disable-pip-version-check "mlcroissant[parquet]==1.1.*"
	.venv-croissant/bin/python tests/packaging/croissant_check.py

lock:  # needs uv; rewrites the locks (the project's, the site's, the build tool's) for every platform from Python 3.11 on
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --upgrade \
	  --extra dev pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header \
	  --extra site -c requirements.lock pyproject.toml -o requirements-site.lock
	echo hatchling | uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header \
	  -c requirements.lock - -o requirements-build.lock

clean:
	rm -rf $(VENV) .venv-matrix .venv-croissant .venv-alpha .venv-bench dist/current dist/site .mypy_cache .pytest_cache .ruff_cache .hypothesis

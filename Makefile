# make demo · make test: see README.md
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Where the machine says not to keep compiled modules, each of the suite's hundred processes would compile Django again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check lint types style setup shipped picture lock clean

demo: setup
	$(BIN)/beffroi demo

test: setup
	$(BIN)/python -m pytest

check: lint test

lint: setup
	@$(MAKE) --no-print-directory --jobs=2 --output-sync types style

types: setup
	$(BIN)/mypy

style: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet beffroi

setup: $(READY)

# uv reads the pinned and hashed list, which carries no registry address; the build then fetches the browser libraries.
$(READY): requirements/dev.txt pyproject.toml package.json package-lock.json
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make a virtual environment; on Debian: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	$(BIN)/python -m beffroi.web.build
	@touch $@

# The release inside the package, from the files as received in the folder that BEFFROI_ARCHIVE names.
shipped: setup
	$(BIN)/beffroi data build
	$(BIN)/beffroi indicators run --out beffroi/observatory/shipped

# The picture of the README, from the demonstration itself.
picture: setup
	$(BIN)/python docs/picture.py

lock:
	$(BIN)/uv pip compile --quiet --upgrade --extra dev --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --output-file requirements/dev.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --constraint requirements/dev.txt --output-file requirements/run.txt pyproject.toml

clean:
	rm -rf $(VENV) node_modules build dist beffroi/web/static/built

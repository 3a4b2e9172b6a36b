# make crawl   set up and crawl the bundled sample, without network
# make test    set up and run all tests
# make check   style, types, imports, documentation
# make bench   what is measured

PYTHON ?= python3
VENV := .venv
CHECKER := .checker
BIN := $(VENV)/bin
WORKERS ?= auto
PIP := -q --disable-pip-version-check --no-input

.PHONY: crawl test check format docs bench checker clean
.DELETE_ON_ERROR:

crawl: $(VENV)/run.stamp
	$(BIN)/scrapy crawl longbien -a source=sample/longbien.warc.gz
	$(BIN)/archiver status

# a file's tests share what it sets up, so one worker has them all
test: $(VENV)/dev.stamp $(CHECKER)/ready.stamp
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --cov --cov-report=

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/dev.stamp
	$(BIN)/python docs/render.py

bench: $(VENV)/dev.stamp
	for script in bench/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

checker: $(CHECKER)/ready.stamp

$(VENV)/bin/pip:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install $(PIP) --upgrade -c constraints.txt pip

$(VENV)/run.stamp: pyproject.toml constraints.txt | $(VENV)/bin/pip
	$(BIN)/pip install $(PIP) -c constraints.txt -e .
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp
	$(BIN)/pip install $(PIP) -c constraints.txt --group test --group check
	touch $@

# pywb's dependencies clash with Scrapy's, so it lives in an environment of its own, with Datasette.
$(CHECKER)/ready.stamp: tests/checker/requirements.txt
	$(PYTHON) -m venv $(CHECKER)
	$(CHECKER)/bin/pip install $(PIP) -r tests/checker/requirements.txt
	touch $@

clean:
	rm -rf $(VENV) $(CHECKER) .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis

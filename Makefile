# `make check` is the gate. Its parts are independent: `make -j2 -O check` runs them side by side.

ifdef VIRTUAL_ENV
PY ?= $(VIRTUAL_ENV)/bin/python
else
PY ?= $(or $(wildcard .venv/bin/python),python)
endif

.PHONY: check catalogues lint format-check mypy pyright imports test specs format bench docs mutants

check: catalogues lint format-check mypy pyright imports test

catalogues:
	$(PY) hatch_build.py

lint:
	$(PY) -m ruff check .

format-check:
	$(PY) -m ruff format --check .

mypy:
	$(PY) -m mypy

pyright:
	$(PY) -m basedpyright --pythonpath "$$($(PY) -c 'import sys; print(sys.executable)')"

imports:
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'

test: catalogues
	$(PY) -m pytest

specs: catalogues  # run them, and write down which scenario carries which clause
	$(PY) -m pytest tests/test_specs.py --write-evidence

format:
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: catalogues
	$(PY) -m benchmarks

docs: catalogues
	$(PY) docs/generate.py

mutants: catalogues  # by hand, tens of thousands of scenarios: which changed declaration no scenario notices
	$(PY) -m tests.mutation.mutate --write

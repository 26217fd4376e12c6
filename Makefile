# Two commands do everything from a bare checkout: `make run` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: run test check bench train corpora clean

run: $(VENV)/base.done ## install and open the terminal UI on sample notes
	@$(BIN)/reflect demo

test: $(VENV)/test.done ## install everything and run all tests
	@$(BIN)/python -m pytest

check: $(VENV)/test.done ## lint, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/test.done ## print start-up and speed beside their budgets
	@$(BIN)/python -m tests.bench

train: $(VENV)/test.done ## train the models again from the corpora
	@$(BIN)/python -m reflect.learn.train

corpora: $(VENV)/test.done ## check the corpora and print their figures
	@$(BIN)/python -m reflect.learn.figures corpora/notes

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "reflect needs Python 3.11: install python3.11 and python3.11-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/base.done: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing reflect into $(VENV) …"
	@$(PIP) -e .
	@touch $@

$(VENV)/test.done: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing reflect with its tests and training parts into $(VENV) …"
	@$(PIP) -e ".[learn,test]"
	@touch $@ $(VENV)/base.done

clean:
	@rm -rf $(VENV)

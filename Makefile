.PHONY: setup demo test lint bench

setup: ; @sh setup.sh
demo: setup ; @sh demo.sh
lint: setup ; @.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports
test: lint ; @.venv/bin/asp-decide policy test policies --coverage --mutate && .venv/bin/pytest -n auto --dist worksteal
bench: setup .venv-bench/.ready ; @.venv/bin/python benchmarks --write

.venv-bench/.ready: benchmarks/requirements.lock
	@.venv/bin/python -m venv --clear .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r benchmarks/requirements.lock
	@touch $@

.PHONY: setup demo test lint bench

setup: ; @sh setup.sh
demo: setup ; @sh demo.sh
lint: setup ; @.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports
test: lint ; @.venv/bin/asp-decide policy test policies --coverage --mutate && .venv/bin/pytest -n auto --dist worksteal
bench: setup ; @.venv/bin/python benchmarks

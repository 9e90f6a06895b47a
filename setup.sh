#!/bin/sh
# Sets asp-decide up beside itself, from nothing to proven: finds a Python, makes an environment,
# installs exactly what requirements.lock pins, and imports what had to be compiled.
#
#   sh setup.sh [VENV]             VENV is .venv unless said
#   ASP_PYTHON=... sh setup.sh     with that interpreter and no other
#
# It is done when VENV/.ready is newer than what it was made from; then this returns at once.
# It fails with exit 2, one problem and one remedy; what pip and the compiler said is in VENV.log.

set -u
CDPATH='' cd -- "$(dirname -- "$0")" || exit 2
unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_REQUIREMENT
export PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

venv=${1:-.venv}
ready=$venv/.ready
log=$venv.log

main() {
    is_ready && return
    choose_python
    check_compiler
    make_environment
    install
    prove
    write_stamp
    say "set up in $venv with Python $(version_of "$python"): $venv/bin/asp-decide --help"
}

say() { printf 'asp-decide: %s\n' "$1" >&2; }

missing() {
    printf 'asp-decide cannot be set up: %s\n  help: %s\n' "$1" "$2" >&2
    exit 2
}

# --- whether there is anything to do -----------------------------------------------------------

is_ready() {
    [ -f "$ready" ] && stamp_holds && [ -z "$(find pyproject.toml requirements.lock setup.sh -newer "$ready")" ]
}

# A stamp speaks of one place and one interpreter: scripts inside an environment name both, so a
# copied folder, a removed interpreter or another ASP_PYTHON means again.
stamp_holds() {
    [ -x "$venv/bin/python" ] && [ "$(sed -n 1p "$ready")" = "$(pwd -P)" ] || return 1
    [ -z "${ASP_PYTHON:-}" ] || [ "$(sed -n 2p "$ready")" = "$(base_of "$ASP_PYTHON")" ]
}

write_stamp() {
    printf '%s\n%s\n' "$(pwd -P)" "$python" >"$ready.new" && mv "$ready.new" "$ready"
}

# --- the interpreter ---------------------------------------------------------------------------

choose_python() {
    if [ -n "${ASP_PYTHON:-}" ]; then
        recent "$ASP_PYTHON" || missing \
            "\`$ASP_PYTHON\` (from ASP_PYTHON) is not a working Python 3.12 or newer" \
            "point ASP_PYTHON at another interpreter, or unset it to search"
        python=$(base_of "$ASP_PYTHON")
    else
        python=$(find_python) || missing \
            "no Python 3.12 or newer was found; \`python3\` is $(python3 -V 2>&1 | grep '^Python' || echo absent)" \
            "pyenv install 3.12; apt install python3.12-venv python3.12-dev; brew install python@3.12; or name one in ASP_PYTHON"
        python=$(base_of "$python")
    fi
    complete "$python" || missing \
        "\`$python\` cannot make environments: its venv or ensurepip is missing" \
        "apt install python$(minor_of "$python")-venv; or name another interpreter in ASP_PYTHON"
}

# The first that works as a whole; else the first that lacks only venv, so that it can be named.
find_python() {
    found=$(candidates | while IFS= read -r candidate; do
        recent "$candidate" || continue
        complete "$candidate" && printf 'whole %s\n' "$candidate" && break
        printf 'part %s\n' "$candidate"
    done)
    { printf '%s\n' "$found" | grep '^whole ' || printf '%s\n' "$found" | grep '^part '; } |
        sed 's/^[a-z]* //;q' | grep .
}

# Every place where an interpreter may be: 3.12 first, for which the most is built in advance.
# Each is run before it is believed: the shim of a version manager exists and fails when called.
candidates() {
    siblings=$(python3 -c 'import sys; print(sys.base_prefix)' 2>/dev/null || echo /nowhere)/..
    printf '%s\n' python3.12 python3.13 python3.14 python3 python
    for folder in "$siblings" "${PYENV_ROOT:-$HOME/.pyenv}/versions" "$HOME/.local/share/uv/python" \
        "$HOME/.asdf/installs/python" "$HOME/.local/share/mise/installs/python"; do
        printf '%s\n' "$folder"/3.1[2-9]*/bin/python "$folder"/cpython-3.1[2-9]*/bin/python
    done
    printf '%s\n' /usr/local/bin/python3.1[2-9] /opt/homebrew/bin/python3.1[2-9] \
        /Library/Frameworks/Python.framework/Versions/3.1[2-9]/bin/python3
}

# It runs and is a usual CPython, 3.12 or newer (compiled libraries exist for no other).
recent() {
    "$1" -c 'import sys, sysconfig
sys.exit(sys.version_info < (3, 12) or sys.implementation.name != "cpython"
         or bool(sysconfig.get_config_var("Py_GIL_DISABLED")))' >/dev/null 2>&1 </dev/null
}

complete() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 </dev/null; }

# The interpreter behind an environment: the one that we may be about to clear must not make itself.
base_of() {
    "$1" -c 'import sys; print(getattr(sys, "_base_executable", None) or sys.executable)' 2>/dev/null
}

version_of() { "$1" -c 'import platform; print(platform.python_version())'; }

minor_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }

# --- what durable-rules needs: it ships as C source only ----------------------------------------

check_compiler() {
    compiler=${CC:-$("$python" -c 'import sysconfig; print(sysconfig.get_config_var("CC") or "cc")')}
    compiler=${compiler%% *}
    command -v "$compiler" >/dev/null 2>&1 || missing \
        "no C compiler: \`$compiler\` is not on the PATH, and durable-rules ships as C source only" \
        "apt install build-essential; dnf install gcc; xcode-select --install; or set CC"
    "$python" -c 'import pathlib, sys, sysconfig
sys.exit(not pathlib.Path(sysconfig.get_path("include"), "Python.h").exists())' || missing \
        "the C headers of \`$python\` (Python.h) are missing, and durable-rules ships as C source only" \
        "apt install python$(minor_of "$python")-dev; dnf install python$(minor_of "$python")-devel"
}

# --- the environment ---------------------------------------------------------------------------

# One that was once proven is brought up to date; anything else in its place is made again.
make_environment() {
    : >"$log" 2>/dev/null || missing "nothing can be written beside \`$venv\`" \
        "give a folder that you may write to: sh setup.sh VENV"
    if [ -f "$ready" ] && stamp_holds && "$venv/bin/python" -m pip --version >>"$log" 2>&1; then
        rm -f "$ready"
        say "bringing $venv up to date"
        return
    fi
    if [ -e "$venv" ] && [ ! -f "$venv/pyvenv.cfg" ] && [ -n "$(ls -A "$venv" 2>/dev/null)" ]; then
        missing "\`$venv\` is there and is no Python environment" \
            "move it away, or give another folder: sh setup.sh VENV"
    fi
    say "setting up $venv with Python $(version_of "$python"), \`$python\`: a minute or two"
    rm -f "$ready"
    logged "$python" -m venv --clear "$venv" || missing \
        "\`$python\` could not make an environment in \`$venv\`" "read $log, then run this again"
}

# durable-rules is built here and never taken from a cache: its 2020 source names a function that
# Python 3.13 dropped, so a build without the flag succeeds and cannot be imported.
install() {
    locked setuptools
    logged pip_install --require-hashes -r "$venv/setuptools.lock" || explain
    locked durable-rules
    logged build_engine || explain
    logged pip_install --require-hashes --only-binary :all: -r requirements.lock || explain
    logged pip_install --no-deps --no-build-isolation --editable . || explain
}

build_engine() {
    CPPFLAGS="${CPPFLAGS:-} -DPyEval_CallObject=PyObject_CallObject" pip_install --require-hashes \
        --no-cache-dir --no-binary durable-rules --no-build-isolation -r "$venv/durable-rules.lock"
}

pip_install() { "$venv/bin/python" -m pip install "$@"; }

logged() { "$@" >>"$log" 2>&1 </dev/null; }

# The part of the lock that speaks of one package.
locked() {
    awk -v name="$1==" 'index($0, name) == 1 { on = 1; print; next } /^[^ ]/ { on = 0 } on' \
        requirements.lock >"$venv/$1.lock"
}

# What pip meant, in a line: its own story is pages long and stays in the log.
explain() {
    wanted=$(sed -n 's/^ERROR: No matching distribution found for \([^ ]*\).*/\1/p' "$log" | head -n 1)
    if grep -q 'No space left on device' "$log"; then
        missing "the disk is full" "make room for about 500 MB, then run this again"
    elif grep -q 'DO NOT MATCH THE HASHES' "$log"; then
        missing "the package index gave other bytes than requirements.lock names" \
            "use an index that serves the packages unchanged (PIP_INDEX_URL); details in $log"
    elif [ -n "$wanted" ]; then
        missing "the package index did not give \`$wanted\` for Python $(minor_of "$python")" \
            "check the network, or name an index in PIP_INDEX_URL; details in $log"
    elif grep -qiE 'fail.*(building|build).*durable' "$log"; then
        missing "\`$compiler\` could not compile durable-rules" "what it said is in $log"
    fi
    missing "$(grep -E '^ERROR' "$log" | tail -n 1 | cut -c 1-200 | grep . || echo 'pip failed')" \
        "read $log, then run this again"
}

# Importing is the proof, installing is not.
prove() {
    said=$("$venv/bin/python" -c 'import durable.engine, highspy, pulp' 2>&1 </dev/null) && return
    printf '%s\n' "$said" >>"$log"
    missing "durable-rules was built and cannot be imported: $(printf '%s\n' "$said" | tail -n 1)" \
        "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject $venv/bin/pip install --force-reinstall --no-cache-dir --no-binary durable-rules durable-rules==2.0.28"
}

main

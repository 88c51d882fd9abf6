#!/usr/bin/env bash
# Installs what building needs and this machine lacks, into .tools/ and the Rust toolchain. Says what it does and how long it took.
# Sourced or run: afterwards PATH finds the tools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

TRUNK=0.21.14
WASM_BINDGEN=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
BINARYEN=132.0.0
ESBUILD=0.28.2

export PATH="$PWD/.tools/bin:$PWD/.tools/node_modules/.bin:$PATH"

step() { # step WHAT ABOUT COMMAND…: runs it with its output in a log, and shows the log's end if it fails
    local what=$1 about=$2 start=$SECONDS log=.tools/log
    shift 2
    mkdir -p .tools
    echo "leadwell: $what ($about)…"
    "$@" >"$log" 2>&1 || { tail -n 40 "$log" >&2; echo "leadwell: $what failed" >&2; exit 1; }
    echo "leadwell: $what done in $((SECONDS - start)) s"
}

has_version() { "$1" --version 2>/dev/null | grep -qF "$2"; }

# Only run, never shipped: compiled for a short wait rather than for speed.
install_light() {
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        CARGO_PROFILE_RELEASE_STRIP=true CARGO_TARGET_DIR=.tools/build cargo install --locked --root .tools "$@"
}

if command -v rustup >/dev/null; then
    rustup target list --installed | grep -q '^wasm32-unknown-unknown$' \
        || step "adding the wasm target" "some seconds" rustup target add wasm32-unknown-unknown
    rustup component list --installed | grep -q '^rust-src' \
        || step "adding Rust's own sources" "some seconds" rustup component add rust-src
fi
has_version trunk "$TRUNK" || step "installing trunk $TRUNK" "2 to 6 minutes, once" install_light trunk --version "$TRUNK"
has_version wasm-bindgen "$WASM_BINDGEN" \
    || step "installing wasm-bindgen $WASM_BINDGEN" "1 to 3 minutes, once" install_light wasm-bindgen-cli --version "$WASM_BINDGEN"
rm -rf .tools/build
# Both by one command: npm takes away what it is not told of.
if ! has_version wasm-opt "version ${BINARYEN%%.*}" || ! has_version esbuild "$ESBUILD"; then
    command -v npm >/dev/null || { echo "leadwell: npm is needed for wasm-opt and esbuild: install Node.js" >&2; exit 1; }
    step "installing wasm-opt $BINARYEN and esbuild $ESBUILD" "some seconds" \
        npm install --no-save --no-package-lock --no-audit --no-fund --prefix .tools "binaryen@$BINARYEN" "esbuild@$ESBUILD"
fi

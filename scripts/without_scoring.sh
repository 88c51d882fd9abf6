#!/usr/bin/env bash
# Builds the runtime as it is published and once more without scoring, into the folder named: with.wasm and without.wasm. `make bench` weighs them.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$1
source scripts/tools.sh >&2
source scripts/small_std.sh
# shellcheck disable=SC2207
flags=($(grep -o 'data-wasm-opt-params="[^"]*"' index.html | head -n 1 | cut -d '"' -f 2))
for features in embed embed,unscored; do
    [ "$features" = embed ] && name=with || name=without
    cargo build --quiet --profile wasm-release --target wasm32-unknown-unknown --features "$features" --bin embed --target-dir target/weighed >&2
    wasm-bindgen --target web --no-typescript --out-dir "$out" --out-name "$name" target/weighed/wasm32-unknown-unknown/wasm-release/embed.wasm
    wasm-opt "${flags[@]}" "$out/${name}_bg.wasm" -o "$out/$name.wasm"
done

#!/usr/bin/env bash
# Builds the runtime as it is published and once more without a part of it, into the folder named: with.wasm and without.wasm. The part is
# named by the feature that leaves it out: `unscored`, `undelivered`.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$1
without=$2
source scripts/tools.sh >&2
source scripts/small_std.sh
source scripts/optimize.sh
for features in embed "embed,$without"; do
    [ "$features" = embed ] && name=with || name=without
    cargo build --quiet --profile wasm-release --target wasm32-unknown-unknown --features "$features" --bin embed --target-dir target/weighed >&2
    wasm-bindgen --target web --no-typescript --out-dir "$out" --out-name "$name" target/weighed/wasm32-unknown-unknown/wasm-release/embed.wasm
    mv "$out/${name}_bg.wasm" "$out/$name.wasm"
    optimize "$out/$name.wasm"
    optimize_again "$out/$name.wasm"
done

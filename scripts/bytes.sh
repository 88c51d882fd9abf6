#!/usr/bin/env bash
# Where the bytes of what visitors download go: by artefact, by room and by function. With --write also into docs/bytes.md.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh
TWIGGY=0.8.0
has_version twiggy "$TWIGGY" || step "installing twiggy $TWIGGY" "half a minute, once" install_light twiggy --version "$TWIGGY"
scripts/dist.sh >&2
(
    source scripts/small_std.sh
    source scripts/optimize.sh
    # The same program with the names of its functions left in.
    export CARGO_PROFILE_WASM_RELEASE_STRIP=none
    as_told+=(-g)
    out=target/weighed/named
    mkdir -p "$out"
    cargo build --quiet --profile wasm-release --target wasm32-unknown-unknown --features embed --bin embed --target-dir target/weighed/with-names >&2
    wasm-bindgen --target web --no-typescript --keep-debug --out-dir "$out" --out-name embed \
        target/weighed/with-names/wasm32-unknown-unknown/wasm-release/embed.wasm
    optimize "$out/embed_bg.wasm"
    optimize_again "$out/embed_bg.wasm"
    twiggy top -n 100000 -f json "$out/embed_bg.wasm" >"$out/functions.json"
)
exec node tests/judges/bytes.mjs "$@"

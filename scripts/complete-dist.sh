#!/usr/bin/env bash
# trunk's post_build hook: the native command completes what trunk built.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh
source scripts/optimize.sh
leadwell=target/release/leadwell
# `trunk build` by itself finds no command yet. The wasm build's own switches must not reach a native build.
[ -x "$leadwell" ] || env -u RUSTC_BOOTSTRAP -u CARGO_UNSTABLE_BUILD_STD -u CARGO_UNSTABLE_BUILD_STD_FEATURES \
    cargo build --release --features native --bin leadwell

# wasm-bindgen's glue in fewer bytes, under trunk's own names; once more as a classic script, for the loader that carries it. Only what
# trunk just built: on a finished dist/ the names tell the content.
if [ -n "${TRUNK_STAGING_DIR:-}" ]; then
    small() { esbuild "$@" --minify --target=es2020 --log-level=warning; }
    # A classic script has no address of its own; the loader always says where the wasm is.
    small "$TRUNK_STAGING_DIR/embed.js" --format=iife --global-name=glue --define:import.meta.url='""' \
        --outfile="$TRUNK_STAGING_DIR/embed.classic.js"
    node scripts/without_streams.mjs "$TRUNK_STAGING_DIR"/site-*.js "$TRUNK_STAGING_DIR"/site-*_bg.wasm
    optimize_again "$TRUNK_STAGING_DIR"/embed_bg.wasm "$TRUNK_STAGING_DIR"/site-*_bg.wasm
    for glue in "$TRUNK_STAGING_DIR"/embed.js "$TRUNK_STAGING_DIR"/site-*.js; do
        small "$glue" --format=esm --allow-overwrite --outfile="$glue"
    done
fi
exec "$leadwell" build "${LEADWELL_CAMPAIGN:-campaigns/demo_request/campaign.json}" --out "${TRUNK_STAGING_DIR:-dist}" ${LEADWELL_BUILD_FLAGS:-}

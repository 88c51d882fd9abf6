#!/usr/bin/env bash
# trunk's post_build hook: the native command completes what trunk built.
set -euo pipefail
cd "$(dirname "$0")/.."
leadwell=target/release/leadwell
# `trunk build` by itself finds no command yet. The wasm build's own switches must not reach a native build.
[ -x "$leadwell" ] || env -u RUSTC_BOOTSTRAP -u CARGO_UNSTABLE_BUILD_STD -u CARGO_UNSTABLE_BUILD_STD_FEATURES \
    cargo build --release --features native --bin leadwell
exec "$leadwell" build "${LEADWELL_CAMPAIGN:-campaigns/demo_request/campaign.json}" --out "${TRUNK_STAGING_DIR:-dist}" ${LEADWELL_BUILD_FLAGS:-}

#!/usr/bin/env bash
# Builds dist/ for release and prints what every artefact weighs; exits 1 over a byte budget.
# LEADWELL_CAMPAIGN names another campaign; LEADWELL_STD=plain keeps the standard library as the toolchain ships it.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh

cargo build --release --features native --bin leadwell
target/release/leadwell check "${LEADWELL_CAMPAIGN:-campaigns/demo_request/campaign.json}"

# Unstable switches on a stable compiler: for the wasm build alone, so they are set here and not in .cargo/config.toml.
if [ "${LEADWELL_STD:-small}" = small ]; then
    export RUSTC_BOOTSTRAP=1
    export CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Cpanic=immediate-abort -Zunstable-options -Zlocation-detail=none -Zfmt-debug=none"
fi
trunk build --release
target/release/leadwell sizes dist

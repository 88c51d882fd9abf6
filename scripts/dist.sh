#!/usr/bin/env bash
# Builds dist/ for release and prints what every artefact weighs; exits 1 over a byte budget.
# LEADWELL_CAMPAIGN names another campaign; LEADWELL_STD=plain keeps the standard library as the toolchain ships it.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh

cargo build --release --features native --bin leadwell
target/release/leadwell check "${LEADWELL_CAMPAIGN:-campaigns/demo_request/campaign.json}"

if [ "${LEADWELL_STD:-small}" = small ]; then
    source scripts/small_std.sh
fi
trunk build --release
target/release/leadwell sizes dist
# Of the program that visitors get; the standard library as the toolchain ships it would tell of another.
[ "${LEADWELL_STD:-small}" != small ] || node tests/judges/share.mjs undelivered

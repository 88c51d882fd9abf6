#!/usr/bin/env bash
# All of it, from nothing: what CI runs and what a contributor runs before a commit.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh
source scripts/judges.sh
scripts/browser.sh
scripts/hosts.sh

DENY=0.20.2

say() { printf '\nleadwell: %s (%s s so far)\n' "$1" "$SECONDS"; }

say "format"
cargo fmt --check

say "the schema and the demo campaigns, by an independent validator"
node tests/judges/schema.mjs

say "the aids, on a page of tables"
node --test tests/aids/*.test.mjs

say "dependencies: licences, sources, and none twice where one will do"
has_version cargo-deny "$DENY" || step "installing cargo-deny $DENY" "1 to 3 minutes, once" install_light cargo-deny --version "$DENY"
cargo deny --all-features --log-level error check bans licenses sources

say "clippy, all three programs"
cargo clippy --quiet --release --features native --all-targets -- -D warnings
cargo clippy --quiet --target wasm32-unknown-unknown --features csr --bin site --test wasm -- -D warnings
cargo clippy --quiet --target wasm32-unknown-unknown --features embed --bin embed -- -D warnings

# The plain stable build, with the standard library as the toolchain ships it: the wasm tests run on it.
say "wasm tests in Chromium, and the plain stable build of both programs"
cargo build --quiet --target wasm32-unknown-unknown --features csr --bin site
cargo build --quiet --target wasm32-unknown-unknown --features embed --bin embed
CHROMEDRIVER=$(command -v chromedriver) CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
    cargo test --target wasm32-unknown-unknown --features csr --test wasm

say "the site, as it is published"
scripts/dist.sh

say "our files for vendors of hosting, by their own readers"
node --test tests/hosts/*.test.mjs

say "native tests, and whole-product tests in Chromium"
cargo test --release --features native
say "done"

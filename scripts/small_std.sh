#!/usr/bin/env bash
# Sourced before the wasm programs are built for release: the standard library in fewer bytes, a panic without words.
# Unstable switches on a stable compiler: for the wasm build alone, so they are set here and not in .cargo/config.toml.
export RUSTC_BOOTSTRAP=1
export CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Cpanic=immediate-abort -Zunstable-options -Zlocation-detail=none -Zfmt-debug=none"

#!/usr/bin/env bash
# Throws made-up inputs at every place where something from outside comes in (tests/fuzz/targets.rs), ten million at each or as many as
# LEADWELL_THROWS says; prints a table, with --write also into docs/security.md. `scripts/fuzz.sh [--write] [TARGET…]`
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/tools.sh
FUZZ=0.13.2
has_version cargo-fuzz "$FUZZ" || step "installing cargo-fuzz $FUZZ" "a minute, once" install_light cargo-fuzz --version "$FUZZ"

write=
[ "${1:-}" != --write ] || { write=--write; shift; }
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(ls fuzz/corpus)
throws=${LEADWELL_THROWS:-10000000}
# What other tests keep is a start for these.
declare -A besides=([campaign]=tests/rules/broken [embed_code]=tests/rules/embeds)

# cargo-fuzz asks for flags of the compiler that wait to be stable; a sanitizer would look for what safe Rust cannot do.
export RUSTC_BOOTSTRAP=1
cargo fuzz build --sanitizer none throw
mkdir -p target/fuzz
for target in "${targets[@]}"; do
    found=target/fuzz/$target
    mkdir -p "$found"
    echo "leadwell: throwing $throws inputs at $target…" >&2
    # What is new goes to the first folder; a text longer than this tells nothing that a shorter one would not.
    LEADWELL_TARGET=$target cargo fuzz run --sanitizer none throw "$found" "fuzz/corpus/$target" ${besides[$target]:-} -- \
        -runs="$throws" -max_len=8192 -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 -artifact_prefix="target/fuzz/crash-$target-" \
        >"target/fuzz/$target.log" 2>&1 || { tail -n 40 "target/fuzz/$target.log" >&2; echo "leadwell: $target fell; the input is in target/fuzz/crash-$target-*" >&2; exit 1; }
done
exec node tests/judges/fuzz.mjs $write "${targets[@]}"

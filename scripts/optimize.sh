# How programs that visitors download are optimized, where trunk does not call it. To be sourced; takes what index.html tells trunk.
# shellcheck shell=bash disable=SC2207
as_told=($(grep -o 'data-wasm-opt-params="[^"]*"' index.html | head -n 1 | cut -d '"' -f 2))

# As trunk does.
optimize() {
    for wasm in "$@"; do wasm-opt "${as_told[@]}" "$wasm" -o "$wasm"; done
}

# What one call leaves, another reading of the file still finds (0.7 KB of the app, 0.3 of the runtime).
optimize_again() {
    local features=()
    for flag in "${as_told[@]}"; do
        case $flag in -g | --enable-* | --low-* | --zero-* | --one-*) features+=("$flag") ;; esac
    done
    for wasm in "$@"; do wasm-opt "${features[@]}" -Oz "$wasm" -o "$wasm"; done
}

#!/usr/bin/env bash
# Makes sure that Chromium, its driver and a font with Korean letters are there. From Debian's packages, where this machine may.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v chromedriver >/dev/null || missing+=(chromium-driver)
fc-list :lang=ko 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0

echo "leadwell: installing ${missing[*]} (a minute)…"
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
if ! { command -v apt-get >/dev/null && "${as_root[@]}" apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1; then
    echo "leadwell: could not install ${missing[*]}: install Chromium and its driver by hand, then run this again" >&2
    exit 1
fi

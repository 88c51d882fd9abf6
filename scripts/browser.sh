#!/usr/bin/env bash
# Makes sure that Chromium, its driver and a font with Korean letters are there. From Debian's packages, where this machine may.
set -euo pipefail
source "$(dirname "$0")/packages.sh"

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v chromedriver >/dev/null || missing+=(chromium-driver)
fc-list :lang=ko 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
install_packages "${missing[@]}"

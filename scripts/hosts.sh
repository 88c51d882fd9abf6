#!/usr/bin/env bash
# Makes sure that the servers for which deploy/ has files are there. From Debian's packages, where this machine may; none is left running.
set -euo pipefail
source "$(dirname "$0")/packages.sh"

missing=()
[ -x /usr/sbin/nginx ] || missing+=(nginx)
[ -e /usr/share/nginx/modules-available/mod-http-brotli-static.conf ] || missing+=(libnginx-mod-http-brotli-static)
[ -x /usr/bin/caddy ] || missing+=(caddy)
[ -x /usr/sbin/apache2 ] || missing+=(apache2)
install_packages "${missing[@]}"

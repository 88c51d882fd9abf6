# Installs Debian's packages where this machine may. Sourced: install_packages NAME…
install_packages() {
    [ $# -gt 0 ] || return 0
    echo "leadwell: installing $* (a minute)…"
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
    # A runlevel of one keeps servers from being started.
    if ! { command -v apt-get >/dev/null && "${as_root[@]}" apt-get update -qq \
        && "${as_root[@]}" env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null 2>&1; then
        echo "leadwell: could not install $*: install it by hand, then run this again" >&2
        return 1
    fi
}

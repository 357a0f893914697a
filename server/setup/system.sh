# Programs of the operating system.

# What the set-up itself, the builds and the compile sandbox call.
system_packages() {
    local missing=()
    has cc || missing+=(gcc libc6-dev)
    has bwrap || missing+=(bubblewrap)
    has node || missing+=(nodejs)
    has npm || missing+=(npm)
    [ -d /etc/ssl/certs ] || missing+=(ca-certificates)
    install_packages "${missing[@]}"
    has cargo || fail "Rust is missing: install it from https://rustup.rs"
    local node
    node=$(node --version)
    node=${node#v}
    [ "${node%%.*}" -ge 18 ] || fail "Node.js $node is too old: install version 18 or later"
    say "$(cargo --version), Node.js $node, $(bwrap --version)"
}

# install_packages NAME...: by apt-get, only called with what is missing.
install_packages() {
    [ $# -gt 0 ] || return 0
    has apt-get || fail "these programs are missing, install them: $*"
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        has sudo || fail "packages are missing, run as root: apt-get install $*"
        as_root=(sudo)
    fi
    say "installing $*"
    refresh_package_list "${as_root[@]}"
    quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}

# Once in a run: an old list names files that the archive has deleted.
refresh_package_list() {
    [ -z "${PACKAGE_LIST_FRESH:-}" ] || return 0
    quietly "$@" apt-get update
    PACKAGE_LIST_FRESH=1
}

# download_packages FOLDER NAME...: packages to unpack, not to install. Apt checks them against the archive's signed list.
download_packages() {
    local folder=$1
    shift
    has apt-get || return 1
    if [ "$(id -u)" = 0 ]; then refresh_package_list; elif has sudo; then refresh_package_list sudo; fi
    (cd "$folder" && quietly apt-get --quiet download "$@")
}

# What the tests need beyond the application itself.

NEXTEST_VERSION=0.9.143
ZEEP_VERSION=4.3.3
MOTO_VERSION=5.2.5

# Mono loads and runs the assemblies that tests compile; Python reads XIFs without our code.
independent_programs() {
    local missing=()
    has mono || missing+=(mono-runtime libmono-system-core4.0-cil)
    [ -f /usr/lib/mono/4.5/System.Data.dll ] || missing+=(libmono-system-data4.0-cil)
    has python3 || missing+=(python3)
    install_packages "${missing[@]}"
}

# python_package FOLDER PACKAGE VERSION WHAT: in an environment of its own; says what is left out when it cannot be installed.
python_package() {
    local folder=$TOOLS/$1
    if ! stamped "$folder/version" "$3"; then
        python3 -c 'import ensurepip' 2>/dev/null || install_packages python3-venv
        rm -rf "$folder"
        if ! { python3 -m venv "$folder" && "$folder/bin/python3" -m pip install --quiet "$2==$3"; } >/dev/null 2>&1; then
            say "$1 $3 cannot be installed: $4"
            return 1
        fi
        printf '%s' "$3" >"$folder/version"
    fi
    say "$1 $3"
}

# An independent reader of the requests to Platform Servers. The tests say so when it is not there.
independent_soap_client() {
    python_package zeep zeep $ZEEP_VERSION "one test of the requests to Platform Servers is left out" || return 0
    export XIF_STUDIO_ZEEP=$TOOLS/zeep/bin/python3
}

# An object store for shared drafts. The tests say so when it is not there.
object_store() {
    python_package moto 'moto[server]' $MOTO_VERSION "shared drafts are not tried on an object store" || return 0
    export XIF_STUDIO_MOTO=$TOOLS/moto/bin/python3
}

native_test_tools() {
    independent_programs
    independent_soap_client
    object_store
    if ! cargo nextest --version >/dev/null 2>&1; then
        say "building cargo-nextest $NEXTEST_VERSION (some minutes, once)"
        quietly cargo install cargo-nextest --version "=$NEXTEST_VERSION" --locked --root "$WASM"
    fi
    say "$(cargo nextest --version | head -n 1), $(mono --version | head -n 1)"
}

browser() {
    local missing=()
    has chromium || missing+=(chromium)
    has chromedriver || missing+=(chromium-driver)
    install_packages "${missing[@]}"
    CHROMIUM=$(command -v chromium) CHROMEDRIVER=$(command -v chromedriver)
    export CHROMIUM CHROMEDRIVER
    say "$(chromium --version)"
}

playwright() {
    local node
    node=$(node --version)
    node=${node#v}
    [ "${node%%.*}" -ge 20 ] || fail "the end-to-end tests need Node.js 20 or later, this is $node"
    independent_programs
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm_packages "$PROJECT/tests/e2e"
    say "Playwright $(cd "$PROJECT/tests/e2e" && npx --no-install playwright --version)"
}

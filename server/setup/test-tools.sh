# What the tests need beyond the application itself. None of these programs becomes part of what users get.

NEXTEST_VERSION=0.9.148
NEXTEST_SHA256=76d7faec7ba7e1f15f888268761bb1449309b1eb801ec5cbe9c04a5685f42968
DENY_VERSION=0.20.2
DENY_SHA256=ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee
SHEAR_VERSION=1.14.0
SHEAR_SHA256=d31183d0ee4d3643b7313a4527c6092138bff60b3a1fd35c833a32ed61751ce6
ZEEP_VERSION=4.3.3
MOTO_VERSION=5.2.5
# Grows when other packages are wanted.
MONO_LIBRARY=1

# Mono loads and runs the assemblies that tests compile; Python reads XIFs without our code.
independent_programs() {
    local missing=()
    has mono || missing+=(mono-runtime libmono-system-core4.0-cil)
    [ -f /usr/lib/mono/4.5/System.Data.dll ] || missing+=(libmono-system-data4.0-cil)
    has python3 || missing+=(python3)
    install_packages "${missing[@]}"
}

# Mono's disassembler reads assemblies without our code. The whole class library, and a library that many use, are what it reads;
# they are unpacked, not installed.
assemblies_to_read() {
    local work=$TOOLS/download-mono-library folder=$TOOLS/mono-library packages
    has monodis || install_packages mono-utils
    if ! stamped "$folder/version" "$MONO_LIBRARY"; then
        say "fetching Mono's class library (14 MB, once)"
        rm -rf "$work" && mkdir -p "$work"
        packages=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances \
            libmono-cil-dev | grep -E '^libmono-.*-(cil|dll)$' | sort -u)
        # shellcheck disable=SC2086 # One word for each package.
        download_packages "$work" $packages libnewtonsoft-json5.0-cil
        new_folder "$folder"
        find "$work" -name '*.deb' -exec dpkg-deb -x {} "$folder.new" \;
        printf '%s' "$MONO_LIBRARY" >"$folder.new/version"
        in_place "$folder"
        rm -rf "$work"
    fi
    say "Mono's class library: $(find -L "$folder/usr/lib/mono/4.5" -name '*.dll' | wc -l) assemblies"
}

# python_package FOLDER PACKAGE VERSION: in an environment of its own.
python_package() {
    local folder=$TOOLS/$1
    if ! stamped "$folder/version" "$3"; then
        python3 -c 'import ensurepip' 2>/dev/null || install_packages python3-venv
        rm -rf "$folder"
        quietly python3 -m venv "$folder"
        quietly "$folder/bin/python3" -m pip install --quiet "$2==$3"
        printf '%s' "$3" >"$folder/version"
    fi
    say "$1 $3"
}

# cargo_program NAME VERSION SHA256: a subcommand of cargo. PyPI has it built (by Astral, for their own projects), which saves minutes; elsewhere it is
# built here, in the way that takes the least time.
cargo_program() {
    local name=cargo-$1 work=$TOOLS/download-$1
    if ! stamped "$WASM/bin/.$name" "$2" || [ ! -x "$WASM/bin/$name" ]; then
        if [ "$(uname -m)" = x86_64 ]; then
            python3 -m pip --version >/dev/null 2>&1 || install_packages python3-pip
            rm -rf "$work" && mkdir -p "$work"
            quietly python3 -m pip download --quiet --no-deps --only-binary :all: --dest "$work" "astral-dev-toolchain-$name==$2"
            checksum "$work"/*.whl "$3"
            quietly python3 -m zipfile -e "$work"/*.whl "$work"
            install -m 755 "$work"/*.data/scripts/"$name" "$WASM/bin/$name"
            rm -rf "$work"
        else
            light_install "$name" "$2" "4 minutes" 1
        fi
        printf '%s\n' "$2" >"$WASM/bin/.$name"
    fi
    say "$name $2"
}

# light_install CRATE VERSION USUAL LEVEL ARGUMENTS...: a program that runs for seconds is not worth minutes of optimising.
light_install() {
    local crate=$1 version=$2 usual=$3 level=$4
    shift 4
    slowly "building $crate $version, once" "$usual" env CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        CARGO_PROFILE_RELEASE_OPT_LEVEL="$level" CARGO_PROFILE_RELEASE_DEBUG=false \
        cargo install "$crate" --version "=$version" --locked --force --root "$WASM" "$@"
}

native_test_tools() {
    independent_programs
    assemblies_to_read
    # An independent reader of the requests to Platform Servers, and an object store for shared drafts.
    python_package zeep zeep $ZEEP_VERSION
    python_package moto 'moto[server]' $MOTO_VERSION
    export XIF_STUDIO_ZEEP=$TOOLS/zeep/bin/python3 XIF_STUDIO_MOTO=$TOOLS/moto/bin/python3
    cargo_program nextest $NEXTEST_VERSION $NEXTEST_SHA256
    say "$(mono --version | head -n 1)"
}

check_tools() {
    cargo_program deny $DENY_VERSION $DENY_SHA256
    cargo_program shear $SHEAR_VERSION $SHEAR_SHA256
    has shellcheck || install_packages shellcheck
    say "$(shellcheck --version | sed -n 's/^version: /shellcheck /p')"
}

# What runs the tests of the interface in a browser comes with the command line of wasm-bindgen.
wasm_test_tools() {
    "$WASM/bin/wasm-bindgen-test-runner" --version 2>/dev/null | grep -qF " $WASM_BINDGEN_VERSION" ||
        light_install wasm-bindgen-cli $WASM_BINDGEN_VERSION "2 minutes" 1 --bin wasm-bindgen-test-runner
    say "wasm-bindgen-test-runner $WASM_BINDGEN_VERSION"
}

# Only to show that both ways of building the page give the same. Without TLS, since it fetches nothing.
trunk_to_compare() {
    own_program trunk "trunk $TRUNK_VERSION." >/dev/null || "$WASM/bin/trunk" --version 2>/dev/null | grep -qF "trunk $TRUNK_VERSION." ||
        light_install trunk "$TRUNK_VERSION.14" "3 minutes" 0 --no-default-features
    say "$(trunk --version)"
}

# What checks the unit.
package_test_tools() {
    has systemd-analyze || install_packages systemd
    say "$(systemd-analyze --version | head -n 1)"
}

proxies() {
    local missing=()
    [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
    has caddy || missing+=(caddy)
    has openssl || missing+=(openssl)
    install_packages "${missing[@]}"
    say "$(/usr/sbin/nginx -v 2>&1 | sed 's/^nginx version: //'), Caddy $(caddy version)"
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

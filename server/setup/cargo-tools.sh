# The programs that turn the application into what a browser loads.

TRUNK_VERSION=0.21.14        # 0.22 wants a newer Rust than many machines have
WASM_BINDGEN_VERSION=0.2.129 # equals the crate wasm-bindgen in Cargo.toml
BINARYEN_VERSION=132.0.0     # Debian's own wasm-opt (108) reports success and breaks the application

# Asking the programs themselves would take a second of every start.
cargo_tools() {
    local versions="trunk $TRUNK_VERSION, wasm-bindgen $WASM_BINDGEN_VERSION, wasm-opt $BINARYEN_VERSION"
    if ! stamped "$WASM/bin/.versions" "$versions"; then
        cargo_tool trunk trunk $TRUNK_VERSION
        cargo_tool wasm-bindgen-cli wasm-bindgen $WASM_BINDGEN_VERSION
        wasm_opt
        printf '%s\n' "$versions" >"$WASM/bin/.versions"
    fi
    say "$versions, in $WASM/bin"
}

# cargo_tool CRATE PROGRAM VERSION: as the crate's own lock file says.
cargo_tool() {
    "$WASM/bin/$2" --version 2>/dev/null | grep -qF " $3" && return
    say "building $1 $3 (some minutes, once)"
    quietly cargo install "$1" --version "=$3" --locked --force --root "$WASM"
}

# npm checks the package against the hash in its registry.
wasm_opt() {
    "$WASM/bin/wasm-opt" --version 2>/dev/null | grep -qF "version ${BINARYEN_VERSION%%.*} " && return
    say "fetching binaryen $BINARYEN_VERSION"
    quietly npm install --no-save --no-audit --no-fund --prefix "$WASM/npm" "binaryen@$BINARYEN_VERSION"
    ln -sf "$WASM/npm/node_modules/binaryen/bin/wasm-opt" "$WASM/bin/wasm-opt"
}

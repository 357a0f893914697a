# The programs that turn the application into what a browser loads. Those of the user's own are taken in the right version.

TRUNK_VERSION=0.21           # 0.22 wants a newer Rust than many machines have
WASM_BINDGEN_VERSION=0.2.129 # equals the crate wasm-bindgen in Cargo.toml
BINARYEN_VERSION=132.0.0     # Debian's own wasm-opt (108) reports success and breaks the application

# Sets `bindgen_program`, `wasm_opt_program` and `page_builder`: trunk where it is there already, else our own steps.
page_tools() {
    bindgen_program=$(own_program wasm-bindgen "wasm-bindgen $WASM_BINDGEN_VERSION") || bundled_bindgen
    wasm_opt_program=$(own_program wasm-opt "version ${BINARYEN_VERSION%%.*} ") || npm_wasm_opt
    page_builder=steps
    # Trunk calls the command line of wasm-bindgen, which only a machine that has it can offer.
    if own_program trunk "trunk $TRUNK_VERSION." >/dev/null && [ "$bindgen_program" != "$WASM/bin/bindgen" ]; then page_builder=trunk; fi
    case $page_builder in
        trunk) say "$(trunk --version) of this machine" ;;
        steps) say "wasm-bindgen $WASM_BINDGEN_VERSION, wasm-opt $BINARYEN_VERSION; trunk is not needed" ;;
    esac
}

# own_program NAME TEXT: the path of a program on PATH whose version has the text.
own_program() {
    local path
    path=$(command -v "$1") && [ "$path" != "$WASM/bin/$1" ] || return 1
    "$path" --version 2>/dev/null | grep -qF "$2" || return 1
    printf '%s\n' "$path"
}

# Our own program over the library of wasm-bindgen: its command line also has a test runner, which takes minutes to build.
bundled_bindgen() {
    bindgen_program=$WASM/bin/bindgen
    local source=server/setup/page/bindgen key
    key=$(fingerprint $source)
    stamped "$WASM/bin/.bindgen" "$key" && [ -x "$bindgen_program" ] && return
    slowly "building wasm-bindgen $WASM_BINDGEN_VERSION, once" "1 minute" \
        cargo build --release --locked --manifest-path "$PROJECT/$source/Cargo.toml" --target-dir "$WASM/bindgen"
    cp "$WASM/bindgen/release/bindgen" "$bindgen_program"
    rm -rf "$WASM/bindgen"
    printf '%s\n' "$key" >"$WASM/bin/.bindgen"
}

# npm checks the package against the hash in its registry.
npm_wasm_opt() {
    wasm_opt_program=$WASM/bin/wasm-opt
    stamped "$WASM/bin/.wasm-opt" $BINARYEN_VERSION && [ -x "$wasm_opt_program" ] && return
    say "fetching binaryen $BINARYEN_VERSION"
    quietly npm install --no-save --no-audit --no-fund --prefix "$WASM/npm" "binaryen@$BINARYEN_VERSION"
    ln -sf "$WASM/npm/node_modules/binaryen/bin/wasm-opt" "$wasm_opt_program"
    printf '%s\n' $BINARYEN_VERSION >"$WASM/bin/.wasm-opt"
}

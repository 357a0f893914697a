# A Rust toolchain that builds for the browser, chosen among what the machine has. Native builds use the same one, so that no
# dependency is built by two compilers.

WASM=$TOOLS/wasm
WASM_TARGET=wasm32-unknown-unknown
ASSEMBLED_TOOLCHAIN=$WASM/toolchain
RUST_MINIMUM=1.88

# Chooses in the order of cost, and writes the choice to env.sh.
rust_toolchain() {
    mkdir -p "$WASM/bin"
    # A shell that has read env.sh before must not make the assembled toolchain look like the machine's own.
    [ "${RUSTUP_TOOLCHAIN:-}" != "$ASSEMBLED_TOOLCHAIN" ] || unset RUSTUP_TOOLCHAIN
    unset CARGO_TARGET_DIR CARGO_BUILD_TARGET CARGO_ENCODED_RUSTFLAGS RUSTFLAGS RUSTC_WRAPPER
    local key chosen
    key="$(rustc --version --verbose 2>&1 | tr '\n' ' ') ${RUSTUP_TOOLCHAIN:-}"
    if stamped "$WASM/chosen" "$key" && [ -f "$WASM/env.sh" ]; then
        chosen="chosen before"
    else
        choose_toolchain
        write_environment
        printf '%s\n' "$key" >"$WASM/chosen"
    fi
    . "$WASM/env.sh"
    say "$(rustc --version): $chosen"
}

# Sets `chosen`, and RUSTUP_TOOLCHAIN when it is not the default one.
choose_toolchain() {
    if builds_wasm; then
        chosen="the machine's own, it has the target"
    elif RUSTUP_TOOLCHAIN=$ASSEMBLED_TOOLCHAIN builds_wasm; then
        use_assembled "assembled before"
    elif [ "${RUSTUP_AUTO_INSTALL:-1}" != 0 ] && has rustup && timeout 300 rustup target add $WASM_TARGET >/dev/null 2>&1 && builds_wasm; then
        chosen="the machine's own, target added by rustup"
    elif build_std >>"$LOGS/build-std.log" 2>&1 && builds_wasm; then
        chosen="the machine's own, target built from its rust-src"
    else
        assemble_debian_toolchain
        use_assembled "Debian's packages, standard library built for the browser"
        builds_wasm || fail "no Rust toolchain here builds for $WASM_TARGET: run 'rustup target add $WASM_TARGET'"
    fi
}

use_assembled() {
    export RUSTUP_TOOLCHAIN=$ASSEMBLED_TOOLCHAIN
    chosen="$1 in $ASSEMBLED_TOOLCHAIN"
}

# Whether the selected toolchain compiles and links a program with std for the browser, with link-time optimisation, that runs.
# `rustc --print target-list` alone says nothing about that.
builds_wasm() {
    local folder result=0
    [ "${RUSTUP_TOOLCHAIN:-}" != "$ASSEMBLED_TOOLCHAIN" ] || [ -x "$ASSEMBLED_TOOLCHAIN/bin/rustc" ] || return 1
    folder=$(mktemp -d)
    cat >"$folder/probe.rs" <<'RUST'
#[no_mangle]
pub extern "C" fn joined_length(n: u32) -> u32 {
    (0..n).map(|i| i.to_string()).collect::<Vec<_>>().join(",").len() as u32
}
RUST
    rustc --target $WASM_TARGET --crate-type cdylib -O -Clto=fat -Cembed-bitcode=yes -Cpanic=abort \
        -o "$folder/probe.wasm" "$folder/probe.rs" >/dev/null 2>&1 &&
        node -e 'WebAssembly.instantiate(require("fs").readFileSync(process.argv[1])).then(
            (m) => process.exit(m.instance.exports.joined_length(1000) === 3889 ? 0 : 1))' "$folder/probe.wasm" || result=1
    rm -rf "$folder"
    return $result
}

# build_std [TARGET [PANIC]]: compiles std, for the browser unless told otherwise, from the selected toolchain's own sources into its sysroot.
# With bitcode, for link-time optimisation, and with `test`, for tests that run in a browser.
# Each step that can fail says so itself: `set -e` is off in what a condition calls.
# shellcheck disable=SC2120 # its argument has a default here
build_std() (
    target=${1:-$WASM_TARGET}
    sysroot=$(rustc --print sysroot)
    library=$sysroot/lib/rustlib/src/rust/library
    [ -f "$library/Cargo.lock" ] || exit 1
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    mkdir "$folder/src"
    echo '#![no_std]' >"$folder/src/lib.rs"
    printf '[package]\nname = "stdbuild"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n[profile.release]\npanic = "%s"\n' "${2:-abort}" >"$folder/Cargo.toml"
    sources=()
    if [ -d "$library/vendor" ]; then
        sources=(--offline --config "source.crates-io.replace-with='vendored'" --config "source.vendored.directory='$library/vendor'")
    fi
    cd "$folder" || exit 1
    # -Zbuild-std is for nightly compilers; the variable lets a stable one build its own library.
    RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes --remap-path-prefix=$library=/rustc/library" \
        cargo build --release --target "$target" -Zbuild-std=std,panic_abort,proc_macro,test "${sources[@]}" || exit 1
    out=$sysroot/lib/rustlib/$target/lib
    rm -rf "$out.new"
    mkdir -p "$out.new"
    cp "target/$target/release/deps"/lib*.rlib "$out.new/" || exit 1
    rm -f "$out.new"/libstdbuild-*
    rm -rf "$out"
    mv "$out.new" "$out"
)

# For builds from any shell: `. env.sh`.
write_environment() {
    {
        [ -z "${RUSTUP_TOOLCHAIN:-}" ] || echo "export RUSTUP_TOOLCHAIN='$RUSTUP_TOOLCHAIN'"
        echo "export PATH='$WASM/bin':\$PATH"
        echo "export TRUNK_SKIP_VERSION_CHECK=true"
        echo "export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner"
        echo "if [ -x /usr/bin/chromedriver ]; then export CHROMEDRIVER=/usr/bin/chromedriver; fi"
    } >"$WASM/env.sh.new"
    mv "$WASM/env.sh.new" "$WASM/env.sh"
}

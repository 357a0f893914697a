# The command xif for other systems, built here. What a machine lacks for one of them is said, and the others are built nevertheless.

# Target, what its archive is called after, its linker, and Debian's package of that. None for macOS: its linker is Apple's alone.
XIF_TARGETS=(
    "aarch64-unknown-linux-gnu linux-aarch64 aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu libc6-dev-arm64-cross"
    "x86_64-pc-windows-gnu windows-x86_64 x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64-win32"
)

xif_for_others() {
    local line
    for line in "${XIF_TARGETS[@]}"; do
        # shellcheck disable=SC2086  # the words of the line are the arguments
        xif_for $line
    done
    say "for macOS, and for what was left out, build it there: cargo install --path app/cli"
}

# xif_for TARGET NAME LINKER PACKAGES...
xif_for() {
    local target=$1 name=$2 linker=$3 variable
    shift 3
    if ! has "$linker"; then
        if ! has apt-get; then
            say "left out: xif for $name, because there is no $linker"
            return
        fi
        install_packages "$@"
    fi
    if ! has_std "$target" && ! get_std "$target"; then
        say "left out: xif for $name, because Rust has no standard library for $target here: run 'rustup target add $target'"
        return
    fi
    variable=${target//-/_}
    slowly "building xif for $name" "3 minutes" env "CC_$variable=$linker" "CARGO_TARGET_${variable^^}_LINKER=$linker" \
        cargo build --offline --release --manifest-path "$PROJECT/Cargo.toml" --package cli --target "$target"
    pack_xif "$target" "$name" "${linker%gcc}strip"
}

# Whether a program with std can be compiled.
has_std() {
    local folder result=0
    folder=$(mktemp -d)
    echo 'pub fn length(n: u32) -> usize { n.to_string().len() }' >"$folder/probe.rs"
    rustc --target "$1" --crate-type rlib -o "$folder/probe.rlib" "$folder/probe.rs" >/dev/null 2>&1 || result=1
    rm -rf "$folder"
    return $result
}

# As for the browser: by rustup where it may, else from the toolchain's own sources.
get_std() {
    if [ "${RUSTUP_AUTO_INSTALL:-1}" != 0 ] && [ "${RUSTUP_TOOLCHAIN:-}" != "$ASSEMBLED_TOOLCHAIN" ] && has rustup; then
        ! timeout 300 rustup target add "$1" >/dev/null 2>&1 || return 0
    fi
    say "building Rust's standard library for $1, once (usually 1 minute)"
    # What was compiled with another one fits this one no more, which cargo does not see.
    rm -rf "$PROJECT/target/$1"
    { build_std "$1" unwind && start_objects "$1"; } >>"$LOGS/build-std.log" 2>&1 && has_std "$1"
}

# What GNU's linker for Windows puts first and last into a program is compiled with std, but is not part of it.
start_objects() {
    local sysroot object
    [ "$1" = x86_64-pc-windows-gnu ] || return 0
    sysroot=$(rustc --print sysroot)
    for object in rsbegin rsend; do
        RUSTC_BOOTSTRAP=1 rustc --target "$1" --emit=obj -o "$sysroot/lib/rustlib/$1/lib/$object.o" \
            "$sysroot/lib/rustlib/src/rust/library/rtstartup/$object.rs" || return 1
    done
}

# pack_xif TARGET NAME STRIP: the program and the licences, in the way of the whole package.
pack_xif() {
    local folder program
    folder=xif-$(version)
    program=$PROJECT/target/$1/release/xif
    [ -f "$program" ] || program=$program.exe
    begin_work
    # shellcheck disable=SC2154  # begin_work sets it
    mkdir -p "$work/$folder/LICENSES"
    install -m 755 "$program" "$work/$folder/"
    "$3" --strip-debug "$work/$folder/${program##*/}"
    # The pages are the same for every system, so the program of this one writes them.
    pages_of_xif "$work/$folder"
    install -m 644 "$PROJECT/LICENSE" "$work/$folder/LICENSES/xif-studio.txt"
    node "$DEPLOY/licences.mjs" "$work/$folder/LICENSES" "cli=$1"
    pack "$folder" "$folder-$2.tar.gz"
    end_work
}

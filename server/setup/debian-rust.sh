# For a machine whose toolchain has neither the browser's target nor the sources of std, and whose owner wants no downloads by
# rustup: a toolchain put together from Debian's packages, unpacked beside each other, nothing installed.

assemble_debian_toolchain() {
    has apt-get && has rustup ||
        fail "Rust cannot build for the browser yet: run 'rustup target add $WASM_TARGET'"
    say "assembling a toolchain from Debian's packages"
    if [ "$(id -u)" = 0 ]; then refresh_package_list; else refresh_package_list sudo; fi
    choose_debian_packages
    local work=$WASM/debian
    rm -rf "$work"
    mkdir -p "$work/packages" "$work/root"
    download_packages "$work/packages" "${debian_packages[@]}"
    local package
    for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$work/root"; done
    lay_out_toolchain "$work/root/usr" "$ASSEMBLED_TOOLCHAIN.new"
    in_place "$ASSEMBLED_TOOLCHAIN"
    rm -rf "$work"
    RUSTUP_TOOLCHAIN=$ASSEMBLED_TOOLCHAIN quietly build_std
}

# Sets `debian_packages`. The family rustc-web, which Debian keeps current for browsers, is newer than rustc in stable releases.
choose_debian_packages() {
    local family version prefix std llvm
    for family in rustc-web rustc none; do
        version=$(apt-cache policy $family 2>/dev/null | sed -n 's/^ *Candidate: //p')
        [ -n "$version" ] && dpkg --compare-versions "$version" ge $RUST_MINIMUM && break
    done
    [ "$family" != none ] || fail "Debian's Rust is older than $RUST_MINIMUM here: run 'rustup target add $WASM_TARGET'"
    prefix=rust
    [ "$family" = rustc ] || prefix=rust-web
    std=$(apt-cache show "libstd-$prefix-dev=$version" | sed -n 's/^Depends: .*\(libstd-rust-[a-z-]*[0-9.]*[0-9]\) .*/\1/p' | head -n 1)
    llvm=$(apt-cache show "$std=$version" | grep -o 'libllvm[0-9]*' | head -n 1)
    say "$family $version"
    debian_packages=("$family=$version" "libstd-$prefix-dev=$version" "$std=$version" "$prefix-src=$version" "$prefix-clippy=$version"
        "$llvm" "lld-${llvm#libllvm}")
}

# lay_out_toolchain UNPACKED DESTINATION: the shape that rustup accepts as a toolchain.
lay_out_toolchain() {
    local from=$1 to=$2 libraries host library tool
    libraries=$from/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || gcc -dumpmachine)
    rm -rf "$to"
    mkdir -p "$to/bin" "$to/lib"
    cp -a "$from"/bin/{rustc,rustdoc,cargo-clippy,clippy-driver} "$to/bin/"
    cp -a "$libraries"/librustc_driver-*.so "$libraries"/libLLVM.so.* "$to/lib/"
    cp -a "$from/lib/rustlib" "$to/lib/"
    rm -rf "$to/lib/rustlib/src/rust"
    mkdir -p "$to/lib/rustlib/src/rust"
    cp -a "$from"/src/rustc-*/library "$to/lib/rustlib/src/rust/"
    host=$(LD_LIBRARY_PATH=$to/lib "$to/bin/rustc" --version --verbose | sed -n 's/^host: //p')
    mkdir -p "$to/lib/rustlib/$host/bin" "$to/lib/rustlib/$host/lib"
    cp -L "$from"/lib/llvm-*/bin/lld "$to/lib/rustlib/$host/bin/rust-lld"
    # The linker looks for its libraries in ../lib.
    for library in "$to"/lib/libLLVM.so.*; do ln -sf "../../../$(basename "$library")" "$to/lib/rustlib/$host/lib/"; done
    # Debian's cargo would be older or absent; the machine's own drives this compiler well.
    cp "$(rustup which cargo)" "$to/bin/"
    for tool in rustfmt cargo-fmt; do ln -sf "$(rustup which $tool)" "$to/bin/$tool"; done
    if LD_LIBRARY_PATH=$to/lib ldd "$to/bin/rustc" "$to"/lib/*.so* "$to/lib/rustlib/$host/bin/rust-lld" | grep 'not found' >&2; then
        fail "Debian's Rust lacks the shared libraries above: install them with apt-get"
    fi
}

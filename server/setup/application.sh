# Builds the application and the server, and starts them.

# Sets by --dev what differs between the two kinds of build.
choose_profile() {
    if [ "$1" = dev ]; then
        dist=$PROJECT/target/dist-dev page_options=(--dev) trunk_options=() server_options=() server_program=$PROJECT/target/debug/server
    else
        dist=$PROJECT/target/dist page_options=(--release) trunk_options=(--release) server_options=(--release)
        server_program=$PROJECT/target/release/server
    fi
}

# Finding out that there is nothing to do takes seconds, hence the stamp.
build_application() {
    local key
    key=$(application_fingerprint)
    if stamped "$dist.key" "$key"; then
        say "unchanged in ${dist#"$PROJECT/"}"
        return
    fi
    rm -f "$dist.key"
    slowly "building the page" "7 minutes, after a change 3; with --dev 2 minutes, after a change 30 s" "build_page_by_$page_builder"
    [ "$server_program" = "$PROJECT/target/debug/server" ] || node "$PROJECT/server/setup/page/compress.mjs" "$dist"
    printf '%s\n' "$key" >"$dist.key"
    say "$(find "$dist" -name '*.wasm' -printf '%f: %k KiB ') in ${dist#"$PROJECT/"}"
}

build_page_by_steps() {
    node "$PROJECT/server/setup/page/build.mjs" "${page_options[@]}" --dist "$dist" --bindgen "$bindgen_program" --wasm-opt "$wasm_opt_program"
}

# The errors of the compiler shall be the last lines, not a backtrace of trunk.
build_page_by_trunk() { (cd "$PROJECT" && unset RUST_BACKTRACE && trunk build "${trunk_options[@]}" --dist "$dist"); }

application_fingerprint() {
    (
        cd "$PROJECT" || exit
        rustc --version --verbose
        echo "$page_builder $WASM_BINDGEN_VERSION $BINARYEN_VERSION"
        fingerprint app server/api server/setup/page style public .cargo Cargo.toml Cargo.lock Trunk.toml target/editor.key target/language.key
    ) | sha256sum | cut -c1-64
}

# Starts to build the server, after the page: what both wait for is the page. Cargo knows by itself when there is nothing to do.
begin_server() {
    mkdir -p "$LOGS"
    nice -n 10 cargo build --offline --manifest-path "$PROJECT/Cargo.toml" --package server "${server_options[@]}" \
        >"$LOGS/finish_server.log" 2>&1 &
    server_build=$!
    trap 'kill "$server_build" 2>/dev/null || true' EXIT
}

finish_server() {
    [ -n "${server_build:-}" ] || begin_server
    say "building since the page began (usually 4 minutes the first time)"
    wait "$server_build" || failed_with_log cargo "$LOGS/finish_server.log"
    server_build=
    trap - EXIT
    say "${server_program#"$PROJECT/"}"
}

# serve HOST PORT ARGUMENTS...: the server takes the place of this script, so that Ctrl-C and signals reach it.
serve() {
    local host=$1 port=$2
    shift 2
    unlock
    exec "$server_program" --host "$host" --port "$port" --assets "$dist" --toolchain "$CSHARP/toolchain.json" \
        --drafts "${XDG_STATE_HOME:-$HOME/.local/state}/xif-studio/drafts" "$@"
}

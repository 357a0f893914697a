# Builds the application and the server, and starts them.

# Sets by --dev what differs between the two kinds of build.
choose_profile() {
    if [ "$1" = dev ]; then
        dist=$PROJECT/target/dist-dev trunk_options=() server_options=() server_program=$PROJECT/target/debug/server
    else
        dist=$PROJECT/target/dist trunk_options=(--release) server_options=(--release) server_program=$PROJECT/target/release/server
    fi
}

# Trunk takes seconds to find out that there is nothing to do, hence the stamp.
build_application() {
    local key
    key=$(application_fingerprint)
    if stamped "$dist.key" "$key"; then
        say "unchanged in ${dist#"$PROJECT/"}"
        return
    fi
    rm -f "$dist.key"
    # Trunk works offline, so that it never fetches a tool of its own choice; cargo may need the network once.
    quietly cargo fetch --manifest-path "$PROJECT/Cargo.toml"
    # The errors of the compiler shall be the last lines, not a backtrace of trunk.
    (cd "$PROJECT" && unset RUST_BACKTRACE && quietly trunk build "${trunk_options[@]}" --dist "$dist")
    printf '%s\n' "$key" >"$dist.key"
    say "$(find "$dist" -name '*.wasm' -printf '%f: %k KiB ') in ${dist#"$PROJECT/"}"
}

application_fingerprint() {
    (
        cd "$PROJECT"
        rustc --version --verbose
        cat "$WASM/bin/.versions"
        fingerprint app server/api style public .cargo Cargo.toml Cargo.lock Trunk.toml target/editor.key
    ) | sha256sum | cut -c1-64
}

# Cargo knows by itself when there is nothing to do.
build_server() {
    quietly cargo build --manifest-path "$PROJECT/Cargo.toml" --package server "${server_options[@]}"
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

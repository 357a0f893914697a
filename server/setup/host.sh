# The compiler host: a small program around the SDK's own compiler that stays and compiles one extension after the other.

compiler_host() {
    local host=$CSHARP/host key
    key="$(fingerprint server/host server/setup/host.sh) $dotnet_root $sdk_version"
    if ! stamped "$host/.key" "$key"; then
        new_folder "$host"
        compile_host "$host.new"
        printf '%s\n' "$key" >"$host.new/.key"
        in_place "$host"
    fi
    host_folder=$host
    say "$(find "$host" -name '*.dll' -size +0 | wc -l) program in $host"
}

compile_host() (
    dotnet_environment
    quietly "$PROJECT/server/host/build" "$dotnet_root" "$sdk_version" "$1" -warnaserror+
)

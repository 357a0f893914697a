# The platform's reference assemblies, compiled from our own declarations in server/platform: one file, one assembly.

# In this order, each may use those before it; every other one comes after them.
PLATFORM_FIRST=(OutSystems.RuntimeCommon OutSystems.HubEdition.DatabaseAbstractionLayer OutSystems.HubEdition.RuntimePlatform)

platform_assemblies() {
    local platform=$CSHARP/platform key
    key="$(fingerprint server/platform server/setup/platform.sh) $sdk_version $references"
    if ! stamped "$platform/.key" "$key"; then
        new_folder "$platform"
        compile_platform "$PROJECT/server/platform" "$platform.new"
        printf '%s\n' "$key" >"$platform.new/.key"
        in_place "$platform"
    fi
    write_toolchain "$platform"
    say "$(find "$platform" -name '*.dll' | wc -l) assemblies in $platform"
}

# compile_platform SOURCES DESTINATION
compile_platform() {
    local source name
    for name in "${PLATFORM_FIRST[@]}"; do compile_assembly "$1/$name.cs" "$2"; done
    for source in "$1"/*.cs; do
        name=$(basename "$source" .cs)
        [ -f "$2/$name.dll" ] || compile_assembly "$source" "$2"
    done
}

# Against the oldest framework, so that extensions for any later one can use them.
compile_assembly() (
    dotnet_environment
    shopt -s nullglob
    arguments=(-nologo -noconfig -nostdlib -target:library -deterministic -debug- -optimize+ -langversion:7.3 -warn:0
        "-pathmap:$PROJECT=/" "-out:$2/$(basename "$1" .cs).dll")
    for library in mscorlib System System.Core System.Data System.Xml System.ServiceModel System.Web System.Runtime.Serialization; do
        arguments+=("-reference:$references/4.6.1-api/$library.dll")
    done
    for library in "$2"/*.dll; do arguments+=("-reference:$library"); done
    quietly "$dotnet_program" exec "$dotnet_root/sdk/$sdk_version/Roslyn/bincore/csc.dll" "${arguments[@]}" "$1"
)

# What the server reads to find all this.
write_toolchain() {
    node -e '
        const [dotnet, root, sdk_version, references, platform, ssl, host] = process.argv.slice(1);
        console.log(JSON.stringify({ dotnet, root, sdk_version, references, platform, ssl: ssl || null, host }, null, 2));
    ' "$dotnet_program" "$dotnet_root" "$sdk_version" "$references" "$1" "$openssl_folder" "$host_folder" \
        >"$CSHARP/toolchain.json.new"
    mv "$CSHARP/toolchain.json.new" "$CSHARP/toolchain.json"
}

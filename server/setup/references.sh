# The .NET Framework's reference assemblies, against which extensions compile.

FRAMEWORKS=(4.6.1 4.7.2 4.8)
# The versions between them. A project for one that is not there compiles against the version before it.
FURTHER_FRAMEWORKS=(4.6.2 4.7 4.7.1)
# Mono ships these beside the framework's own. An extension that compiled against them would fail on a Platform Server.
NOT_THE_FRAMEWORKS=('Mono.*' 'I18N*' 'System.Reactive.*' 'System.Web.Http*' 'System.Web.Mvc*' 'System.Web.Razor*' 'System.Web.WebPages*'
    'System.Net.Http.Formatting.*' 'System.Json*' 'System.Dynamic.dll' 'System.Threading.Tasks.Dataflow.*' Commons.Xml.Relaxng.dll
    IBM.Data.DB2.dll ICSharpCode.SharpZipLib.dll Microsoft.Web.Infrastructure.dll Novell.Directory.Ldap.dll PEAPI.dll
    RabbitMQ.Client.dll WebMatrix.Data.dll)

# Sets `references`, a folder with <version>-api folders. XIF_STUDIO_REFERENCES names one that the machine already has.
reference_assemblies() {
    if [ -n "${XIF_STUDIO_REFERENCES:-}" ]; then
        references=$(realpath "$XIF_STUDIO_REFERENCES")
        has_frameworks "$references" || fail "XIF_STUDIO_REFERENCES ($references) lacks mscorlib.dll in one of: ${FRAMEWORKS[*]/%/-api}"
        say "$references (XIF_STUDIO_REFERENCES)"
        return
    fi
    references=$CSHARP/ref
    stamped "$references/.selection" "$(reference_selection)" || collect_references
    say ".NET Framework $(cd "$references" && echo *-api | sed 's/-api//g') in $references"
}

reference_selection() { echo "${FRAMEWORKS[*]} ${FURTHER_FRAMEWORKS[*]} without ${NOT_THE_FRAMEWORKS[*]}, with the copyright" | sha256sum | cut -c1-64; }

has_frameworks() {
    local version
    for version in "${FRAMEWORKS[@]}"; do [ -f "$1/$version-api/mscorlib.dll" ] || return 1; done
}

# Most assemblies are the same in several versions: one file on the disk, under each of its names.
link_same() {
    local file sum
    local -A known=()
    while read -r sum file; do
        if [ -n "${known[$sum]:-}" ]; then ln -f "${known[$sum]}" "$file"; else known[$sum]=$file; fi
    done < <(find "$1" -name '*.dll' -exec sha256sum {} +)
}

collect_references() {
    local work=$CSHARP/download-references from=/usr/lib/mono version pattern
    rm -rf "$work"
    if ! has_frameworks $from; then
        mkdir -p "$work"
        say "fetching mono-devel (24 MB, once; unpacked, not installed)"
        download_packages "$work" mono-devel ||
            fail "no .NET Framework reference assemblies: install Mono with its reference assemblies, or name a folder that has ${FRAMEWORKS[*]/%/-api} in XIF_STUDIO_REFERENCES"
        dpkg-deb -x "$work"/mono-devel_*.deb "$work/root"
        from=$work/root/usr/lib/mono
    fi
    new_folder "$references"
    # Whoever passes the assemblies on passes their licence on.
    cp "$from/../../share/doc/mono-devel/copyright" "$references.new/" 2>/dev/null || true
    for version in "${FRAMEWORKS[@]}" "${FURTHER_FRAMEWORKS[@]}"; do
        [ -f "$from/$version-api/mscorlib.dll" ] || continue
        cp -rL "$from/$version-api" "$references.new/"
        for pattern in "${NOT_THE_FRAMEWORKS[@]}"; do
            find "$references.new/$version-api" -maxdepth 1 -name "$pattern" -delete
        done
    done
    link_same "$references.new"
    reference_selection >"$references.new/.selection"
    in_place "$references"
    rm -rf "$work"
}

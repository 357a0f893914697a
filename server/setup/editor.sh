# What the studio takes from npm: the code editor and the icon font. Bundled into target/editor, which trunk copies.

editor_bundle() {
    local source=$PROJECT/app/studio/editor bundle=$PROJECT/target/editor
    npm_packages "$source"
    local key
    key=$(fingerprint app/studio/editor app/language/web)
    if ! stamped "$bundle.key" "$key"; then
        rm -f "$bundle.key"
        quietly node "$source/build.mjs" "$bundle"
        printf '%s\n' "$key" >"$bundle.key"
    fi
    say "$(find "$bundle" -type f | wc -l) files in target/editor"
}

# npm_packages FOLDER: exactly what the folder's package-lock.json names; npm checks the hashes in it.
npm_packages() {
    local key
    key=$(sha256sum <"$1/package-lock.json" | cut -c1-64)
    stamped "$1/node_modules/.locked" "$key" && return
    quietly npm ci --no-audit --no-fund --prefix "$1"
    printf '%s\n' "$key" >"$1/node_modules/.locked"
}

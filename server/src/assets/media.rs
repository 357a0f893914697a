//! What the name of a file says about it.

/// The media type of a file, with the character set for text.
pub(super) fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "dll" => "application/vnd.microsoft.portable-executable",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "ttf" => "font/ttf",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

/// Whether files of a type get smaller: not those that are packed already.
pub(super) fn is_compressible(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || matches!(
            media_type,
            "application/wasm"
                | "application/vnd.microsoft.portable-executable"
                | "application/json"
                | "application/manifest+json"
                | "application/xml"
                | "image/svg+xml"
                | "image/x-icon"
                | "font/ttf"
        )
}

/// Whether the file's name has a hash of its content: trunk's sixteen hexadecimal digits (`studio-0123456789abcdef_bg.wasm`) or esbuild's eight characters of
/// base 32 (`editor-ABCD2345.js`). Folders do not count: wasm-bindgen's `snippets` are named after crates, not contents.
pub(super) fn has_hashed_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let Some((_, last)) = stem.rsplit_once('-') else {
        return false;
    };
    let last = last.strip_suffix("_bg").unwrap_or(last);
    let trunk = last.len() == 16 && last.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let esbuild = last.len() == 8 && last.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'));
    trunk || esbuild
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_of_the_content_are_known() {
        for name in [
            "studio-0123456789abcdef.js",
            "studio-0123456789abcdef_bg.wasm",
            "editor/monaco-ABCD2345.css",
            "style-fedcba9876543210.css",
        ] {
            assert!(has_hashed_name(name), "{name}");
        }
        for name in [
            "index.html",
            "editor/monaco.js",
            "snippets/studio-0123456789abcdef/inline0.js",
            "some-name.js",
            "studio-0123456789ABCDEF.js",
            "a-0123456789abcdef0.js",
        ] {
            assert!(!has_hashed_name(name), "{name}");
        }
    }

    #[test]
    fn wasm_has_the_type_that_browsers_compile_while_loading() {
        assert_eq!(media_type("a/b_bg.wasm"), "application/wasm");
        assert_eq!(media_type("noending"), "application/octet-stream");
    }
}

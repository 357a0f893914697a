/// Writes an attribute's value as the two known writers do; the server leaves tabs as they are.
pub(super) fn attribute(out: &mut String, value: &str, raw_tab: bool) {
    escape(out, value, |character| match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\r' => Some("&#xD;"),
        '\n' => Some("&#xA;"),
        '\t' if !raw_tab => Some("&#x9;"),
        _ => None,
    });
}

/// Writes an element's text.
pub(super) fn text(out: &mut String, value: &str) {
    escape(out, value, |character| match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        _ => None,
    });
}

fn escape(out: &mut String, value: &str, entity: impl Fn(char) -> Option<&'static str>) {
    let mut from = 0;
    for (offset, character) in value.char_indices() {
        if let Some(entity) = entity(character) {
            out.push_str(&value[from..offset]);
            out.push_str(entity);
            from = offset + character.len_utf8();
        }
    }
    out.push_str(&value[from..]);
}

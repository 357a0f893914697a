use super::ScriptError;

/// The text of a script's bytes: UTF-8, or UTF-16 with a mark, as SQL Server's own tools write it.
///
/// # Errors
/// The bytes are too many, or no text.
pub fn decode(bytes: &[u8], limits: &super::Limits) -> Result<String, ScriptError> {
    // UTF-16 takes twice the bytes of the same text.
    let most = limits.script.saturating_mul(2);
    if bytes.len() > most {
        return Err(ScriptError::TooLarge { bytes: bytes.len(), limit: limits.script });
    }
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => utf8(rest),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, ScriptError> {
    let text = std::str::from_utf8(bytes);
    text.map(str::to_owned).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        ScriptError::NotText { line: 1 + before.iter().filter(|byte| **byte == b'\n').count() }
    })
}

fn utf16(bytes: &[u8], of: fn([u8; 2]) -> u16) -> Result<String, ScriptError> {
    let units = bytes.chunks_exact(2).map(|pair| of([pair[0], pair[1]]));
    let (mut text, mut line) = (String::with_capacity(bytes.len() / 2), 1);
    for character in char::decode_utf16(units) {
        let character = character.map_err(|_| ScriptError::NotText { line })?;
        line += usize::from(character == '\n');
        text.push(character);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Limits;

    #[test]
    fn encodings() {
        let read = |bytes: &[u8]| decode(bytes, &Limits::default());
        let both = |of: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
            mark.into_iter().chain("Ä\n".encode_utf16().flat_map(of)).collect()
        };
        assert_eq!(read("Ä\n".as_bytes()).unwrap(), "Ä\n");
        assert_eq!(read("\u{feff}Ä\n".as_bytes()).unwrap(), "Ä\n");
        assert_eq!(read(&both(u16::to_le_bytes, [0xff, 0xfe])).unwrap(), "Ä\n");
        assert_eq!(read(&both(u16::to_be_bytes, [0xfe, 0xff])).unwrap(), "Ä\n");
        assert_eq!(read(b"a\nb\xe4"), Err(ScriptError::NotText { line: 2 }));
        assert_eq!(read(&[0xff, 0xfe, 0, 0xd8]), Err(ScriptError::NotText { line: 1 }));
        let small = Limits { script: 2, ..Limits::default() };
        assert_eq!(decode(b"12345", &small), Err(ScriptError::TooLarge { bytes: 5, limit: 2 }));
    }
}

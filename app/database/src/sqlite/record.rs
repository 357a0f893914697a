use super::page::Encoding;

/// The most values of a record: SQLite allows 32,767 columns.
const VALUES: usize = 32_767;

/// A value of a record.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Whole(i64),
    Real(f64),
    Text(String),
    /// So many bytes.
    Bytes(usize),
}

impl Value {
    /// The value as a reader sees it; none for NULL.
    pub(super) fn shown(self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Whole(number) => Some(number.to_string()),
            Self::Real(number) => Some(number.to_string()),
            Self::Text(text) => Some(text),
            Self::Bytes(1) => Some("1 byte".to_owned()),
            Self::Bytes(count) => Some(format!("{count} bytes")),
        }
    }
}

/// The values of a record. One that was cut ends with the last whole value.
pub(super) fn values(record: &[u8], encoding: Encoding) -> Option<Vec<Value>> {
    let (size, start) = number(record)?;
    let size = usize::try_from(size).ok().filter(|size| *size >= start)?;
    let mut head = record.get(start..size)?;
    let (mut body, mut values) = (&record[size..], Vec::new());
    while !head.is_empty() && values.len() < VALUES {
        let (kind, length) = number(head)?;
        head = &head[length..];
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        // What is behind the cut is not known.
        let Some((own, rest)) = body.split_at_checked(size) else { break };
        body = rest;
        values.push(match kind {
            0 => Value::Null,
            1..=6 => Value::Whole(whole(own)),
            7 => Value::Real(f64::from_bits(u64::from_ne_bytes(whole(own).to_ne_bytes()))),
            8 => Value::Whole(0),
            9 => Value::Whole(1),
            kind if kind % 2 == 0 => Value::Bytes(size),
            _ => Value::Text(text(own, encoding)),
        });
    }
    Some(values)
}

/// A number of one to eight bytes, the highest first.
fn whole(bytes: &[u8]) -> i64 {
    let is_negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
    let start = if is_negative { -1_i64 } else { 0 };
    bytes.iter().fold(start, |number, byte| (number << 8) | i64::from(*byte))
}

fn text(bytes: &[u8], encoding: Encoding) -> String {
    let units = |of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Utf16Little => units(u16::from_le_bytes),
        Encoding::Utf16Big => units(u16::from_be_bytes),
    }
}

/// A number of variable length at the start of these bytes, and how many of them it takes.
pub(super) fn number(bytes: &[u8]) -> Option<(i64, usize)> {
    let mut value = 0_u64;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        if at == 8 {
            return Some((((value << 8) | u64::from(*byte)).cast_signed(), 9));
        }
        value = (value << 7) | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value.cast_signed(), at + 1));
        }
    }
    None
}

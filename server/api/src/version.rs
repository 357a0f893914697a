//! How a page, a command and a server of different versions know whether they understand each other.
//!
//! The interface has a number. What is added to it leaves the number as it is: fields of answers, problem codes, rights, operations of a connection,
//! events, severities. Whoever reads leaves out what it does not know. When something that was there changes or goes, the number grows.
//!
//! A server says its number with every answer, in the header [`HEADER`]. A client says its own with what it asks, in the same header; a server that no
//! longer understands that number refuses with [`ClientVersion`](crate::problem::Code::ClientVersion) before it does anything. So the newer of the two
//! always decides, since only it knows the other: a server about older clients by [`OLDEST_CLIENT`], a client about older servers by [`OLDEST_SERVER`].

/// The number of the interface as it is here.
pub const NUMBER: u32 = 1;

/// The oldest client whose requests this server understands.
pub const OLDEST_CLIENT: u32 = 1;

/// The oldest server whose answers this client understands.
pub const OLDEST_SERVER: u32 = 1;

/// The header with the number of whoever sends it.
pub const HEADER: &str = "x-xif-studio-api";

/// Why a server may not do what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// The server is older, and this client needs something that it does not have.
    Older,
    /// The server is newer. What it answered is not necessarily wrong: it refuses what it does not understand.
    Newer,
}

/// What the header of an answer tells; none when both have the same number, or when the answer does not say, as that of a proxy in front.
pub fn mismatch(header: Option<&str>) -> Option<Mismatch> {
    compared(number(header)?, NUMBER)
}

/// Whether a client with this header is understood. One that does not say is: the other checks find what is wrong.
pub fn is_understood(header: Option<&str>) -> bool {
    number(header).is_none_or(|number| number >= OLDEST_CLIENT)
}

fn number(header: Option<&str>) -> Option<u32> {
    header?.trim().parse().ok()
}

fn compared(server: u32, client: u32) -> Option<Mismatch> {
    match server {
        _ if server < client => Some(Mismatch::Older),
        _ if server > client => Some(Mismatch::Newer),
        _ => None,
    }
}

impl Mismatch {
    /// Whether nothing should be asked of the server any more, as far as its number tells.
    pub fn is_too_old(header: Option<&str>) -> bool {
        number(header).is_some_and(|number| number < OLDEST_SERVER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newer_one_decides() {
        assert_eq!(mismatch(Some("1")), None);
        assert_eq!(mismatch(Some(" 2 ")), Some(Mismatch::Newer));
        assert_eq!(mismatch(Some("0")), Some(Mismatch::Older));
        assert!(
            Mismatch::is_too_old(Some("0")) && !Mismatch::is_too_old(Some("1")) && !Mismatch::is_too_old(Some("9"))
        );
        assert!(!is_understood(Some("0")) && is_understood(Some("1")) && is_understood(Some("2")));
    }

    #[test]
    fn who_says_nothing_or_nonsense_is_neither_refused_nor_doubted() {
        for header in [None, Some(""), Some("one"), Some("-1"), Some("99999999999999999999"), Some("1.5")] {
            assert_eq!(mismatch(header), None, "{header:?}");
            assert!(is_understood(header) && !Mismatch::is_too_old(header), "{header:?}");
        }
    }
}

//! How much is kept, and what goes when that is too much.

use store::Aged;

/// What is known of the bytes in the store. Other servers add to them unseen, so they are listed again after each tenth of the room.
#[derive(Debug)]
pub(super) struct Room {
    most: u64,
    /// Bytes when they were listed last, and those that were added since; nothing is known at the start.
    known: Option<u64>,
    added: u64,
}

impl Room {
    pub(super) fn new(most: u64) -> Self {
        Self { most, known: None, added: 0 }
    }

    /// Takes note of a new result; whether the results must be listed.
    pub(super) fn added(&mut self, bytes: u64) -> bool {
        self.added += bytes;
        self.known.is_none_or(|known| known + self.added > self.most || self.added > self.most / 10)
    }

    /// The names of the oldest results which must go, so that a tenth of the room is free again; none when there is room.
    pub(super) fn too_many(&mut self, mut results: Vec<Aged>) -> Vec<String> {
        let mut bytes: u64 = results.iter().map(|result| result.size).sum();
        let mut gone = Vec::new();
        if bytes > self.most {
            results.sort_by_key(|result| result.modified_ms);
            for oldest in results {
                if bytes <= self.most - self.most / 10 {
                    break;
                }
                bytes -= oldest.size;
                gone.push(oldest.name);
            }
        }
        (self.known, self.added) = (Some(bytes), 0);
        gone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aged(name: &str, size: u64, modified_ms: i64) -> Aged {
        Aged { name: name.into(), size, modified_ms }
    }

    #[test]
    fn the_oldest_go_until_a_tenth_is_free() {
        let mut room = Room::new(100);
        assert!(room.added(10), "nothing is known at the start");
        let results = vec![aged("new", 40, 3), aged("old", 30, 1), aged("middle", 40, 2)];
        assert_eq!(room.too_many(results), ["old"]);
        assert!(!room.added(5));
        assert!(room.added(20), "80, 5 and 20 are more than 100");
        assert_eq!(room.too_many(vec![aged("a", 50, 1), aged("b", 50, 2)]), Vec::<String>::new());
    }

    #[test]
    fn what_other_servers_add_is_seen_after_a_tenth() {
        let mut room = Room::new(1000);
        room.too_many(Vec::new());
        assert!(!room.added(100));
        assert!(room.added(1));
    }
}

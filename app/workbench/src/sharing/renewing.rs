//! A new key after a link is revoked: what the owner's browser does next, from what the server has. It can be broken off anywhere, and goes on
//! with what is still to be done; what was done is not done again.

use sha2::{Digest as _, Sha256};

/// The id of a link.
type LinkId = [u8; 16];

/// A link as its owner sees it.
// The four are independent: revoking is asked for, done by the server, and time runs out.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyedLink {
    /// Its id.
    pub id: LinkId,
    /// Whether it was revoked, or is to be.
    pub is_revoked: bool,
    /// Whether the server has done so.
    pub is_refused: bool,
    /// Whether its time is over.
    pub has_ended: bool,
    /// The latest epoch whose key it has. `None` of one of an earlier version, which holds the key of epoch 0 itself.
    pub epoch: Option<u32>,
    /// Whether the owner can encrypt a key for it.
    pub takes_keys: bool,
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renewal {
    /// Revoke this link.
    Revoke(LinkId),
    /// Make a link with this id in place of one that can be given no key.
    Replace {
        /// The one that there is.
        old: LinkId,
        /// The id of the one to make, the same each time.
        new: LinkId,
    },
    /// Begin this epoch with a new key for these links.
    Begin {
        /// The epoch.
        epoch: u32,
        /// Those who get its key.
        links: Vec<LinkId>,
    },
    /// Give the latest key to this link, which was made while another page began the epoch.
    Give(LinkId),
}

impl KeyedLink {
    /// Whether whoever has it can read what is written now.
    pub fn reads(&self, epoch: u32) -> bool {
        self.epoch.unwrap_or(0) >= epoch
    }

    fn is_alive(&self) -> bool {
        !self.is_revoked && !self.has_ended
    }
}

impl Renewal {
    /// What is to be done next while this epoch is the latest one; `None` when nothing is.
    pub fn next(epoch: u32, links: &[KeyedLink]) -> Option<Self> {
        if let Some(link) = links.iter().find(|link| link.is_revoked && !link.is_refused) {
            return Some(Self::Revoke(link.id));
        }
        let alive = || links.iter().filter(|link| link.is_alive());
        if !links.iter().any(|link| link.is_revoked && link.reads(epoch)) {
            return alive().find(|link| link.takes_keys && !link.reads(epoch)).map(|link| Self::Give(link.id));
        }
        if let Some(old) = alive().find(|link| !link.takes_keys) {
            let new = replacement(old.id);
            let is_made = links.iter().any(|link| link.id == new);
            return Some(if is_made { Self::Revoke(old.id) } else { Self::Replace { old: old.id, new } });
        }
        Some(Self::Begin { epoch: epoch.saturating_add(1), links: alive().map(|link| link.id).collect() })
    }
}

/// The id of the link that is made in place of this one.
pub fn replacement(old: LinkId) -> LinkId {
    let digest: [u8; 32] = Sha256::new_with_prefix(b"in place of ").chain_update(old).finalize().into();
    *digest.first_chunk().unwrap_or(&old)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn link(id: u8, epoch: Option<u32>) -> KeyedLink {
        KeyedLink {
            id: [id; 16],
            is_revoked: false,
            is_refused: false,
            has_ended: false,
            epoch,
            takes_keys: epoch.is_some(),
        }
    }

    /// The server and what the owner's browser remembers, which both outlive a page.
    struct World {
        epoch: u32,
        links: Vec<KeyedLink>,
        wanted: BTreeSet<LinkId>,
    }

    impl World {
        /// What the owner's page sees.
        fn seen(&self) -> Vec<KeyedLink> {
            let of =
                |link: &KeyedLink| KeyedLink { is_revoked: link.is_refused || self.wanted.contains(&link.id), ..*link };
            self.links.iter().map(of).collect()
        }

        fn next(&self) -> Option<Renewal> {
            Renewal::next(self.epoch, &self.seen())
        }

        /// What the server makes of it.
        fn take(&mut self, step: &Renewal) {
            match step {
                Renewal::Revoke(id) => self.link(*id).is_refused = true,
                Renewal::Replace { old, new } => {
                    if self.links.iter().all(|link| link.id != *new) {
                        let old = *self.link(*old);
                        self.links.push(KeyedLink { id: *new, epoch: Some(self.epoch), takes_keys: true, ..old });
                    }
                }
                Renewal::Begin { epoch, links } => {
                    if *epoch == self.epoch + 1 {
                        self.epoch = *epoch;
                        for id in links {
                            self.link(*id).epoch = Some(*epoch);
                        }
                    }
                }
                Renewal::Give(id) => {
                    let epoch = self.epoch;
                    self.link(*id).epoch = Some(epoch);
                }
            }
        }

        fn link(&mut self, id: LinkId) -> &mut KeyedLink {
            self.links.iter_mut().find(|link| link.id == id).unwrap()
        }

        fn run(&mut self) -> Vec<Renewal> {
            let mut steps = Vec::new();
            while let Some(step) = self.next() {
                self.take(&step);
                steps.push(step);
                assert!(steps.len() < 100, "it does not end: {steps:?}");
            }
            steps
        }

        /// Nobody who was refused reads on, and everybody else does.
        fn assert_renewed(&self) {
            for link in self.seen() {
                if link.is_revoked {
                    assert!(link.is_refused && !link.reads(self.epoch), "{link:?}");
                } else if link.takes_keys && !link.has_ended {
                    assert!(link.reads(self.epoch), "{link:?}");
                }
            }
        }
    }

    fn world(links: Vec<KeyedLink>, wanted: &[u8]) -> World {
        World { epoch: 0, links, wanted: wanted.iter().map(|id| [*id; 16]).collect() }
    }

    #[test]
    fn a_revoked_link_is_refused_first_and_the_others_get_the_next_key() {
        let mut world = world(vec![link(1, Some(0)), link(2, Some(0)), link(3, Some(0))], &[2]);
        let links = vec![[1; 16], [3; 16]];
        assert_eq!(world.run(), [Renewal::Revoke([2; 16]), Renewal::Begin { epoch: 1, links }]);
        world.assert_renewed();
        assert_eq!(world.run(), [], "once is enough");
        world.wanted.insert([3; 16]);
        let links = vec![[1; 16]];
        assert_eq!(world.run(), [Renewal::Revoke([3; 16]), Renewal::Begin { epoch: 2, links }]);
        world.assert_renewed();
    }

    #[test]
    fn links_of_an_earlier_version_are_replaced_once() {
        let mut world = world(vec![link(1, None), link(2, None), link(3, Some(0))], &[2]);
        let new = replacement([1; 16]);
        let expected = [
            Renewal::Revoke([2; 16]),
            Renewal::Replace { old: [1; 16], new },
            Renewal::Revoke([1; 16]),
            Renewal::Begin { epoch: 1, links: vec![[3; 16], new] },
        ];
        assert_eq!(world.run(), expected);
        world.assert_renewed();
    }

    #[test]
    fn a_link_whose_time_is_over_gets_no_key_and_one_made_meanwhile_does() {
        let mut world = world(vec![KeyedLink { has_ended: true, ..link(1, Some(0)) }, link(2, Some(0))], &[2]);
        world.run();
        assert_eq!((world.epoch, world.link([1; 16]).epoch), (1, Some(0)));
        world.links.push(link(3, Some(0)));
        assert_eq!(world.run(), [Renewal::Give([3; 16])]);
    }

    proptest! {
        /// A step may be lost, done without an answer, or done by two pages; the page may go at any moment.
        #[test]
        fn whatever_is_broken_off_goes_on(
            forms in prop::collection::vec((any::<bool>(), any::<bool>(), any::<bool>()), 1..6),
            cuts in prop::collection::vec(0..4_u8, 0..12),
        ) {
            let ids = 1_u8..;
            let links = forms.iter().zip(ids.clone()).map(|((is_old, has_ended, _), id)| {
                KeyedLink { has_ended: *has_ended, ..link(id, (!is_old).then_some(0)) }
            });
            let wanted: Vec<u8> = forms.iter().zip(ids).filter(|((.., is_wanted), _)| *is_wanted).map(|(_, id)| id).collect();
            let mut world = world(links.collect(), &wanted);
            for cut in cuts {
                let Some(step) = world.next() else { break };
                match cut {
                    0 => {}
                    1 => world.take(&step),
                    2 => (0..2).for_each(|_| world.take(&step)),
                    _ => {
                        // Another page does this and the next one, then comes ours, which is late.
                        world.take(&step);
                        if let Some(later) = world.next() {
                            world.take(&later);
                        }
                        world.take(&step);
                    }
                }
            }
            world.run();
            world.assert_renewed();
            prop_assert!(world.epoch <= 2, "a key was made for nothing");
            let alive = world.seen().into_iter().filter(|link| !link.is_revoked && !link.has_ended).count();
            let expected = forms.iter().filter(|(_, has_ended, is_wanted)| !has_ended && !is_wanted).count();
            prop_assert_eq!(alive, expected, "as many links are left as there were");
        }
    }
}

//! Users of their own for builds that root starts: no service of the machine has them, and no two builds that run at the same time have the same one.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The ids, and which of them are in use.
#[derive(Debug)]
pub(super) struct Users {
    first: u32,
    taken: Mutex<BTreeSet<u32>>,
}

/// The right to one id, until it is dropped. Its group has the same number.
#[derive(Debug)]
pub(super) struct User {
    id: u32,
    users: Arc<Users>,
}

impl Users {
    pub(super) fn new(first: u32) -> Arc<Self> {
        Arc::new(Self { first, taken: Mutex::default() })
    }

    /// Takes the lowest id that is free.
    pub(super) fn take(self: &Arc<Self>) -> User {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut id = self.first;
        while !taken.insert(id) {
            id += 1;
        }
        User { id, users: Arc::clone(self) }
    }
}

impl User {
    pub(super) fn id(&self) -> u32 {
        self.id
    }
}

impl Drop for User {
    fn drop(&mut self) {
        self.users.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_have_the_same_id_at_the_same_time() {
        let users = Users::new(100);
        let (first, second) = (users.take(), users.take());
        assert_eq!((first.id(), second.id()), (100, 101));
        drop(first);
        let (third, fourth) = (users.take(), users.take());
        assert_eq!((second.id(), third.id(), fourth.id()), (101, 100, 102), "an id that was given back is free");
    }
}

/// One of the two versions that are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The version that is merged into.
    Ours,
    /// The version that is merged.
    Theirs,
}

impl Side {
    /// The word for it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Theirs => "theirs",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ours => Self::Theirs,
            Self::Theirs => Self::Ours,
        }
    }
}

/// The same of both versions and of the one that both come from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<T> {
    pub(super) base: T,
    pub(super) ours: T,
    pub(super) theirs: T,
}

impl<T> Sides<T> {
    pub(super) const fn as_ref(&self) -> Sides<&T> {
        Sides { base: &self.base, ours: &self.ours, theirs: &self.theirs }
    }

    pub(super) fn map<U>(self, of: impl Fn(T) -> U) -> Sides<U> {
        Sides { base: of(self.base), ours: of(self.ours), theirs: of(self.theirs) }
    }

    pub(super) fn take(self, side: Side) -> T {
        match side {
            Side::Ours => self.ours,
            Side::Theirs => self.theirs,
        }
    }

    /// The side that is right without asking: the one that changed, or either when both are the same.
    pub(super) fn settled(&self, is_same: impl Fn(&T, &T) -> bool) -> Option<Side> {
        if is_same(&self.ours, &self.theirs) || is_same(&self.base, &self.theirs) {
            Some(Side::Ours)
        } else if is_same(&self.base, &self.ours) {
            Some(Side::Theirs)
        } else {
            None
        }
    }
}

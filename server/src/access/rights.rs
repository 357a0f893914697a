//! Sets of rights, and which user has which.

use api::access::Right;
use std::collections::BTreeMap;
use std::str::FromStr;

/// A set of rights. Nobody says otherwise: all but administering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights(u8);

/// Which user or token has which rights.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RightsTable {
    named: BTreeMap<String, Rights>,
    others: Rights,
}

/// What one user may do, as an operator writes it: `ada=compile,publish`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRights {
    /// The user, or the name of a token.
    pub user: String,
    /// What he may do.
    pub rights: Rights,
}

/// A list of rights that is not understood.
#[derive(Debug, thiserror::Error)]
#[error(
    "{0:?} is not a right: write compile, publish, share, introspect and administer with commas between them, or all, or none"
)]
pub struct RightsError(String);

/// The name that stands for every user without rights of his own.
const OTHERS: &str = "*";

const fn bit(right: Right) -> u8 {
    1 << right as u8
}

impl Rights {
    /// Every right.
    pub fn all() -> Self {
        Right::ALL.into_iter().fold(Self(0), Self::with)
    }

    /// No right.
    pub fn none() -> Self {
        Self(0)
    }

    /// These and one more.
    #[must_use]
    pub fn with(self, right: Right) -> Self {
        Self(self.0 | bit(right))
    }

    /// These but for one.
    #[must_use]
    pub fn without(self, right: Right) -> Self {
        Self(self.0 & !bit(right))
    }

    /// Whether a right is among them.
    pub fn has(self, right: Right) -> bool {
        self.0 & bit(right) != 0
    }
}

impl Default for Rights {
    fn default() -> Self {
        Self::all().without(Right::Administer)
    }
}

impl FromStr for Rights {
    type Err = RightsError;

    fn from_str(text: &str) -> Result<Self, RightsError> {
        match text {
            "all" => return Ok(Self::all()),
            "none" => return Ok(Self::none()),
            _ => {}
        }
        text.split(',').try_fold(Self::none(), |rights, name| {
            Right::find(name.trim()).map(|right| rights.with(right)).ok_or_else(|| RightsError(name.trim().to_owned()))
        })
    }
}

impl FromStr for UserRights {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // A user's name may have the sign in it, as that of a directory does.
        let parts = text.rsplit_once('=').filter(|(user, _)| !user.is_empty());
        let (user, rights) = parts.ok_or("USER=RIGHTS is wanted, as in ada=compile,publish")?;
        let rights = rights.parse().map_err(|error: RightsError| error.to_string())?;
        Ok(Self { user: user.to_owned(), rights })
    }
}

impl RightsTable {
    /// Of several for one user the last one counts. The user `*` is everybody who is not named.
    pub fn new(given: &[UserRights]) -> Self {
        let mut table = Self::default();
        for UserRights { user, rights } in given {
            if user == OTHERS {
                table.others = *rights;
            } else {
                table.named.insert(user.clone(), *rights);
            }
        }
        table
    }

    /// The rights of a user or of the token with this name.
    pub fn of(&self, name: &str) -> Rights {
        self.named.get(name).copied().unwrap_or(self.others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_rights_are_read() {
        let rights: Rights = "compile, share".parse().unwrap();
        assert!(rights.has(Right::Compile) && rights.has(Right::Share) && !rights.has(Right::Publish));
        assert_eq!("none".parse::<Rights>().unwrap(), Rights::none());
        assert!("all".parse::<Rights>().unwrap().has(Right::Administer));
        for wrong in ["", "Compile", "compile,", "compile;share", "everything"] {
            assert!(wrong.parse::<Rights>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn who_is_not_named_may_do_all_but_administer() {
        let table =
            |given: &[&str]| RightsTable::new(&given.iter().map(|text| text.parse().unwrap()).collect::<Vec<_>>());
        let some = ["ada=administer", "CN=bob=compile"];
        let others = table(&some).of("eve");
        assert!(others.has(Right::Publish) && others.has(Right::Introspect) && !others.has(Right::Administer));
        assert_eq!(table(&some).of("ada"), Rights::none().with(Right::Administer));
        assert_eq!(table(&some).of("CN=bob"), Rights::none().with(Right::Compile));
        assert_eq!(table(&["*=compile"]).of("eve"), Rights::none().with(Right::Compile));
        for wrong in ["ada", "=compile", "ada=x", "ada="] {
            assert!(wrong.parse::<UserRights>().is_err(), "{wrong}");
        }
    }
}

//! The command that merges.

use std::path::PathBuf;

use clap::Args;
use comparison::merge::Side;

const AS_GIT: &str = "\
A merged XIF gets the next generation, a new hash and Valid=\"No\". SOURCE_DATE_EPOCH, when set, is
taken for now. Exit codes: 0 merged, 1 conflicts, 2 trouble.

As git's merge of .xif files:
  git config merge.xif.driver \"xif merge %O %A %B\"
  echo '*.xif merge=xif' >> .gitattributes";

/// Merge two versions of a XIF, as git asks for it
///
/// What changed from BASE to OURS and from BASE to THEIRS is merged by element and property, sources by line, and written to OURS, or to
/// FILE. What both sides changed differently is a conflict: then nothing is written, and every conflict is printed with its number and
/// what each side has.
#[derive(Debug, Default, PartialEq, Eq, Args)]
#[command(after_long_help = AS_GIT)]
pub(crate) struct Merge {
    /// The version that both come from
    pub(crate) base: PathBuf,
    /// The version that is merged into
    pub(crate) ours: PathBuf,
    /// The version that is merged
    pub(crate) theirs: PathBuf,
    /// Write to FILE and leave OURS as it is
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Settle conflict N with our side: 1=ours; 2=theirs with theirs; several with commas between; without a number all others
    #[arg(long, value_name = "N=SIDE", value_delimiter = ',', value_parser = choice)]
    pub(crate) choose: Vec<Choice>,
    /// Settle all other conflicts with our side
    #[arg(long = "ours", conflicts_with = "all_theirs")]
    pub(crate) all_ours: bool,
    /// Settle all other conflicts with theirs
    #[arg(long = "theirs")]
    pub(crate) all_theirs: bool,
    /// Write also what does not fit together, such as two elements of one name; mend it then
    #[arg(long)]
    pub(crate) force: bool,
}

/// A side that settles one conflict, counted from 1, or all that no other choice settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// One conflict.
    One(usize, Side),
    /// All others.
    Others(Side),
}

impl Merge {
    /// The same, when at most one side settles what is not chosen singly.
    pub(super) fn checked(self) -> Result<Self, String> {
        let sides: Vec<Side> = self.sides_of_others().collect();
        if sides.windows(2).any(|pair| pair[0] != pair[1]) {
            return Err("--ours and --theirs exclude each other.".to_owned());
        }
        Ok(self)
    }

    /// The conflicts that are settled one by one.
    pub(crate) fn choices(&self) -> Vec<(usize, Side)> {
        let one = |choice: &Choice| match choice {
            Choice::One(number, side) => Some((*number, *side)),
            Choice::Others(_) => None,
        };
        self.choose.iter().filter_map(one).collect()
    }

    /// The side that settles all others.
    pub(crate) fn side(&self) -> Option<Side> {
        self.sides_of_others().next()
    }

    fn sides_of_others(&self) -> impl Iterator<Item = Side> {
        let chosen = self.choose.iter().filter_map(|choice| match choice {
            Choice::Others(side) => Some(*side),
            Choice::One(..) => None,
        });
        let ours = self.all_ours.then_some(Side::Ours);
        ours.into_iter().chain(self.all_theirs.then_some(Side::Theirs)).chain(chosen)
    }
}

/// `2=theirs`, or `theirs` for all others.
fn choice(text: &str) -> Result<Choice, String> {
    let side_of = |text: &str| [Side::Ours, Side::Theirs].into_iter().find(|side| side.label() == text);
    let one = || {
        let (number, side) = text.split_once('=')?;
        let number = number.parse().ok().filter(|number| *number > 0)?;
        Some(Choice::One(number, side_of(side)?))
    };
    let choice = side_of(text).map(Choice::Others).or_else(one);
    choice.ok_or_else(|| format!("--choose {text} is not understood: write --choose 1=ours or --choose 1=theirs."))
}

use leptos::prelude::*;
use workbench::Severity;

use super::Spot;

/// Whether a line is checked, where lines can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Check {
    /// It is, and all inside it.
    On,
    /// It is not, and nothing inside it.
    Off,
    /// Some inside it are.
    Partly,
}

/// A line of a tree, as it shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(clippy::struct_excessive_bools)] // each is a look of its own
pub(crate) struct TreeRow<N> {
    /// What it stands for.
    pub(crate) node: N,
    /// How deep it lies, from 1.
    pub(crate) level: usize,
    /// Which it is among its siblings from 1, and how many they are.
    pub(crate) place: (usize, usize),
    /// Its name.
    pub(crate) name: String,
    /// What of the name was looked for, as ranges of bytes.
    pub(crate) found: Vec<(usize, usize)>,
    /// A quiet word behind the name.
    pub(crate) note: String,
    /// Its icon and the class that colours it.
    pub(crate) icon: (&'static str, &'static str),
    /// How many it holds, where that is worth saying: those that show, and all.
    pub(crate) count: Option<(usize, usize)>,
    /// Whether it is open; `None` for a leaf.
    pub(crate) is_open: Option<bool>,
    /// Its check box; `None` where it has none.
    pub(crate) check: Option<Check>,
    /// The worst problem of what it stands for.
    pub(crate) mark: Option<Severity>,
    /// Whether it can be renamed here.
    pub(crate) has_name: bool,
    /// Whether it stands back, as what is left out.
    pub(crate) is_faded: bool,
    /// Whether it can be dragged.
    pub(crate) is_loose: bool,
    /// Whether its menu has something to offer that is worth a button on the line.
    pub(crate) has_offers: bool,
}

impl<N> TreeRow<N> {
    /// A line that is nothing but its name: the first and only one of its level.
    pub(crate) fn new(node: N, level: usize, name: impl Into<String>, icon: (&'static str, &'static str)) -> Self {
        Self {
            node,
            level,
            place: (1, 1),
            name: name.into(),
            found: Vec::new(),
            note: String::new(),
            icon,
            count: None,
            is_open: None,
            check: None,
            mark: None,
            has_name: false,
            is_faded: false,
            is_loose: false,
            has_offers: false,
        }
    }
}

/// What a tree does when it is asked to.
pub(crate) struct TreeDeeds<N: 'static> {
    /// Opens or closes a line that holds others.
    pub(crate) toggle: Callback<N>,
    /// Opens what a line stands for.
    pub(crate) open: Callback<N>,
    /// Checks a line that has a check box, or no longer.
    pub(crate) check: Callback<N>,
    /// Deletes what the lines stand for.
    pub(crate) delete: Callback<Vec<N>>,
    /// Gives it a name; whether that worked.
    pub(crate) rename: Callback<(N, String), bool>,
    /// Opens the menu of a line at a point of the window; what is selected is what it is about.
    pub(crate) menu: Callback<(N, i32, i32)>,
    /// The line whose name is being written.
    pub(crate) renaming: RwSignal<Option<N>>,
    /// The tree has got the keyboard.
    pub(crate) focus: Callback<()>,
    /// Moves the lines up (−1) or down (1) among their siblings.
    pub(crate) shift: Callback<(Vec<N>, i32)>,
    /// Whether dragged lines can go to this place.
    pub(crate) accepts: Callback<(Vec<N>, N, Spot), bool>,
    /// Takes dragged lines to this place.
    pub(crate) take: Callback<(Vec<N>, N, Spot)>,
    /// The line over which files from outside are held, or none; whether the tree takes files at all.
    pub(crate) files_over: Callback<Option<N>, bool>,
}

impl<N: Clone + Eq + Send + Sync + 'static> TreeDeeds<N> {
    /// A tree that opens its lines and can do nothing else.
    pub(crate) fn reading(toggle: Callback<N>, open: Callback<N>) -> Self {
        Self {
            toggle,
            open,
            check: Callback::new(|_| ()),
            delete: Callback::new(|_| ()),
            rename: Callback::new(|_| true),
            menu: Callback::new(|_| ()),
            renaming: RwSignal::new(None),
            focus: Callback::new(|()| ()),
            shift: Callback::new(|_| ()),
            accepts: Callback::new(|_| false),
            take: Callback::new(|_| ()),
            files_over: Callback::new(|_| false),
        }
    }
}

// Handles, whatever they are about: a derived Copy would ask the same of the line.
impl<N> Clone for TreeDeeds<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for TreeDeeds<N> {}

mod keys;
mod line;

use std::hash::Hash;

use leptos::html;
use leptos::prelude::*;
use workbench::Severity;

use line::TreeLine;

/// A line of a tree, as it shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TreeRow<N> {
    /// What it stands for.
    pub(crate) node: N,
    /// How deep it lies, from 1.
    pub(crate) level: usize,
    /// Which it is among its siblings from 1, and how many they are.
    pub(crate) place: (usize, usize),
    /// Its name.
    pub(crate) name: String,
    /// A quiet word behind the name.
    pub(crate) note: String,
    /// Its icon and the class that colours it.
    pub(crate) icon: (&'static str, &'static str),
    /// How many it holds, where that is worth saying.
    pub(crate) count: Option<usize>,
    /// Whether it is open; `None` for a leaf.
    pub(crate) is_open: Option<bool>,
    /// The worst problem of what it stands for.
    pub(crate) mark: Option<Severity>,
    /// Whether it can be renamed here.
    pub(crate) has_name: bool,
}

/// What a tree does when it is asked to.
pub(crate) struct TreeDeeds<N: 'static> {
    /// Opens or closes a line that holds others.
    pub(crate) toggle: Callback<N>,
    /// Opens what a line stands for.
    pub(crate) open: Callback<N>,
    /// Deletes what a line stands for.
    pub(crate) delete: Callback<N>,
    /// Gives it a name; whether that worked.
    pub(crate) rename: Callback<(N, String), bool>,
    /// Opens the menu of a line at a point of the window.
    pub(crate) menu: Callback<(N, i32, i32)>,
    /// The line whose name is being written.
    pub(crate) renaming: RwSignal<Option<N>>,
}

// Handles, whatever they are about: a derived Copy would ask the same of the line.
impl<N> Clone for TreeDeeds<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for TreeDeeds<N> {}

/// The height of a line in pixels: `--row` of the design tokens.
const ROW: f64 = 24.0;
/// Lines made beyond what shows, so that scrolling never sees a gap.
const SPARE: usize = 12;

/// What the parts of a tree share.
struct Trunk<N: Send + Sync + 'static> {
    rows: Memo<Vec<TreeRow<N>>>,
    selected: Signal<Option<N>>,
    /// The line with the keyboard.
    current: RwSignal<Option<N>>,
    /// How far the tree is scrolled, in pixels.
    scrolled: RwSignal<f64>,
    frame: NodeRef<html::Div>,
    /// What was typed to find a line, and when.
    typed: StoredValue<(String, f64)>,
    deeds: TreeDeeds<N>,
}

impl<N: Send + Sync> Clone for Trunk<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N: Send + Sync> Copy for Trunk<N> {}

impl<N: Clone + Eq + Hash + Send + Sync + 'static> Trunk<N> {
    /// Where the line with the keyboard stands.
    fn position(self) -> usize {
        let current = self.current.get().or_else(|| self.selected.get());
        self.rows.with(|rows| current.and_then(|node| rows.iter().position(|row| row.node == node)).unwrap_or(0))
    }

    /// Makes the line the current one and brings it into sight.
    fn go(self, index: usize) {
        let node = self
            .rows
            .with_untracked(|rows| rows.get(index.min(rows.len().saturating_sub(1))).map(|row| row.node.clone()));
        self.current.set(node);
        self.show(index);
    }

    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // line numbers and pixels
    fn show(self, index: usize) {
        let Some(frame) = self.frame.get_untracked() else { return };
        let top = index as f64 * ROW;
        let (from, height) = (f64::from(frame.scroll_top()), f64::from(frame.client_height()));
        if top < from {
            frame.set_scroll_top(top as i32);
        } else if top + ROW > from + height {
            frame.set_scroll_top((top + ROW - height) as i32);
        }
    }

    /// What an editor shows is the current line, and in sight.
    fn follow_selection(self) {
        Effect::new(move |_| {
            let Some(node) = self.selected.get() else { return };
            let index = self.rows.with_untracked(|rows| rows.iter().position(|row| row.node == node));
            self.current.set(Some(node));
            if let Some(index) = index {
                self.show(index);
            }
        });
    }

    /// The lines that can be seen, with their places.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // pixels
    fn in_sight(self) -> Vec<(usize, TreeRow<N>)> {
        let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1200.0);
        let first = ((self.scrolled.get() / ROW) as usize).saturating_sub(SPARE);
        let count = (height / ROW) as usize + 2 * SPARE;
        self.rows.with(|rows| rows.iter().cloned().enumerate().skip(first).take(count).collect())
    }
}

/// A tree. Only the lines that show are on the page, so it may have any number; the keyboard stays on the
/// tree itself and the current line is told by `aria-activedescendant`.
#[component]
pub(crate) fn Tree<N>(
    /// What the tree is called.
    label: &'static str,
    /// Every line that is not inside a closed one, from the top.
    rows: Memo<Vec<TreeRow<N>>>,
    /// What the editors show.
    #[prop(into)]
    selected: Signal<Option<N>>,
    /// What it does.
    deeds: TreeDeeds<N>,
) -> impl IntoView
where
    N: Clone + Eq + Hash + Send + Sync + 'static,
{
    let frame = NodeRef::<html::Div>::new();
    let trunk = Trunk {
        rows,
        selected,
        current: RwSignal::new(None),
        scrolled: RwSignal::new(0.0),
        frame,
        typed: StoredValue::new((String::new(), 0.0)),
        deeds,
    };
    trunk.follow_selection();
    let id = move |index: usize| format!("{}-{index}", label.to_ascii_lowercase());
    let active = move || rows.with(|rows| !rows.is_empty()).then(|| id(trunk.position()));
    let scroll = move || trunk.scrolled.set(frame.get_untracked().map_or(0.0, |frame| f64::from(frame.scroll_top())));
    view! {
        <div
            node_ref=frame
            class="tree"
            role="tree"
            aria-label=label
            tabindex="0"
            aria-activedescendant=active
            on:keydown=move |event| trunk.press(&event)
            on:scroll=move |_| scroll()
        >
            <div style=move || format!("height: {}px", rows.with(Vec::len) * 24) role="presentation"></div>
            <For
                each=move || trunk.in_sight()
                key=Clone::clone
                children=move |(index, row)| view! { <TreeLine trunk index row id=id(index) /> }
            />
        </div>
    }
}

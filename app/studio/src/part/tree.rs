mod drag;
mod keys;
mod line;
mod pick;
mod row;
mod sight;

use std::collections::HashSet;
use std::hash::Hash;

use leptos::html;
use leptos::prelude::*;

use line::TreeLine;

pub(crate) use drag::Spot;
pub(crate) use row::{Check, TreeDeeds, TreeRow};

/// The height of a line in pixels: `--row` of the design tokens.
const ROW: f64 = 24.0;
/// Lines made beyond what shows, so that scrolling never sees a gap.
const SPARE: usize = 6;

/// What the parts of a tree share.
struct Trunk<N: Send + Sync + 'static> {
    rows: Memo<Vec<TreeRow<N>>>,
    selected: Signal<Option<N>>,
    /// The line with the keyboard.
    current: RwSignal<Option<N>>,
    /// The selected lines, and the same to look one up.
    picked: RwSignal<Vec<N>>,
    picked_set: Memo<HashSet<N>>,
    /// Whether several lines can be selected.
    has_many: bool,
    /// Where a range of lines begins.
    anchor: RwSignal<Option<N>>,
    /// The lines that are dragged, and where they would go.
    dragged: RwSignal<Vec<N>>,
    over: RwSignal<Option<(usize, Spot)>>,
    /// How far the tree is scrolled, in pixels.
    scrolled: RwSignal<f64>,
    /// How much of it can be seen, in pixels.
    height: RwSignal<f64>,
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

    /// The line at this place; the last one beyond the end.
    fn node_at(self, index: usize) -> Option<N> {
        self.rows.with_untracked(|rows| rows.get(index.min(rows.len().saturating_sub(1))).map(|row| row.node.clone()))
    }

    /// Makes the line the current one and brings it into sight.
    fn go(self, index: usize) {
        self.current.set(self.node_at(index));
        self.show(index);
    }

    /// With the next frame: to ask where the tree stands lays out the whole page, which is still being changed now.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // line numbers and pixels
    fn show(self, index: usize) {
        request_animation_frame(move || {
            let Some(frame) = self.frame.try_get_untracked().flatten() else { return };
            let top = index as f64 * ROW;
            let (from, height) = (f64::from(frame.scroll_top()), f64::from(frame.client_height()));
            if top < from {
                frame.set_scroll_top(top as i32);
            } else if top + ROW > from + height {
                frame.set_scroll_top((top + ROW - height) as i32);
            }
        });
    }

    /// What an editor shows is the current line, selected, and in sight.
    fn follow_selection(self) {
        Effect::new(move |_| {
            let Some(node) = self.selected.get() else { return };
            let index = self.rows.with_untracked(|rows| rows.iter().position(|row| row.node == node));
            if !self.picked_set.with_untracked(|picked| picked.contains(&node)) {
                self.picked.set(vec![node.clone()]);
            }
            self.anchor.set(Some(node.clone()));
            self.current.set(Some(node));
            if let Some(index) = index {
                self.show(index);
            }
        });
    }

    /// The lines that can be seen, with their places.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // pixels
    fn in_sight(self) -> Vec<(usize, TreeRow<N>)> {
        let first = ((self.scrolled.get() / ROW) as usize).saturating_sub(SPARE);
        let count = (self.height.get() / ROW) as usize + 2 * SPARE;
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
    /// The selected lines.
    picked: RwSignal<Vec<N>>,
    /// Whether several lines can be selected.
    #[prop(optional)]
    has_many: bool,
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
        picked,
        picked_set: Memo::new(move |_| picked.with(|picked| picked.iter().cloned().collect())),
        has_many,
        anchor: RwSignal::new(None),
        dragged: RwSignal::new(Vec::new()),
        over: RwSignal::new(None),
        scrolled: RwSignal::new(0.0),
        height: sight::height(frame),
        frame,
        typed: StoredValue::new((String::new(), 0.0)),
        deeds,
    };
    trunk.follow_selection();
    trunk.follow_picked();
    let id = move |index: usize| format!("{}-{index}", label.to_ascii_lowercase().replace(' ', "-"));
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
            aria-multiselectable=has_many.to_string()
            on:keydown=move |event| trunk.press(&event)
            on:scroll=move |_| scroll()
            on:focus=move |_| deeds.focus.run(())
            on:dragover=move |event| trunk.drag_over(&event)
            on:dragleave=move |event| trunk.drag_leave(&event)
            on:drop=move |event| trunk.drop(&event)
        >
            <div style=move || format!("height: {}px", rows.with(Vec::len) * 24) role="presentation"></div>
            {move || trunk.over.get().map(|(index, spot)| drag::drop_mark(index, spot))}
            <For
                each=move || trunk.in_sight()
                key=Clone::clone
                children=move |(index, row)| view! { <TreeLine trunk index row id=id(index) /> }
            />
        </div>
    }
}

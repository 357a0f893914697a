//! The part of the panel that lists the problems, by element; those with errors come first.

use std::collections::HashSet;

use api::compile::Cause;
use extension::{Extension, Item};
use leptos::prelude::*;
use listbox::Matcher;
use workbench::{Problem, Severity, Target};

use crate::app::{Studio, look_of, use_studio};
use crate::browser::surroundings::Browser;
use crate::menu_command::{MenuCommand, problem, resources};
use crate::part::{ContextMenu, Entry, IconButton, Place, Tree, TreeDeeds, TreeRow, severity_look};

/// A line of the list: what problems are about, or the number of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Line {
    About(About),
    Problem(usize),
}

/// What problems are about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum About {
    Element(Item),
    File(String),
}

impl About {
    fn of(problem: &Problem) -> Self {
        match (problem.place, problem.resource) {
            (Some(place), _) => Self::Element(place.item.owner()),
            (None, Some(resource)) => Self::Element(Item::Resource(resource)),
            (None, None) => Self::File(problem.file.clone()),
        }
    }

    fn name(&self, extension: &Extension) -> String {
        match self {
            Self::Element(item) => item.path(extension).unwrap_or_default(),
            Self::File(file) if file.is_empty() => "Source code".to_owned(),
            Self::File(file) => file.clone(),
        }
    }

    fn look(&self) -> (&'static str, &'static str) {
        match self {
            Self::Element(item) => look_of(Target::of(*item)),
            Self::File(_) => ("file-code", "of-resource"),
        }
    }
}

/// Which problems are shown.
#[derive(Clone, Copy)]
struct Filter {
    text: RwSignal<String>,
    hidden: RwSignal<Vec<Severity>>,
}

/// The problems, with ways to fix them.
#[component]
pub(crate) fn Problems() -> impl IntoView {
    let studio = use_studio();
    let filter = Filter { text: RwSignal::new(String::new()), hidden: RwSignal::new(Vec::new()) };
    let closed = RwSignal::new(HashSet::<About>::new());
    let menu = RwSignal::new(None::<(Place, Vec<Entry>)>);
    let rows = Memo::new(move |_| {
        let matcher = filter.text.with(|text| Matcher::new(text));
        let hidden = filter.hidden.get();
        studio.derived.extension.with(|extension| {
            let Some(extension) = extension else { return Vec::new() };
            studio.derived.problems.with(|problems| {
                let shows =
                    |problem: &Problem| !hidden.contains(&problem.severity) && is_about(problem, extension, &matcher);
                closed.with(|closed| rows_of(extension, problems, closed, shows))
            })
        })
    });
    let toggle = Callback::new(move |line: Line| {
        if let Line::About(about) = line {
            closed.update(|closed| {
                if !closed.remove(&about) {
                    closed.insert(about);
                }
            });
        }
    });
    let open = Callback::new(move |line: Line| match line {
        Line::Problem(index) => problem::show(studio, index),
        about @ Line::About(_) => toggle.run(about),
    });
    let show_menu = move |(line, x, y): (Line, i32, i32)| {
        if let Line::Problem(index) = line {
            menu.set(Some((Place::At(x, y), entries(studio, index))));
        }
    };
    let deeds = TreeDeeds { menu: Callback::new(show_menu), ..TreeDeeds::reading(toggle, open) };
    let shown = Signal::derive(move || {
        let problem = studio.screen.problem.get()?;
        studio.derived.problems.with(|problems| problems.iter().position(|it| *it == problem)).map(Line::Problem)
    });
    let nothing = move || {
        if studio.derived.problems.with(|problems| problems.is_empty()) {
            "No problems."
        } else {
            "No matching problems."
        }
    };
    view! {
        <div class="panel-body problems" role="tabpanel" aria-label="Problems">
            <Bar filter />
            <Show when=move || rows.with(Vec::is_empty)>
                <p class="nothing">{nothing}</p>
            </Show>
            <Tree label="Problems" rows selected=shown picked=RwSignal::new(Vec::new()) deeds />
            <ContextMenu open=menu />
        </div>
    }
}

fn is_about(problem: &Problem, extension: &Extension, matcher: &Matcher) -> bool {
    let (place, name) = (place_of(problem, extension), About::of(problem).name(extension));
    matcher.finds_among(&[&problem.text, &problem.code, &place, &name])
}

/// The switches of the severities and the filter.
#[component]
fn Bar(filter: Filter) -> impl IntoView {
    let studio = use_studio();
    let kinds = [Severity::Error, Severity::Warning, Severity::Information];
    let switch = move |severity: Severity| {
        let count = move || {
            studio.derived.problems.with(|problems| problems.iter().filter(|it| it.severity == severity).count())
        };
        let is_shown = move || filter.hidden.with(|hidden| !hidden.contains(&severity));
        let press = move |_| {
            filter.hidden.update(|hidden| match hidden.iter().position(|it| *it == severity) {
                Some(position) => drop(hidden.remove(position)),
                None => hidden.push(severity),
            });
        };
        let (name, tone) = severity_look(severity);
        view! {
            <button
                type="button"
                class="icon-button"
                title=words(severity)
                aria-label=move || format!("{} {}", count(), words(severity))
                aria-pressed=move || is_shown().to_string()
                on:click=press
            >
                <span class=format!("codicon codicon-{name} {tone}") aria-hidden="true"></span>
                {count}
            </button>
        }
    };
    let step = move |command: MenuCommand| {
        let disabled = Signal::derive(move || !command.is_enabled(studio));
        view! {
            <IconButton label=command.label() name=command.icon() keys=command.keys().text() disabled press=move || command.run(studio) />
        }
    };
    view! {
        <div class="panel-bar">
            {kinds.map(switch).collect_view()}
            {step(MenuCommand::PreviousProblem)}
            {step(MenuCommand::NextProblem)}
            <input
                class="input"
                type="search"
                aria-label="Filter the problems"
                placeholder="Filter by text or place"
                autocomplete="off"
                prop:value=move || filter.text.get()
                on:input=move |event| filter.text.set(event_target_value(&event))
            />
        </div>
    }
}

const fn words(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "errors",
        Severity::Warning => "warnings",
        Severity::Information => "infos",
    }
}

/// What can be done about a problem.
fn entries(studio: Studio, index: usize) -> Vec<Entry> {
    let fix = |offer: workbench::Offer| {
        let press = move |()| studio.give(offer.command.clone());
        Entry::Own(offer.label.clone(), "lightbulb", Callback::new(press))
    };
    let mut entries: Vec<Entry> =
        studio.read(|workbench| workbench.fixes(index, &mut Browser)).into_iter().map(fix).collect();
    let missing = studio.read(|workbench| workbench.document()?.missing_assembly(index).map(str::to_owned));
    if let Some(file) = missing {
        let press = move |()| resources::add_missing(studio);
        entries.push(Entry::Own(format!("Add {file} from This Computer…"), "add", Callback::new(press)));
    }
    if !entries.is_empty() {
        entries.push(Entry::Line);
    }
    let show = move |()| problem::show(studio, index);
    entries.push(Entry::Keyed("Go There".to_owned(), "go-to-file", "Enter", Callback::new(show)));
    entries
}

fn rows_of(
    extension: &Extension,
    problems: &[Problem],
    closed: &HashSet<About>,
    shows: impl Fn(&Problem) -> bool,
) -> Vec<TreeRow<Line>> {
    let mut groups: Vec<(About, Vec<usize>)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (index, problem) in problems.iter().enumerate().filter(|(_, problem)| shows(problem)) {
        let about = About::of(problem);
        let place = *places.entry(about.clone()).or_insert_with(|| {
            groups.push((about, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(index);
    }
    let count = groups.len();
    let mut rows = Vec::new();
    for (position, (about, own)) in groups.into_iter().enumerate() {
        let is_open = !closed.contains(&about);
        let (name, look) = (about.name(extension), about.look());
        rows.push(TreeRow {
            place: (position + 1, count),
            count: Some((own.len(), own.len())),
            is_open: Some(is_open),
            ..TreeRow::new(Line::About(about), 1, name, look)
        });
        if is_open {
            let inner = own.len();
            rows.extend(
                own.iter().enumerate().map(|(at, &index)| TreeRow {
                    place: (at + 1, inner),
                    ..row_of(extension, index, &problems[index])
                }),
            );
        }
    }
    rows
}

fn row_of(extension: &Extension, index: usize, problem: &Problem) -> TreeRow<Line> {
    let text =
        if problem.code.is_empty() { problem.text.clone() } else { format!("{}: {}", problem.code, problem.text) };
    TreeRow {
        note: place_of(problem, extension),
        // Only problems of the definition, and missing assemblies, have fixes.
        has_offers: problem.place.is_some() || matches!(problem.cause, Some(Cause::AssemblyMissing { .. })),
        ..TreeRow::new(Line::Problem(index), 2, text, severity_look(problem.severity))
    }
}

/// Where within its element or file a problem is.
fn place_of(problem: &Problem, extension: &Extension) -> String {
    match problem.place {
        Some(place) if place.item == place.item.owner() => place.property.label().to_owned(),
        Some(place) => format!("{}, {}", place.item.name(extension).unwrap_or_default(), place.property.label()),
        None if problem.line > 0 => format!("{}({},{})", problem.file, problem.line, problem.column),
        None => problem.file.clone(),
    }
}

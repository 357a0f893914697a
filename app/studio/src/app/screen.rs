use std::collections::HashMap;
use std::sync::Arc;

use extension::{Item, Key, Place};
use leptos::prelude::*;
use workbench::Problem;
use workbench::errors::FailureCode;

use super::shared::people::Person;
use crate::browser::drafts::ListedDraft;
use crate::browser::language::LanguageState;
use crate::browser::pages;
use crate::browser::server::Server;
use crate::browser::storage::Remembered;
use crate::browser::theme::Theme;

/// What only the screen knows: sizes, which panel is open, where the cursor is.
pub(crate) struct Screen {
    /// The window that lies over the studio.
    pub(crate) window: RwSignal<Option<Window>>,
    /// Which tree the navigator shows.
    pub(crate) navigator: RwSignal<NavigatorTab>,
    /// Which part of the panel is shown; `None` while the panel is closed.
    pub(crate) panel: RwSignal<Option<PanelTab>>,
    /// Whether the navigator is shown.
    pub(crate) has_navigator: RwSignal<bool>,
    /// Whether the toolbar is shown.
    pub(crate) has_toolbar: RwSignal<bool>,
    /// Whether the status bar is shown.
    pub(crate) has_status_bar: RwSignal<bool>,
    /// Light, dark, or as the system has it.
    pub(crate) theme: RwSignal<Theme>,
    /// Width of the navigator in pixels.
    pub(crate) navigator_width: Remembered,
    /// Height of the panel in pixels.
    pub(crate) panel_height: Remembered,
    /// Line and column of the source editor's cursor, while it is shown.
    pub(crate) cursor: RwSignal<Option<(u32, u32)>>,
    /// The state of the C# language service.
    pub(crate) language: RwSignal<LanguageState>,
    /// The state of the studio's server.
    pub(crate) server: RwSignal<Server>,
    /// What Cut, Copy, Duplicate and Delete are about: what was selected last in the view that has or had
    /// the keyboard.
    pub(crate) selection: RwSignal<Vec<Item>>,
    /// The field that is about to get the keyboard; a view that has only a part of its rows on the page
    /// brings it there.
    pub(crate) wanted: RwSignal<Option<Place>>,
    /// The folder that files are added to, that of the selected line of the Resources tree: `\Source\NET\`.
    pub(crate) folder: RwSignal<String>,
    /// Whether files from outside are held over the page.
    pub(crate) has_files_over: RwSignal<bool>,
    /// The folder over which files from outside are held.
    pub(crate) held_over: RwSignal<Option<String>>,
    /// Whether what the address of the page leads to is on its way.
    pub(crate) arriving: RwSignal<bool>,
    /// The drafts that the start screen lists.
    pub(crate) drafts: RwSignal<Vec<ListedDraft>>,
    /// Who else has the shared draft open.
    pub(crate) people: RwSignal<Vec<Person>>,
    /// What is written in a review and not said yet, by where.
    pub(crate) typed: RwSignal<HashMap<TypedIn, String>>,
    /// What is looked for, with F3 too.
    pub(crate) search: Search,
    /// The problem that was gone to last.
    pub(crate) problem: RwSignal<Option<Problem>>,
}

/// What is looked for in the extension.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Search {
    /// The text.
    pub(crate) text: RwSignal<String>,
    /// Whether upper and lower case differ.
    pub(crate) match_case: RwSignal<bool>,
    /// Whether only whole words count.
    pub(crate) whole_word: RwSignal<bool>,
    /// The element that is searched; `None` for the extension.
    pub(crate) within: RwSignal<Option<Item>>,
    /// The item whose uses are shown instead of what the text finds.
    pub(crate) uses_of: RwSignal<Option<Item>>,
    /// What was found, in the order of the document.
    pub(crate) found: RwSignal<Arc<Vec<Found>>>,
    /// Whether there is more than what is shown.
    pub(crate) has_more: RwSignal<bool>,
    /// Which of it was gone to last.
    pub(crate) current: RwSignal<Option<usize>>,
}

/// A place where something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The property.
    pub(crate) place: Place,
    /// Line and column from 1, in the text of a file.
    pub(crate) line: Option<(u32, u32)>,
    /// The text around it.
    pub(crate) text: String,
    /// What of the text was looked for, as a range of bytes.
    pub(crate) range: (usize, usize),
}

impl Search {
    fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            match_case: RwSignal::new(false),
            whole_word: RwSignal::new(false),
            within: RwSignal::new(None),
            uses_of: RwSignal::new(None),
            found: RwSignal::default(),
            has_more: RwSignal::new(false),
            current: RwSignal::new(None),
        }
    }
}

/// Where something is written in a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TypedIn {
    /// A new comment of a review, by its draft on the server.
    New([u8; 16]),
    /// An answer in a thread.
    Reply(Key),
    /// Another text for a comment.
    Edit(Key),
}

/// The trees of the navigator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NavigatorTab {
    /// Actions, structures, entities.
    Extension,
    /// Files by folder.
    Resources,
}

/// The parts of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PanelTab {
    /// What is to be mended.
    Problems,
    /// What the compiler said.
    Output,
    /// The edits so far.
    History,
    /// What was looked for, and where it is.
    Find,
}

/// A window over the studio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Window {
    /// New extension.
    New,
    /// Every command by name.
    Palette,
    /// Every element, row and file by name.
    QuickOpen,
    /// Share the draft: links to it.
    Share,
    /// Send the comparison that is shown for review.
    SendReview,
    /// The user's guide.
    Guide,
    /// The keys.
    Shortcuts,
    /// What the studio is.
    About,
    /// Cause and cure of an error with this code.
    ErrorPage(FailureCode),
    /// The report of the import that made an element: its name and the report.
    ImportDetails(String, String),
}

/// Whether the navigator lies over the editors instead of beside them, as the style sheet has it.
pub(crate) fn is_narrow() -> bool {
    fits("(max-width: 719px)")
}

/// Whether there is no room for the panel below an editor.
fn is_low() -> bool {
    fits("(max-height: 559px)")
}

fn fits(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|query| query.matches())
}

impl Screen {
    pub(crate) fn new() -> Self {
        Self {
            window: RwSignal::new(None),
            navigator: RwSignal::new(NavigatorTab::Extension),
            panel: RwSignal::new((!is_low()).then_some(PanelTab::Problems)),
            has_navigator: RwSignal::new(!is_narrow()),
            has_toolbar: RwSignal::new(true),
            has_status_bar: RwSignal::new(true),
            theme: RwSignal::new(Theme::remembered()),
            navigator_width: Remembered::new("navigator-width", 264.0),
            panel_height: Remembered::new("panel-height", 176.0),
            cursor: RwSignal::new(None),
            language: RwSignal::new(LanguageState::NotYet),
            server: RwSignal::new(Server::Asking),
            selection: RwSignal::new(Vec::new()),
            wanted: RwSignal::new(None),
            folder: RwSignal::new("\\".to_owned()),
            has_files_over: RwSignal::new(false),
            held_over: RwSignal::new(None),
            arriving: RwSignal::new(pages::leads_somewhere()),
            drafts: RwSignal::default(),
            people: RwSignal::default(),
            typed: RwSignal::default(),
            search: Search::new(),
            problem: RwSignal::new(None),
        }
    }

    /// Shows a part of the panel, or closes the panel when it shows that part already.
    pub(crate) fn toggle_panel(&self, tab: PanelTab) {
        self.panel.update(|panel| *panel = (*panel != Some(tab)).then_some(tab));
    }

    /// Opens a window.
    pub(crate) fn show(&self, window: Window) {
        self.window.set(Some(window));
    }
}

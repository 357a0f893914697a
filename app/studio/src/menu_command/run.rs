//! What the commands do, and when they can.

use extension::Item;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlInputElement;
use workbench::{
    Against, Command, ComparisonCommand, CompilationCommand, ConnectionCommand, ConsumerCommand, DocumentCommand,
    DownloadCommand, EnvironmentCommand, FileCommand, FolderCommand, ImportCommand, JobKind, NavigationCommand, New,
    PublicationCommand, SourceCommand, TableImportCommand, Tabs, Target, VerificationCommand, Workbench,
};

use super::{MenuCommand, clipboard, folder, problem, resources, search};
use crate::app::{NavigatorTab, PanelTab, Studio, Window};
use crate::browser::files::{self, Opened, Wanted};
use crate::browser::folder::has_folders;
use crate::browser::language::{self, LanguageState};
use crate::browser::{focus, source_editor};

impl MenuCommand {
    /// Whether it can be given now; a view that asks follows the answer.
    pub(crate) fn is_enabled(self, studio: Studio) -> bool {
        let derived = studio.derived;
        let is_open = derived.is_open.get();
        if self.changes() && !derived.leads.get() {
            return false;
        }
        match self {
            Self::New
            | Self::Open
            | Self::Connect
            | Self::Download
            | Self::ToggleTheme
            | Self::ToggleLanguage
            | Self::Palette
            | Self::Guide
            | Self::Shortcuts
            | Self::Example
            | Self::About => true,
            Self::Undo => derived.undo_name.with(Option::is_some),
            Self::Redo => derived.redo_name.with(Option::is_some),
            Self::Delete | Self::Duplicate | Self::Cut | Self::Copy => !clipboard::selected(studio).is_empty(),
            Self::FindNext | Self::FindPrevious => {
                is_open
                    && (studio.screen.search.uses_of.get().is_some()
                        || studio.screen.search.text.with(|text| !text.is_empty()))
            }
            Self::Verify | Self::VerifyAndSave | Self::Compile => is_open && !is_running(studio, JobKind::Compile),
            Self::LinkFolder => is_open && has_folders() && derived.linked.with(Option::is_none),
            Self::UnlinkFolder => derived.linked.with(Option::is_some),
            Self::CompareTemplate => derived.active.with(|active| shown_file(*active).is_some()),
            Self::CompareSaved | Self::SendForReview => derived.file_name.with(Option::is_some),
            Self::Save | Self::SaveAs => is_open && !is_running(studio, JobKind::Save),
            Self::NextProblem | Self::PreviousProblem => derived.problems.with(|problems| !problems.is_empty()),
            Self::CloseOtherTabs => {
                derived.active.with(Option::is_some) && derived.tabs.with(|tabs| tabs.open().len() > 1)
            }
            Self::CloseTab | Self::CloseAllTabs => derived.active.with(Option::is_some),
            Self::NextTab | Self::PreviousTab => derived.tabs.with(|tabs| tabs.open().len() > 1),
            _ => is_open,
        }
    }

    /// Whether it changes the document or its file, which only the page does that leads.
    const fn changes(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::Cut
                | Self::Paste
                | Self::Duplicate
                | Self::Delete
                | Self::AddAction
                | Self::AddStructure
                | Self::AddEntity
                | Self::AddFiles
                | Self::AddFolder
                | Self::ImportActions
                | Self::ConnectTable
                | Self::Save
                | Self::SaveAs
                | Self::Verify
                | Self::VerifyAndSave
                | Self::UpdateSource
                | Self::EditSource
                | Self::Compile
        )
    }

    /// Whether it is a switch that is on; `None` for what is not a switch.
    pub(crate) fn is_on(self, studio: Studio) -> Option<bool> {
        let screen = studio.screen;
        match self {
            Self::ToggleNavigator => Some(screen.has_navigator.get()),
            Self::ToggleToolbar => Some(screen.has_toolbar.get()),
            Self::ToggleStatusBar => Some(screen.has_status_bar.get()),
            Self::TogglePanel => Some(screen.panel.get().is_some()),
            _ => None,
        }
    }

    /// Carries it out.
    pub(crate) fn run(self, studio: Studio) {
        let screen = studio.screen;
        match self {
            Self::New => screen.show(Window::New),
            Self::Open => open_file(studio),
            Self::ShowProblems => screen.toggle_panel(PanelTab::Problems),
            Self::ShowOutput => screen.toggle_panel(PanelTab::Output),
            Self::ShowHistory => screen.toggle_panel(PanelTab::History),
            Self::NameVersion => {
                screen.panel.set(Some(PanelTab::History));
                request_animation_frame(|| focus::to("#version-name"));
            }
            Self::ShowFind => screen.toggle_panel(PanelTab::Find),
            Self::QuickOpen => screen.show(Window::QuickOpen),
            Self::Find => search::find_here(studio),
            Self::FindEverywhere => search::find_everywhere(studio),
            Self::FindNext => search::step(studio, 1),
            Self::FindPrevious => search::step(studio, -1),
            Self::NextProblem => problem::step(studio, 1),
            Self::PreviousProblem => problem::step(studio, -1),
            Self::Cut | Self::Copy if focus::has_selected_text() => focus::copy_text(self == Self::Cut),
            Self::Cut | Self::Copy => clipboard::copy(studio, self == Self::Cut),
            Self::Paste => clipboard::paste(studio),
            Self::CompareFile => resources::compare(studio),
            Self::LinkFolder => folder::link(studio),
            Self::AddFiles => resources::add(studio, Wanted::Files),
            Self::AddFolder => resources::add(studio, Wanted::Folder),
            Self::TogglePanel => {
                screen.panel.update(|panel| *panel = if panel.is_some() { None } else { Some(PanelTab::Problems) });
            }
            Self::ToggleNavigator => screen.has_navigator.update(|shown| *shown = !*shown),
            Self::ToggleToolbar => screen.has_toolbar.update(|shown| *shown = !*shown),
            Self::ToggleStatusBar => screen.has_status_bar.update(|shown| *shown = !*shown),
            Self::ToggleTheme => screen.theme.update(|theme| *theme = theme.next()),
            Self::ToggleLanguage => toggle_language(studio),
            Self::Palette => screen.show(Window::Palette),
            Self::Share => screen.show(Window::Share),
            Self::SendForReview => {
                studio.give(ComparisonCommand::Compare(Against::Saved));
                // Above the comparison, which opens first.
                request_animation_frame(move || screen.show(Window::SendReview));
            }
            Self::Guide => screen.show(Window::Guide),
            Self::Shortcuts => screen.show(Window::Shortcuts),
            Self::About => screen.show(Window::About),
            Self::ToNavigator => to_navigator(studio, ".navigator [role=tree]"),
            Self::ToFilter => to_navigator(studio, "#filter"),
            Self::ToEditor => to_editor(studio),
            _ => self.give(studio),
        }
    }

    /// The commands that the workbench carries out.
    fn give(self, studio: Studio) {
        let active = studio.derived.active.get_untracked();
        let command = match self {
            Self::Example => Some(Command::File(FileCommand::OpenExample)),
            Self::Close => Some(Command::File(FileCommand::Close)),
            Self::Save => Some(Command::File(FileCommand::Save)),
            Self::SaveAs => Some(Command::File(FileCommand::SaveAs)),
            Self::Undo => Some(Command::Document(DocumentCommand::Undo)),
            Self::Redo => Some(Command::Document(DocumentCommand::Redo)),
            Self::AddAction => Some(Command::Document(DocumentCommand::Add(New::Action))),
            Self::AddStructure => Some(Command::Document(DocumentCommand::Add(New::Structure))),
            Self::AddEntity => Some(Command::Document(DocumentCommand::Add(New::Entity))),
            Self::Duplicate => about(studio).map(|it| Command::Document(DocumentCommand::Duplicate(it))),
            Self::Delete => about(studio).map(|it| Command::Document(DocumentCommand::Delete(it))),
            Self::Connect => Some(Command::Connection(ConnectionCommand::Connect)),
            Self::Download => Some(Command::Download(DownloadCommand::List)),
            Self::Environments => Some(Command::Environment(EnvironmentCommand::Ask)),
            Self::Consumers => Some(Command::Consumer(ConsumerCommand::Show)),
            Self::Publish => Some(Command::Publication(PublicationCommand::Publish)),
            Self::CompareSaved => Some(Command::Comparison(ComparisonCommand::Compare(Against::Saved))),
            Self::Verify => Some(Command::Verification(VerificationCommand::Verify { save: false })),
            Self::VerifyAndSave => Some(Command::Verification(VerificationCommand::Verify { save: true })),
            Self::UpdateSource => Some(Command::Source(SourceCommand::Update)),
            Self::EditSource => Some(Command::Source(SourceCommand::Edit { action: shown_action(active) })),
            Self::ImportActions => Some(Command::Import(ImportCommand::Begin { resource: shown_file(active) })),
            Self::ConnectTable => Some(Command::TableImport(TableImportCommand::Begin { entity: None })),
            Self::Compile => Some(Command::Compilation(CompilationCommand::Compile)),
            Self::CompareTemplate => shown_file(active).map(|it| Command::Source(SourceCommand::CompareTemplate(it))),
            Self::DownloadSolution => Some(Command::Folder(FolderCommand::ExportSolution)),
            Self::UnlinkFolder => Some(Command::Folder(FolderCommand::Unlink(None))),
            Self::CloseTab => active.map(|it| Command::Navigation(NavigationCommand::Close(it))),
            Self::CloseOtherTabs => active.map(|it| Command::Navigation(NavigationCommand::CloseOthers(it))),
            Self::CloseAllTabs => Some(Command::Navigation(NavigationCommand::CloseAll)),
            Self::NextTab => neighbour(studio, 1).map(|it| Command::Navigation(NavigationCommand::Open(it))),
            Self::PreviousTab => neighbour(studio, -1).map(|it| Command::Navigation(NavigationCommand::Open(it))),
            _ => None,
        };
        let Some(command) = command else { return };
        studio.give(command);
        if matches!(self, Self::AddAction | Self::AddStructure | Self::AddEntity) {
            studio.screen.navigator.set(NavigatorTab::Extension);
            request_animation_frame(|| focus::select(".tab-panel .form .input"));
        }
    }
}

fn is_running(studio: Studio, kind: JobKind) -> bool {
    studio.derived.jobs.with(|jobs| jobs.iter().any(|job| job.kind == kind))
}

/// What is selected, when something is.
fn about(studio: Studio) -> Option<Vec<Item>> {
    Some(untrack(|| clipboard::selected(studio))).filter(|items| !items.is_empty())
}

fn shown_action(active: Option<Target>) -> Option<extension::Key> {
    match active {
        Some(Target::Action(key)) => Some(key),
        _ => None,
    }
}

fn shown_file(active: Option<Target>) -> Option<extension::Key> {
    match active {
        Some(Target::Source(key) | Target::Resource(key)) => Some(key),
        _ => None,
    }
}

fn neighbour(studio: Studio, by: isize) -> Option<Target> {
    let tabs = studio.derived.tabs.get_untracked();
    let active = tabs.active();
    let open = Tabs::open(&tabs);
    let position = open.iter().position(|target| Some(*target) == active)?;
    open.get(listbox::around(Some(position), by, open.len())?).copied()
}

fn to_navigator(studio: Studio, selector: &'static str) {
    studio.screen.has_navigator.set(true);
    request_animation_frame(move || focus::to(selector));
}

fn to_editor(studio: Studio) {
    match studio.derived.active.get_untracked() {
        Some(Target::Source(_)) => source_editor::focus(),
        // A button stands above the first field, or there is no field.
        _ if focus::find::<web_sys::Element>(".tab-panel .input").is_some() => focus::to(".tab-panel .input"),
        _ => focus::to(".tab-panel button"),
    }
}

/// Asks for a file and opens it, with the browser's own picker or through the page's file input.
fn open_file(studio: Studio) {
    if files::has_picker() {
        spawn_local(async move { opened(studio, "The file", files::pick().await) });
    } else if let Some(input) = focus::find::<HtmlInputElement>("#file-input") {
        input.click();
    }
}

/// Hands a file that was read to the workbench, or says why it could not be read.
pub(crate) fn opened(studio: Studio, name: &str, result: Result<Option<Opened>, String>) {
    match result {
        Ok(Some(file)) => {
            let (file_name, bytes, handle) = file.hand_over();
            studio.give(FileCommand::Open { file_name, bytes, handle });
        }
        Ok(None) => {}
        Err(why) => studio.tell(Workbench::reading_failed(name, &why)),
    }
}

/// Turns the language service on or off. One that failed is tried again.
fn toggle_language(studio: Studio) {
    let state = studio.screen.language;
    let is_on = !language::is_on() || matches!(state.get_untracked(), LanguageState::Failed(_));
    language::set_on(is_on);
    if !is_on {
        state.set(LanguageState::Off);
    } else if state.get_untracked() == LanguageState::Off {
        // The service says more as soon as a source has been opened.
        state.set(LanguageState::NotYet);
    }
}

//! The one value of the studio, and the way of a command through it.

mod derived;
pub(crate) mod drafts;
mod effects;
mod logs;
mod own;
pub(crate) mod review;
pub(crate) mod screen;
pub(crate) mod shared;
mod target;

use std::sync::Arc;

use extension::{BasicType, Edit, Item, Provenance};
use leptos::prelude::*;
use workbench::{Command, Refused, SourceCommand, Workbench};

pub(crate) use derived::{Derived, SharedLook};
pub(crate) use screen::{Found, NavigatorTab, PanelTab, Screen, TypedIn, Window};
pub(crate) use target::{language_of, look_of, target_of_file};

use logs::Logs;
use own::Own;

use crate::browser::surroundings::Browser;
use crate::browser::{focus, language, source_editor};

/// The workbench, what the views read of it, and what only the screen knows. Copied freely: it holds
/// handles.
#[derive(Clone, Copy)]
pub(crate) struct Studio {
    workbench: RwSignal<Workbench>,
    /// What the views read.
    pub(crate) derived: &'static Derived,
    /// What only the screen knows.
    pub(crate) screen: &'static Screen,
    /// What the page is connected with.
    logs: Logs,
    /// Which drafts this page leads, and what the browser needs for that.
    leads: Own<drafts::PageLeads>,
    /// What was changed since the last snapshot.
    snapshots: Own<drafts::Snapshots>,
    /// What was heard of others who have the shared draft open.
    heard: Own<shared::people::Heard>,
    /// What the browser remembers of the open review.
    remembered: Own<review::Remembered>,
}

impl Studio {
    /// A studio without a document, known to every view below.
    pub(crate) fn provide() -> Self {
        let workbench = RwSignal::new(Workbench::default());
        // There is one studio, and it lives as long as its page.
        let (derived, screen) = (Box::leak(Box::new(Derived::new(workbench))), Box::leak(Box::new(Screen::new())));
        let studio = Self {
            workbench,
            derived,
            screen,
            logs: Logs::new(),
            leads: Own::default(),
            snapshots: Own::default(),
            heard: Own::default(),
            remembered: Own::default(),
        };
        provide_context(studio);
        studio
    }

    /// Carries a command out that the user gave: what was typed and not yet taken over comes first.
    pub(crate) fn give(self, command: impl Into<Command>) {
        self.take_typed();
        self.tell(command);
    }

    /// Takes over what was typed, into a field or the source editor.
    pub(crate) fn take_typed(self) {
        focus::commit();
        self.flush_source();
    }

    /// Carries a command out.
    pub(crate) fn tell(self, command: impl Into<Command>) {
        let command = command.into();
        let before = self.head();
        let effects = self.workbench.try_update(|workbench| workbench.handle(command, &mut Browser));
        if before != self.head() {
            source_editor::forget();
            language::forget();
        }
        drafts::settle(self);
        shared::settle(self);
        review::settle(self);
        for effect in effects.into_iter().flatten() {
            effects::carry_out(self, effect);
        }
    }

    /// Whether the edit would be applied, for checks while the user types.
    pub(crate) fn check(self, edit: &Edit) -> Result<(), Refused> {
        self.workbench.with_untracked(|workbench| workbench.check(edit, &mut Browser))
    }

    /// Whether the parameter or attribute can become a list of the basic type.
    pub(crate) fn check_list_of(self, item: Item, basic: BasicType) -> Result<(), Refused> {
        self.workbench.with_untracked(|workbench| workbench.check_list_of(item, basic, &mut Browser))
    }

    /// Reads the workbench once, without following it.
    pub(crate) fn read<T>(self, read: impl FnOnce(&Workbench) -> T) -> T {
        self.workbench.with_untracked(read)
    }

    /// Stands for the document: the head of its file, which no edit exchanges.
    fn head(self) -> Option<*const Provenance> {
        self.read(|workbench| workbench.document().map(|document| Arc::as_ptr(&document.extension().provenance)))
    }

    /// Takes over what was typed into the source editor and is still on its way.
    pub(crate) fn flush_source(self) {
        for (resource, text) in source_editor::take_changes() {
            self.tell(SourceCommand::Change { resource, text });
        }
    }
}

/// The studio of the page.
pub(crate) fn use_studio() -> Studio {
    expect_context()
}

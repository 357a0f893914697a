use std::sync::Arc;

use api::platform::connect::Connection;
use extension::{Extension, Provenance};
use leptos::prelude::*;
use workbench::{
    Beside, BesideTemplate, CompilationState, Connecting, Consumers, Document, Downloading, Environments,
    FolderConflict, Importing, Job, Keeping, Marks, Notice, Problem, PublishRun, PublishStep, Question, Review, Shared,
    SharedState, StepState, TableImporting, Tabs, Target, Verified, VerifyRun, Version, Workbench,
};

/// What the views read of the workbench: each changes only when its own part does.
pub(crate) struct Derived {
    /// The open extension. Comparing two of them compares pointers where they share parts.
    pub(crate) extension: Memo<Option<Extension>>,
    /// The definition that the sources follow.
    pub(crate) followed: Memo<Option<Extension>>,
    /// Whether a document is open.
    pub(crate) is_open: Memo<bool>,
    /// Whether there is something that no file holds.
    pub(crate) is_dirty: Memo<bool>,
    /// Whether the document may be changed in this page.
    pub(crate) leads: Memo<bool>,
    /// How the document stands to the shared draft that it is a copy of.
    pub(crate) shared: Memo<Option<SharedLook>>,
    /// The last change that was read of the shared draft, in a form that people can compare.
    pub(crate) fingerprint: Memo<Option<String>>,
    /// Whether others know the user by a name.
    pub(crate) has_author: Memo<bool>,
    /// Whether changes are kept beyond the page.
    pub(crate) keeping: Memo<Keeping>,
    /// The file of the document.
    pub(crate) file_name: Memo<Option<String>>,
    /// The head of the file as it was last read or written.
    pub(crate) head: Memo<Option<Arc<Provenance>>>,
    /// Whether the document is known to be valid as it stands.
    pub(crate) verified: Memo<Option<Verified>>,
    /// The open tabs.
    pub(crate) tabs: Memo<Tabs>,
    /// The tab that is shown.
    pub(crate) active: Memo<Option<Target>>,
    /// The name of what undo would take back.
    pub(crate) undo_name: Memo<Option<String>>,
    /// The name of what redo would do again.
    pub(crate) redo_name: Memo<Option<String>>,
    /// The names of the steps of the history, and which is the current one.
    pub(crate) history: Memo<(Vec<String>, usize)>,
    /// The versions of the draft, the earliest first.
    pub(crate) versions: Memo<Vec<Version>>,
    /// What is to be mended.
    pub(crate) problems: Memo<Arc<Vec<Problem>>>,
    /// Where on the screen it is to be mended.
    pub(crate) marks: Memo<Arc<Marks>>,
    /// The verification that was asked for last.
    pub(crate) verify_run: Memo<Option<VerifyRun>>,
    /// The other version that the document is shown beside.
    pub(crate) beside: Memo<Option<Beside>>,
    /// The open review.
    pub(crate) review: Memo<Option<Review>>,
    /// The source file that is shown beside its template.
    pub(crate) beside_template: Memo<Option<BesideTemplate>>,
    /// The name of the folder that the sources are linked with, and how many files wait there for the user.
    pub(crate) linked: Memo<Option<(String, usize)>>,
    /// The file that differs here and in that folder, while the user decides about it.
    pub(crate) folder_conflict: Memo<Option<FolderConflict>>,
    /// The window that connects to an environment.
    pub(crate) connecting: Memo<Option<Connecting>>,
    /// The open connections, and the id of the one that publishing goes to.
    pub(crate) connections: Memo<(Vec<Connection>, Option<String>)>,
    /// The publish that was asked for last.
    pub(crate) publishing: Memo<Option<PublishRun>>,
    /// The window with the extensions of an environment.
    pub(crate) downloading: Memo<Option<Downloading>>,
    /// The window with the environments of the open extension.
    pub(crate) environments: Memo<Option<Environments>>,
    /// The window with the extension as its consumers see it.
    pub(crate) consumers: Memo<Option<Consumers>>,
    /// The window that imports actions from an assembly.
    pub(crate) importing: Memo<Option<Importing>>,
    /// The window that imports tables and views, while it is open.
    pub(crate) table_importing: Memo<Option<TableImporting>>,
    /// Whether the bytes of the document's file are known.
    pub(crate) has_file: Memo<bool>,
    /// How the operations of the publish stand.
    pub(crate) publish_steps: Memo<[StepState; 6]>,
    /// How the last compilation went.
    pub(crate) compilation: Memo<CompilationState>,
    /// What the compiler and the studio said.
    pub(crate) output: Memo<Vec<String>>,
    /// Whether the sources do not follow the definition yet.
    pub(crate) is_behind: Memo<bool>,
    /// The work that goes on.
    pub(crate) jobs: Memo<Vec<Job>>,
    /// The messages to the user.
    pub(crate) notices: Memo<Vec<Notice>>,
    /// What the user must decide.
    pub(crate) question: Memo<Option<Question>>,
}

impl Derived {
    pub(crate) fn new(workbench: RwSignal<Workbench>) -> Self {
        let document = DocumentMemos(workbench);
        let tabs = document.read(|document| document.tabs().clone());
        Self {
            extension: document.read(|document| Some(document.extension().clone())),
            followed: document.read(|document| Some(document.followed().clone())),
            is_open: document.read(|_| true),
            is_dirty: document.read(Document::is_dirty),
            leads: Memo::new(move |_| {
                workbench.with(|workbench| workbench.document().is_none_or(Document::may_change))
            }),
            shared: document.read(SharedLook::of),
            fingerprint: document.read(|document| document.shared().and_then(Shared::fingerprint)),
            has_author: Memo::new(move |_| workbench.with(|workbench| !workbench.author().is_empty())),
            keeping: Memo::new(move |_| workbench.with(Workbench::keeping)),
            file_name: document.read(|document| document.file_name().map(str::to_owned)),
            head: document.read(|document| Some(Arc::clone(document.head()))),
            verified: document.read(|document| Some(document.verified())),
            tabs,
            active: Memo::new(move |_| tabs.with(Tabs::active)),
            undo_name: document.read(|document| document.history().undo_name().map(str::to_owned)),
            redo_name: document.read(|document| document.history().redo_name().map(str::to_owned)),
            history: document.read(|document| {
                let history = document.history();
                (history.steps().iter().map(|step| step.name.clone()).collect(), history.position())
            }),
            versions: document.read(|document| document.versions().to_vec()),
            problems: document.read(|document| Arc::clone(document.problems())),
            marks: document.read(|document| Arc::clone(document.marks())),
            verify_run: Memo::new(move |_| workbench.with(|workbench| workbench.verify_run().cloned())),
            beside: Memo::new(move |_| workbench.with(|workbench| workbench.beside().cloned())),
            review: Memo::new(move |_| workbench.with(|workbench| workbench.review().cloned())),
            beside_template: Memo::new(move |_| workbench.with(|workbench| workbench.beside_template().cloned())),
            linked: Memo::new(move |_| {
                workbench.with(|workbench| workbench.linked_folder().map(|it| (it.name.clone(), it.waiting())))
            }),
            folder_conflict: Memo::new(move |_| workbench.with(Workbench::decided_conflict)),
            connecting: Memo::new(move |_| workbench.with(|workbench| workbench.connecting().cloned())),
            connections: Memo::new(move |_| {
                workbench.with(|workbench| {
                    (workbench.connections().to_vec(), workbench.connection().map(|connection| connection.id.clone()))
                })
            }),
            publishing: Memo::new(move |_| workbench.with(|workbench| workbench.publish_run().cloned())),
            downloading: Memo::new(move |_| workbench.with(|workbench| workbench.downloading().cloned())),
            environments: Memo::new(move |_| workbench.with(|workbench| workbench.environments().cloned())),
            importing: Memo::new(move |_| workbench.with(|workbench| workbench.importing().cloned())),
            table_importing: Memo::new(move |_| workbench.with(|workbench| workbench.table_importing().cloned())),
            consumers: Memo::new(move |_| workbench.with(|workbench| workbench.consumers().cloned())),
            has_file: document.read(Document::has_file),
            publish_steps: Memo::new(move |_| {
                workbench.with(|workbench| PublishStep::ALL.map(|step| workbench.publish_step(step)))
            }),
            compilation: document.read(|document| document.compilation().state),
            output: document.read(|document| document.compilation().output.clone()),
            is_behind: document.read(Document::sources_are_behind),
            jobs: Memo::new(move |_| workbench.with(|workbench| workbench.jobs().to_vec())),
            notices: Memo::new(move |_| workbench.with(|workbench| workbench.notices().to_vec())),
            question: Memo::new(move |_| workbench.with(|workbench| workbench.question().cloned())),
        }
    }
}

/// How a shared draft is, as views show it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SharedLook {
    /// How it is.
    pub(crate) state: SharedState,
    /// Whether something waits to be sent.
    pub(crate) has_unsent: bool,
    /// Whether something waits for the user to decide.
    pub(crate) has_conflict: bool,
    /// Whether this page, and no other one, keeps it in step.
    pub(crate) leads: bool,
}

impl SharedLook {
    fn of(document: &Document) -> Option<Self> {
        let shared = document.shared()?;
        Some(Self {
            state: shared.state.clone(),
            has_unsent: document.has_unsent(),
            has_conflict: shared.has_conflict(),
            leads: document.leads(),
        })
    }
}

struct DocumentMemos(RwSignal<Workbench>);

impl DocumentMemos {
    /// A memo over the open document; the type's default where none is open.
    fn read<T>(&self, read: impl Fn(&Document) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        let workbench = self.0;
        Memo::new(move |_| workbench.with(|workbench| workbench.document().map(&read)).unwrap_or_default())
    }
}

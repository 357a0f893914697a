//! What can go wrong, by code: each with a page that says cause and cure.
//!
//! The codes of the studio stand in the crate [`failure`], those of the server in [`api::problem`].

use std::fmt;
use std::time::Duration;

use api::version::Mismatch;
use extension::Refusal;
pub use failure::{Code, Severity};

/// The code of a failure, by the one who found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailureCode {
    /// The studio.
    Studio(Code),
    /// The server.
    Server(api::problem::Code),
    /// A server that is newer than this studio: its code has no page here.
    Later(String),
}

/// Cause and cure of a failure, whatever happened in a single case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The failure in a few words.
    pub title: &'static str,
    /// Why it happens.
    pub cause: &'static str,
    /// The way out.
    pub cure: &'static str,
}

impl FailureCode {
    /// The code with this text, such as `B103` or `S101`.
    pub fn find(text: &str) -> Self {
        let of_server = || api::problem::Code::find(text).map(Self::Server);
        Code::find(text).map(Self::Studio).or_else(of_server).unwrap_or_else(|| Self::Later(text.to_owned()))
    }

    /// The code as users see it.
    pub fn text(&self) -> &str {
        match self {
            Self::Studio(code) => code.text(),
            Self::Server(code) => code.page().code,
            Self::Later(text) => text,
        }
    }

    /// Its page; none of a later server's.
    pub const fn page(&self) -> Option<Page> {
        match self {
            Self::Studio(code) => {
                let failure::Page { title, cause, cure, .. } = code.page();
                Some(Page { title, cause, cure })
            }
            Self::Server(code) => {
                let api::problem::Page { title, cause, cure, .. } = code.page();
                Some(Page { title, cause, cure })
            }
            Self::Later(_) => None,
        }
    }

    /// Its weight.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::Studio(code) => code.page().severity,
            Self::Server(_) | Self::Later(_) => Severity::Error,
        }
    }

    /// Whether the server answered, and refused.
    pub const fn is_of_server(&self) -> bool {
        match self {
            Self::Studio(_) => false,
            Self::Server(_) | Self::Later(_) => true,
        }
    }
}

impl From<Code> for FailureCode {
    fn from(code: Code) -> Self {
        Self::Studio(code)
    }
}

impl From<api::problem::Code> for FailureCode {
    fn from(code: api::problem::Code) -> Self {
        Self::Server(code)
    }
}

impl PartialEq<Code> for FailureCode {
    fn eq(&self, other: &Code) -> bool {
        matches!(self, Self::Studio(code) if code == other)
    }
}

impl PartialEq<api::problem::Code> for FailureCode {
    fn eq(&self, other: &api::problem::Code) -> bool {
        matches!(self, Self::Server(code) if code == other)
    }
}

impl fmt::Display for FailureCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text())
    }
}

/// Something that did not work, in words for the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The code, which has the [page](FailureCode::page).
    pub code: FailureCode,
    /// What happened.
    pub text: String,
    /// More to it, a line each.
    pub details: Vec<String>,
    /// How long the server asks to be left alone before it is tried again.
    pub wait: Option<Duration>,
}

impl Failure {
    /// A failure without details.
    pub fn new(code: impl Into<FailureCode>, text: impl Into<String>) -> Self {
        Self { code: code.into(), text: text.into(), details: Vec::new(), wait: None }
    }

    /// The same failure under a headline: what it means for the user.
    #[must_use]
    pub fn about(mut self, headline: &str) -> Self {
        let text = std::mem::replace(&mut self.text, headline.to_owned());
        self.details.insert(0, text);
        self
    }

    /// A XIF that cannot be read.
    pub fn of_reading(error: &xif::ReadError) -> Self {
        Self::new(error.code(), error.to_string())
    }

    /// An edit that is refused.
    pub fn of_refusal(refusal: &Refusal) -> Self {
        Self::new(refusal_code(refusal), refusal.to_string())
    }

    /// A refusal of the server.
    pub fn of_problem(problem: &api::problem::Problem) -> Self {
        let mut failure = Self::new(FailureCode::find(&problem.code), problem.title.clone());
        failure.details = vec![problem.detail.clone(), problem.cure.clone()];
        failure
    }

    /// A file that the browser cannot read or write.
    pub fn browser_file(text: &str, why: &str) -> Self {
        let mut failure = Self::new(Code::BrowserFile, text);
        failure.details.push(why.to_owned());
        failure
    }

    /// Work in the background that broke off.
    pub fn worker(why: &str) -> Self {
        let mut failure = Self::new(Code::Worker, "A background task failed. Your extension is unchanged.");
        failure.details.push(why.to_owned());
        failure
    }

    /// A server that does not answer.
    pub fn no_server(why: &str) -> Self {
        let mut failure = Self::new(
            Code::NoServer,
            "The studio's server does not answer. Everything but compiling goes on without it.",
        );
        failure.details.push(why.to_owned());
        failure
    }

    /// An answer that is not understood.
    pub fn bad_answer(why: &str) -> Self {
        let mut failure = Self::new(Code::BadAnswer, "The server's answer is not understood.");
        failure.details.push(why.to_owned());
        failure
    }

    /// A server that this page does not understand, or that does not understand the page.
    pub fn other_version(mismatch: Mismatch) -> Self {
        let text = match mismatch {
            Mismatch::Newer => {
                "The studio's server was renewed, and this page is too old for it. Reload the page to go on."
            }
            Mismatch::Older => {
                "The studio's server went back to an earlier version, and this page is too new for it. Reload the page to go on."
            }
        };
        let mut failure = Self::new(Code::OtherVersion, text);
        failure.details.push(
            "Nothing is lost: drafts are kept in this browser. Until then you can edit and save, but not compile, share or publish.".to_owned(),
        );
        failure
    }

    /// Changes that the browser does not keep.
    pub fn not_kept(why: &str) -> Self {
        let mut failure = Self::new(Code::NotKept, "This browser can't store drafts. Save before leaving.");
        failure.details.push(why.to_owned());
        failure
    }

    /// A draft that is not there.
    pub fn no_draft() -> Self {
        Self::new(Code::NoDraft, "The draft is not in this browser.")
    }

    pub(crate) fn busy(file_name: &str) -> Self {
        Self::new(
            Code::NotOpened,
            format!("{file_name} was not opened: the open extension was changed meanwhile. Open it again."),
        )
    }

    pub(crate) fn not_text(file_name: &str) -> Self {
        Self::new(
            Code::FileNotUtf8,
            format!("{file_name} is not UTF-8 text, so it cannot be edited here without changing it."),
        )
    }

    pub(crate) fn no_sources() -> Self {
        Self::new(Code::NoSources, "The extension has no source files.")
    }

    pub(crate) fn no_template(file_name: &str) -> Self {
        Self::new(Code::NoTemplate, format!("There is no template for {file_name}."))
    }
}

fn refusal_code(refusal: &Refusal) -> Code {
    match refusal {
        Refusal::Missing(_) | Refusal::KeyTaken(_) | Refusal::NoProperty { .. } => Code::ElementMissing,
        Refusal::NameTaken { .. } | Refusal::FileTaken { .. } => Code::NameTaken,
        Refusal::FunctionNeedsOutput { .. }
        | Refusal::FunctionHasSeveralOutputs { .. }
        | Refusal::OnlyOutputOfFunction { .. }
        | Refusal::SecondOutputOfFunction { .. } => Code::FunctionRule,
        Refusal::OutputIsNeverMandatory { .. } => Code::MandatoryOutput,
        Refusal::InUse { .. } => Code::InUse,
        Refusal::IconMissing => Code::IconMissing,
        Refusal::Name(_) | Refusal::FileName(_) | Refusal::FileTooLarge { .. } => Code::NameRule,
        Refusal::Description(_) | Refusal::Unstorable { .. } => Code::TextRule,
        Refusal::Expression(_) | Refusal::NoValue { .. } => Code::ValueRule,
    }
}

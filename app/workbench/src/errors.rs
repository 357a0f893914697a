//! What can go wrong, by code: each with a page that says cause and cure.
//!
//! Codes beginning with X are about a XIF, with E about an edit, with B about the browser; those of the
//! server begin with S and stand in [`api::problem`].

mod pages;

use std::time::Duration;

use extension::Refusal;

use crate::notice::Offer;

pub use pages::{Page, page, pages};

/// Something that did not work, in words for the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The code, to look its [`page`] up.
    pub code: String,
    /// What happened.
    pub text: String,
    /// More to it, a line each.
    pub details: Vec<String>,
    /// What the user can do about it.
    pub offers: Vec<Offer>,
    /// How long the server asks to be left alone before it is tried again.
    pub wait: Option<Duration>,
}

impl Failure {
    /// A failure without details.
    pub fn new(code: &str, text: impl Into<String>) -> Self {
        Self { code: code.to_owned(), text: text.into(), details: Vec::new(), offers: Vec::new(), wait: None }
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
        let mut failure = Self::new(&problem.code, problem.title.clone());
        failure.details = vec![problem.detail.clone(), problem.cure.clone()];
        failure
    }

    /// A file that the browser cannot read or write.
    pub fn browser_file(text: &str, why: &str) -> Self {
        let mut failure = Self::new("B101", text);
        failure.details.push(why.to_owned());
        failure
    }

    /// Work in the background that broke off.
    pub fn worker(why: &str) -> Self {
        let mut failure = Self::new("B102", "The work in the background broke off. Your extension is unchanged.");
        failure.details.push(why.to_owned());
        failure
    }

    /// A server that does not answer.
    pub fn no_server(why: &str) -> Self {
        let mut failure =
            Self::new("B103", "The studio's server does not answer. Everything but compiling goes on without it.");
        failure.details.push(why.to_owned());
        failure
    }

    /// An answer that is not understood.
    pub fn bad_answer(why: &str) -> Self {
        let mut failure = Self::new("B104", "The server's answer is not understood.");
        failure.details.push(why.to_owned());
        failure
    }

    /// Changes that the browser does not keep.
    pub fn not_kept(why: &str) -> Self {
        let mut failure =
            Self::new("B106", "This browser does not keep what you change: save the file before you leave this page.");
        failure.details.push(why.to_owned());
        failure
    }

    /// A draft that is not there.
    pub fn no_draft() -> Self {
        Self::new("B109", "The draft is not in this browser.")
    }

    pub(crate) fn busy(file_name: &str) -> Self {
        Self::new(
            "B105",
            format!("{file_name} was not opened: the open extension was changed meanwhile. Open it again."),
        )
    }

    pub(crate) fn not_text(file_name: &str) -> Self {
        Self::new("E110", format!("{file_name} is not UTF-8 text, so it cannot be edited here without changing it."))
    }

    pub(crate) fn no_sources() -> Self {
        Self::new("E121", "The extension has no source files.")
    }

    pub(crate) fn no_template(file_name: &str) -> Self {
        Self::new("E120", format!("There is no template for {file_name}."))
    }
}

fn refusal_code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Missing(_) | Refusal::KeyTaken(_) => "E100",
        Refusal::NameTaken { .. } | Refusal::FileTaken { .. } => "E101",
        Refusal::FunctionNeedsOutput { .. }
        | Refusal::FunctionHasSeveralOutputs { .. }
        | Refusal::OnlyOutputOfFunction { .. }
        | Refusal::SecondOutputOfFunction { .. } => "E102",
        Refusal::OutputIsNeverMandatory { .. } => "E103",
        Refusal::InUse { .. } => "E104",
        Refusal::IconMissing => "E105",
        Refusal::Name(_) | Refusal::FileName(_) => "E106",
        Refusal::Description(_) | Refusal::Unstorable { .. } => "E107",
        Refusal::Expression(_) => "E108",
    }
}

mod compile;
mod diff;
mod edit;
mod import;
mod import_tables;
mod inspect;
mod interrupt;
mod merge;
mod new;
mod package;
mod pages;
mod publish;
mod report;
mod secret;
mod update;
mod upgrade;

use std::path::{Path, PathBuf};

use cli::element::{items, path_of};
use cli::folder::{self, FolderError};
use cli::listing::listing;
use cli::studio::{Address, Studio};
use cli::unpacked::Unpacked;
use cli::verify::Report;
use extension::Extension;
use serde_json::json;
use xif::Limits;

use crate::arguments::{Command, Inspect, Pack, Server, Show, Unpack, Upgrade};
use crate::clock;
use crate::failure::Failure;

/// What a command has to say.
pub(crate) struct Outcome {
    /// For the standard output.
    pub(crate) text: String,
    /// What the user should know beside it, for the standard error output.
    pub(crate) notices: Vec<String>,
    /// What could not be done of several things, for the standard error output: whole reports of failures.
    pub(crate) failures: Vec<String>,
    /// What a script looks at.
    pub(crate) exit_code: u8,
}

impl Outcome {
    /// A text and nothing beside it.
    pub(crate) fn plain(text: String) -> Self {
        Self { text, notices: Vec::new(), failures: Vec::new(), exit_code: 0 }
    }
}

/// Does what the command says.
///
/// # Errors
/// Why it cannot be done.
pub(crate) fn run(command: &Command, as_json: bool) -> Result<Outcome, Failure> {
    match command {
        Command::Show(Show { file, paths }) => show(file, *paths, as_json),
        Command::Inspect(Inspect { file }) => inspect::inspect(file, as_json),
        Command::New(arguments) => new::new(arguments, as_json),
        Command::Add(arguments) => edit::add(arguments, as_json),
        Command::Set(arguments) => edit::set(arguments, as_json),
        Command::Rename(arguments) => edit::rename(arguments, as_json),
        Command::Move(arguments) => edit::move_to(arguments, as_json),
        Command::Remove(arguments) => edit::remove(arguments, as_json),
        Command::Import(arguments) => import::import(arguments, as_json),
        Command::ImportTables(arguments) => import_tables::import_tables(arguments, as_json),
        Command::Package(arguments) => package::package(&arguments.verb, as_json),
        Command::Report(arguments) => match &arguments.make {
            Some(folder) => report::make(folder, as_json),
            None => report::report(&arguments.paths, as_json),
        },
        Command::Unpack(Unpack { file, folder, force }) => unpack(file, folder, *force, as_json),
        Command::Pack(Pack { folder, file }) => pack(folder, file, as_json),
        Command::Verify(arguments) => Ok(verify(&arguments.files, as_json)),
        Command::Diff(arguments) if arguments.git => diff::of_git(&arguments.files),
        Command::Diff(arguments) => diff::diff(arguments, as_json).map_err(Failure::in_answer),
        Command::Merge(arguments) => merge::merge(arguments, as_json).map_err(Failure::in_answer),
        Command::Compile(arguments) => compile::compile(arguments, as_json).map_err(Failure::in_answer),
        Command::Publish(arguments) => publish::publish(arguments, as_json).map_err(Failure::in_answer),
        Command::Upgrade(Upgrade { file, check }) => upgrade::upgrade(file, *check, as_json),
        Command::Update(arguments) => update::update(arguments, as_json).map_err(Failure::in_answer),
        Command::Completions(arguments) => pages::completions(arguments),
        Command::Man(arguments) => pages::man(arguments, as_json),
    }
}

/// The studio's server of a command. An access token is never sent where others on the way can read it.
fn studio(server: &Server) -> Result<Studio, Failure> {
    let studio = Studio::new(Address::parse(&server.address)?)?;
    let Some(token) = secret::TOKEN.read_if_given(server.token_file.as_deref())? else { return Ok(studio) };
    if !studio.address().is_private() {
        return Err(Failure::PlainToken(studio.address().to_string()));
    }
    let wrong = || Failure::Token("The access token has a character that no access token has.".to_owned());
    studio.with_token(&token).ok_or_else(wrong)
}

fn show(file: &Path, paths: bool, as_json: bool) -> Result<Outcome, Failure> {
    let (_, extension) = read(file)?;
    if paths {
        let paths: Vec<String> = items(&extension).into_iter().map(|item| path_of(&extension, item)).collect();
        let lines = paths.iter().fold(String::new(), |lines, path| lines + path + "\n");
        return Ok(Outcome::plain(if as_json { format!("{:#}\n", json!(paths)) } else { lines }));
    }
    let listing = listing(&extension);
    Ok(Outcome::plain(if as_json { listing.json() + "\n" } else { listing.text() }))
}

/// Verifies every file that can be read; those that cannot are told beside.
fn verify(files: &[PathBuf], as_json: bool) -> Outcome {
    let (mut report, mut failures) = (Report::default(), Vec::new());
    for file in files {
        let name = file.display().to_string();
        match read(file) {
            Ok((_, extension)) => report.add(name, extension),
            Err(failure) => {
                failures.push(failure.report(false));
                report.add_unreadable(name, failure.code().to_owned(), failure.to_string());
            }
        }
    }
    let exit_code = report.exit_code();
    if as_json {
        return Outcome { exit_code, ..Outcome::plain(format!("{:#}\n", report.json())) };
    }
    Outcome { failures, exit_code, ..Outcome::plain(report.text()) }
}

fn unpack(file: &Path, folder: &Path, force: bool, as_json: bool) -> Result<Outcome, Failure> {
    let (text, extension) = read(file)?;
    let unpacked = Unpacked::of(&text, &extension);
    let notices = folder::save(folder, &unpacked, &text, force)?;
    let count = unpacked.mapping.lines.len();
    let answer = json!({
        "extension": extension.name.as_str(),
        "generation": extension.provenance.generation,
        "resources": count,
        "folder": folder.display().to_string(),
        "notices": notices,
    });
    let line = format!(
        "{}, generation {}, with {count} resources is in {}",
        extension.name,
        extension.provenance.generation,
        folder.display()
    );
    Ok(answered(as_json, &answer, &line, notices))
}

fn pack(folder: &Path, file: &Path, as_json: bool) -> Result<Outcome, Failure> {
    let loaded = folder::load(folder, &clock::now()?)?;
    let (packed, extension) = (&loaded.packed, &loaded.packed.extension);
    let limit = Limits::default().inflated;
    if packed.text.len() > limit {
        return Err(FolderError::TooLarge { limit }.into());
    }
    folder::write_file(&followed(file), &xif::deflate(&packed.text))?;

    let mut notices: Vec<String> =
        loaded.new_files.iter().map(|file| format!("{file} belongs to no resource and was not packed")).collect();
    notices.extend(packed.unused.iter().map(|file| format!("{file} is of no resource any more and was not packed")));
    if packed.is_changed() {
        notices.push(xif::HASH_NOTE.to_owned());
    }
    let answer = json!({
        "extension": extension.name.as_str(),
        "generation": extension.provenance.generation,
        "file": file.display().to_string(),
        "changed": packed.is_changed(),
        "definitionChanged": packed.is_definition_changed,
        "changedResources": packed.changed,
        "newFiles": loaded.new_files,
        "notices": notices,
    });
    let line = format!(
        "{}, generation {}, {}, is in {}",
        extension.name,
        extension.provenance.generation,
        what_changed(packed.is_definition_changed, packed.changed.len()),
        file.display()
    );
    Ok(answered(as_json, &answer, &line, notices))
}

fn what_changed(is_definition_changed: bool, resources: usize) -> String {
    match (is_definition_changed, resources) {
        (false, 0) => "unchanged".to_owned(),
        (true, 0) => "with a changed definition".to_owned(),
        (false, count) => format!("with changed resources ({count})"),
        (true, count) => format!("with a changed definition and changed resources ({count})"),
    }
}

/// A script gets the notices in the answer.
fn answered(as_json: bool, answer: &serde_json::Value, line: &str, notices: Vec<String>) -> Outcome {
    if as_json {
        Outcome::plain(format!("{answer}\n"))
    } else {
        Outcome { notices, ..Outcome::plain(format!("{line}\n")) }
    }
}

/// The definition of a XIF or of an unpacked folder, as text and as document.
fn read(file: &Path) -> Result<(String, Extension), Failure> {
    if file.is_dir() {
        let packed = folder::load(file, &clock::now()?)?.packed;
        return Ok((packed.text, packed.extension));
    }
    parsed(file, &folder::read_file(file)?)
}

/// The definition in these bytes of a file, as text and as document.
fn parsed(file: &Path, bytes: &[u8]) -> Result<(String, Extension), Failure> {
    let wrong = |error| Failure::Xif { file: file.to_owned(), error };
    let text = xif::inflate(bytes, &Limits::default()).map_err(wrong)?;
    let extension = xif::parse(text.as_str()).map_err(wrong)?;
    Ok((text, extension))
}

/// The bytes of a document that was changed, when nothing of it is lost in them.
fn packed(extension: &Extension) -> Result<Vec<u8>, Failure> {
    let text = xif::print(extension);
    let limit = Limits::default().inflated;
    if text.len() > limit {
        return Err(FolderError::TooLarge { limit }.into());
    }
    if xif::parse(text.as_str()).ok().as_ref() != Some(extension) {
        return Err(Failure::NotKept);
    }
    Ok(xif::deflate(&text))
}

/// What comes of a conversation with a server.
fn wait<T>(conversation: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::System)?;
    Ok(runtime.block_on(conversation))
}

/// The file behind a link, so that writing replaces the file and not the link.
fn followed(file: &Path) -> PathBuf {
    file.canonicalize().unwrap_or_else(|_| file.to_owned())
}

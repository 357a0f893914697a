//! The command line of `xif`: its commands and options, with the texts of their help.
//!
//! Doc comments of the types in this folder are texts of `--help`, of the manual pages and of the completions, so they are written
//! for users. Tables and examples, whose lines must stay, are `after_long_help`.

#![allow(clippy::doc_markdown, rustdoc::bare_urls, reason = "these comments are the texts of --help")]

mod definition;
mod folder;
mod packages;
mod pages;
mod reading;
mod server;
mod versions;
mod wrong;

#[cfg(test)]
mod tests;

use std::ffi::OsString;

use clap::{ArgAction, CommandFactory, Parser, Subcommand};

#[cfg(test)]
pub(crate) use definition::TableFile;
pub(crate) use definition::{Add, Import, ImportTables, Move, New, Remove, Rename, Set, Target};
pub(crate) use folder::{Pack, Unpack, Update, Upgrade};
pub(crate) use packages::{
    FeedOptions, Package, PackageAdd, PackageList, PackageOutdated, PackageRemove, PackageVerb, is_file,
};
pub(crate) use pages::{Completions, Man, Page, manual};
pub(crate) use reading::{Diff, Inspect, Report, Show, Verify};
pub(crate) use server::{Compile, Destination, Publish, Server};
pub(crate) use versions::Merge;

/// The request of one call.
#[derive(Debug)]
pub(crate) enum Arguments {
    /// The text of a help or of the version.
    Text(String),
    /// A command, and whether its answer is JSON.
    Run(Box<Command>, bool),
}

const EXIT_CODES: &str = "\
Exit codes of the commands from new to package, of show, unpack, pack and report: 0 done, 1
the input is wrong, 2 wrong usage, 3 the file system. The other commands use 0 and 1 for their answer
and 2 for every trouble; their help says which answer.";

/// Makes, changes, shows, compares, merges, compiles and publishes XIFs, the files of OutSystems 11 extensions.
#[derive(Debug, Parser)]
#[command(
    name = "xif",
    version,
    args_override_self = true,
    disable_help_flag = true,
    disable_help_subcommand = true,
    max_term_width = 100,
    propagate_version = true,
    subcommand_value_name = "COMMAND",
    after_help = EXIT_CODES
)]
struct CommandLine {
    /// Answer in JSON, errors too
    #[arg(long, global = true, display_order = 900)]
    json: bool,
    /// Print this help; after a command, the help of that command
    #[arg(short, long, global = true, display_order = 901, action = ArgAction::HelpLong)]
    help: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

/// A command with its arguments.
#[derive(Debug, PartialEq, Eq, Subcommand)]
#[allow(missing_docs, reason = "the help of a command is the comment of its arguments")]
pub(crate) enum Command {
    New(New),
    Add(Add),
    Set(Set),
    Rename(Rename),
    Move(Move),
    Remove(Remove),
    Import(Import),
    ImportTables(ImportTables),
    Package(Package),
    Show(Show),
    Inspect(Inspect),
    Diff(Diff),
    Merge(Merge),
    Unpack(Unpack),
    Update(Update),
    Pack(Pack),
    Verify(Verify),
    Upgrade(Upgrade),
    Compile(Compile),
    Publish(Publish),
    Report(Report),
    Completions(Completions),
    Man(Man),
}

/// The request that these arguments are; the name of the program is not one of them.
///
/// # Errors
/// What is wrong with them, as one or more sentences.
pub(crate) fn parse(arguments: Vec<OsString>) -> Result<Arguments, String> {
    let line = std::iter::once(OsString::from("xif")).chain(asked_for_help(arguments));
    let CommandLine { json, command, .. } = match CommandLine::try_parse_from(line) {
        Ok(line) => line,
        Err(error) => return wrong::text_or_error(&error),
    };
    let command = match command {
        Command::Diff(diff) => Command::Diff(diff.checked()?),
        Command::Merge(merge) => Command::Merge(merge.checked()?),
        Command::Package(package) => Command::Package(package.checked()?),
        other => other,
    };
    Ok(Arguments::Run(Box::new(command), json))
}

/// `xif help COMMAND` is `xif COMMAND --help`.
fn asked_for_help(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.first().is_some_and(|first| first == "help") {
        arguments.rotate_left(1);
        arguments.pop();
        arguments.push("--help".into());
    }
    arguments
}

/// The definition of the command line, for pages that are made of it.
fn definition() -> clap::Command {
    CommandLine::command()
}

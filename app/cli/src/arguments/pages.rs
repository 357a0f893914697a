//! Pages that are made of the command line's own definition: completions of shells, and manual pages.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::roff::{Roff, roman};

const LOADING: &str = "\
For the shell in use now, and for every later one:
  bash         source <(xif completions bash)
               xif completions bash > ~/.local/share/bash-completion/completions/xif
  zsh          xif completions zsh > FOLDER/_xif, where FOLDER is in $fpath before compinit runs
  fish         xif completions fish > ~/.config/fish/completions/xif.fish
  powershell   xif completions powershell | Out-String | Invoke-Expression, also in $PROFILE";

/// Print the completions of commands and options for a shell
#[derive(Debug, PartialEq, Eq, Args)]
#[command(after_long_help = LOADING)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: Shell,
}

/// Print the manual page of xif, or write all manual pages into a folder
#[derive(Debug, PartialEq, Eq, Args)]
pub(crate) struct Man {
    /// The folder for the pages xif.1, xif-add.1 and so on; it is made when it is missing
    pub(crate) folder: Option<PathBuf>,
}

impl Completions {
    /// The script that the shell reads.
    pub(crate) fn script(&self) -> Vec<u8> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::definition(), "xif", &mut script);
        script
    }
}

/// A manual page.
pub(crate) struct Page {
    /// The name of its file: `xif-add.1`.
    pub(crate) file_name: String,
    /// Its text, for `man`.
    pub(crate) text: Vec<u8>,
}

/// The manual pages, that of `xif` itself first.
///
/// # Errors
/// Never, but for a page that does not fit into memory.
pub(crate) fn manual() -> std::io::Result<Vec<Page>> {
    let mut whole = super::definition();
    whole.build();
    with_below(&whole).into_iter().map(page).collect()
}

/// A command with those below it.
fn with_below(command: &Command) -> Vec<&Command> {
    std::iter::once(command).chain(command.get_subcommands().flat_map(with_below)).collect()
}

fn page(command: &Command) -> std::io::Result<Page> {
    let lines = command.get_after_long_help().or(command.get_after_help()).map(ToString::to_string);
    // The crate would join the lines of examples and tables.
    let man = clap_mangen::Man::new(command.clone()).source(format!("xif {}", env!("CARGO_PKG_VERSION")));
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    if let Some(lines) = lines {
        as_they_stand(&lines).to_writer(&mut text)?;
    }
    Ok(Page { file_name: man.get_filename(), text })
}

/// A section whose lines stay.
fn as_they_stand(lines: &str) -> Roff {
    let mut section = Roff::new();
    section.control("SH", ["NOTES"]);
    section.control("nf", []);
    for line in lines.lines() {
        section.text([roman(line)]);
    }
    section.control("fi", []);
    section
}

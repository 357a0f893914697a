use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::Arg::{Long, Short, Value};

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Arguments {
    /// The help, of the whole or of one command.
    Help(&'static str),
    /// The version.
    Version,
    /// A command.
    Run(Command),
}

/// A command with its arguments.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Print a XIF as text.
    Show {
        /// The XIF.
        file: PathBuf,
    },
    /// Write a XIF as files.
    Unpack {
        /// The XIF.
        file: PathBuf,
        /// Where its files go.
        folder: PathBuf,
        /// Whether the folder may have something in it.
        force: bool,
    },
    /// Say what is wrong with definitions.
    Verify {
        /// The XIFs.
        files: Vec<PathBuf>,
    },
    /// Make a XIF of files.
    Pack {
        /// Where the files are.
        folder: PathBuf,
        /// The XIF.
        file: PathBuf,
    },
}

const HELP: &str = "\
A XIF, the file of an OutSystems 11 extension, as text, as files for git, and back.

Usage:
  xif show FILE               Print the definition, one fact a line.
  xif unpack FILE FOLDER      Write the definition and every resource as files.
  xif pack FOLDER FILE        Make the XIF of such a folder.
  xif verify FILE...          Print what is wrong with the definition.

Options:
  --json       Answer in JSON, errors too.
  --force      unpack: replace what was unpacked in the folder before.
  --help       Print this; after a command, more about it.
  --version    Print the version.

Exit codes: 0 done, 1 the input is wrong, 2 wrong usage, 3 the file system; those of verify differ.
";

const SHOW_HELP: &str = "\
Usage: xif show FILE [--json]

Prints the definition in FILE: the extension, what a save changes (head), resources with size and SHA-256,
actions, structures, entities, technologies. The same definition always gives the same text; empty
properties have no line. --json prints everything, with the number of its form in \"shape\".

For readable differences of .xif files in git:
  git config diff.xif.textconv \"xif show\"
  echo '*.xif diff=xif' >> .gitattributes
";

const UNPACK_HELP: &str = "\
Usage: xif unpack FILE FOLDER [--force] [--json]

Writes into FOLDER:
  definition.xml    the definition without the contents of its resources
  Source/NET/...    each resource, in the folder it has in the extension
  resources.tsv     which file belongs to which resource, and the SHA-256 it had
  .gitattributes    so that git changes no byte
Names that a file system does not take, that begin with a dot, or that lead outside get a _ instead;
resources.tsv has the name. FOLDER must be empty or new. With --force the XIF that was unpacked there is
replaced, its stale files are removed, and other files are left alone.
";

const PACK_HELP: &str = "\
Usage: xif pack FOLDER FILE [--json]

Makes FILE of what xif unpack wrote to FOLDER. When nothing was changed, the definition in FILE is that of the
XIF that was unpacked, byte for byte. Otherwise what changed gets the time of now, and the extension
the next generation and a new hash. New files in FOLDER are named, not packed. FOLDER stays as it
is: unpack FILE with --force to go on from it. SOURCE_DATE_EPOCH, when set, is taken for now.
";

const VERIFY_HELP: &str = "\
Usage: xif verify FILE... [--json]

Prints what is wrong with the definition in each FILE, in the order of the definition, a line each:
  error Pay.Years, Default Value: 'Integer' value exceeded: ... (V307)
An error makes the extension invalid, a warning does not, an information only tells. The last line has
the counts. Nothing is compiled.

With several FILEs each line begins with its FILE. Exit codes: 0 no errors, 1 errors, 2 a FILE cannot be
read (the others are verified) or the usage is wrong.
";

/// What these arguments ask for.
///
/// # Errors
/// What is wrong with them.
pub(crate) fn parse(arguments: Vec<OsString>) -> Result<Arguments, String> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let (mut values, mut force, mut help) = (Vec::new(), false, false);
    while let Some(argument) = parser.next().map_err(|error| format!("{error}."))? {
        match argument {
            Short('h') | Long("help") => help = true,
            Short('V') | Long("version") => return Ok(Arguments::Version),
            Long("json") => {}
            Long("force") => force = true,
            Value(value) => values.push(value),
            other => return Err(format!("{}.", other.unexpected())),
        }
    }
    let mut values = values.into_iter();
    let command = values.next().map(|name| name.to_string_lossy().into_owned());
    let rest: Vec<PathBuf> = values.map(PathBuf::from).collect();
    let name = command.as_deref();
    if help {
        return Ok(Arguments::Help(match name {
            Some("show") => SHOW_HELP,
            Some("unpack") => UNPACK_HELP,
            Some("pack") => PACK_HELP,
            Some("verify") => VERIFY_HELP,
            _ => HELP,
        }));
    }
    if force && name != Some("unpack") {
        return Err("--force belongs to unpack only.".to_owned());
    }
    let command = match (name, rest.as_slice()) {
        (Some("show"), [file]) => Command::Show { file: file.clone() },
        (Some("unpack"), [file, folder]) => Command::Unpack { file: file.clone(), folder: folder.clone(), force },
        (Some("pack"), [folder, file]) => Command::Pack { folder: folder.clone(), file: file.clone() },
        (Some("verify"), [_, ..]) => Command::Verify { files: rest },
        (Some("verify"), _) => return Err("verify needs one FILE at least.".to_owned()),
        (Some("show"), _) => return Err("show needs one FILE.".to_owned()),
        (Some("unpack"), _) => return Err("unpack needs FILE and FOLDER.".to_owned()),
        (Some("pack"), _) => return Err("pack needs FOLDER and FILE.".to_owned()),
        (Some(other), _) => return Err(format!("There is no command {other}.")),
        (None, _) => return Err("A command is needed: show, unpack, pack or verify.".to_owned()),
    };
    Ok(Arguments::Run(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Result<Arguments, String> {
        parse(line.split_whitespace().map(OsString::from).collect())
    }

    #[test]
    fn commands() {
        let unpack = Command::Unpack { file: "a.xif".into(), folder: "b".into(), force: true };
        assert_eq!(of("unpack --force a.xif b --json"), Ok(Arguments::Run(unpack)));
        assert_eq!(of("show -- --json"), Ok(Arguments::Run(Command::Show { file: "--json".into() })));
        assert_eq!(of("pack --help"), Ok(Arguments::Help(PACK_HELP)));
        assert_eq!(of("-V"), Ok(Arguments::Version));
    }

    #[test]
    fn wrong_usage() {
        for line in [
            "",
            "show",
            "show a b",
            "unpack a",
            "pack a",
            "verify",
            "merge a b",
            "show a --force",
            "show --jsn a",
            "show a --json=1",
        ] {
            assert!(of(line).is_err(), "{line}");
        }
    }
}

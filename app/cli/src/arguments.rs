mod help;
mod server;

use std::ffi::OsString;
use std::path::PathBuf;

use extension::merge::Side;
use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt;

use server::Values;
pub(crate) use server::{Compile, Destination, Publish, Server};

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
    /// Say what differs between two XIFs.
    Diff {
        /// The earlier XIF.
        before: PathBuf,
        /// The later one.
        after: PathBuf,
        /// Whether only what breaks modules is wanted.
        breaking: bool,
    },
    /// The same, called by git with these arguments (gitattributes, “Defining an external diff driver”).
    GitDiff(Vec<PathBuf>),
    /// Merge two versions of a XIF.
    Merge(Merge),
    /// Compile the sources in a XIF.
    Compile(Compile),
    /// Publish a XIF.
    Publish(Publish),
    /// Make sources follow the definition.
    Update {
        /// The unpacked XIF.
        folder: PathBuf,
        /// The definition that the sources follow, where it is known.
        before: Option<PathBuf>,
        /// Whether to look only.
        check: bool,
    },
}

/// What is to be merged, and how conflicts are settled.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Merge {
    /// The version that both come from.
    pub(crate) base: PathBuf,
    /// The version that is merged into.
    pub(crate) ours: PathBuf,
    /// The version that is merged.
    pub(crate) theirs: PathBuf,
    /// Where the result goes, when not over `ours`.
    pub(crate) output: Option<PathBuf>,
    /// Conflicts, counted from 1, with the side that settles them.
    pub(crate) choices: Vec<(usize, Side)>,
    /// The side that settles all others.
    pub(crate) side: Option<Side>,
    /// Whether elements that do not fit together are written too.
    pub(crate) force: bool,
}

/// Options without a value that only some commands have.
const SWITCHES: [&str; 6] = ["--force", "--breaking", "--check", "--git", "--in-place", "--plain-http"];

/// Options with a value that only some commands have.
const VALUED: [&str; 10] = [
    "--output",
    "--before",
    "--out",
    "--server",
    "--token-file",
    "--to",
    "--user",
    "--password-file",
    "--backend",
    "--trust",
];

fn known(options: &[&'static str], name: &str) -> Option<&'static str> {
    options.iter().copied().find(|option| option.strip_prefix("--") == Some(name))
}

/// What these arguments ask for.
///
/// # Errors
/// What is wrong with them.
pub(crate) fn parse(arguments: Vec<OsString>) -> Result<Arguments, String> {
    let mut given = Given::default();
    let mut parser = lexopt::Parser::from_args(arguments);
    while let Some(argument) = parser.next().map_err(|error| text_of(&error))? {
        match argument {
            Short('h') | Long("help") => given.help = true,
            Short('V') | Long("version") => return Ok(Arguments::Version),
            Long("json") => {}
            Long("ours") => given.side("--ours", Side::Ours)?,
            Long("theirs") => given.side("--theirs", Side::Theirs)?,
            Long("choose") => {
                let choice = parser.value().map_err(|error| text_of(&error))?;
                given.note("--choose");
                choice.to_string_lossy().split(',').try_for_each(|it| given.choice(it))?;
            }
            Long(name) => {
                let name = name.to_owned();
                given.option(&name, &mut parser)?;
            }
            Value(value) if given.command.is_none() => {
                given.command = Some(value.string().map_err(|error| text_of(&error))?);
            }
            Value(value) => given.values.push(PathBuf::from(value)),
            Short(_) => return Err(format!("{}.", argument.unexpected())),
        }
    }
    given.arguments()
}

/// What stands on the command line.
#[derive(Default)]
struct Given {
    command: Option<String>,
    values: Vec<PathBuf>,
    /// The options that only some commands have.
    options: Vec<&'static str>,
    merge: Merge,
    values_of: Values,
    help: bool,
}

impl Given {
    fn note(&mut self, option: &'static str) {
        self.options.push(option);
    }

    fn has(&self, option: &str) -> bool {
        self.options.contains(&option)
    }

    fn option(&mut self, name: &str, parser: &mut lexopt::Parser) -> Result<(), String> {
        if let Some(option) = known(&SWITCHES, name) {
            self.note(option);
        } else if let Some(option) = known(&VALUED, name) {
            self.note(option);
            self.values_of.add(option, parser.value().map_err(|error| text_of(&error))?);
        } else {
            return Err(format!("{}.", Long(name).unexpected()));
        }
        Ok(())
    }

    fn side(&mut self, option: &'static str, side: Side) -> Result<(), String> {
        self.note(option);
        match self.merge.side.replace(side) {
            Some(other) if other != side => Err("--ours and --theirs exclude each other.".to_owned()),
            _ => Ok(()),
        }
    }

    /// `2=theirs`, or `theirs` for all others.
    fn choice(&mut self, text: &str) -> Result<(), String> {
        let side_of = |text: &str| [Side::Ours, Side::Theirs].into_iter().find(|it| it.label() == text);
        if let Some(side) = side_of(text) {
            return self.side("--choose", side);
        }
        let choice = text.split_once('=').and_then(|(number, side)| {
            let number = number.parse().ok().filter(|number| *number > 0)?;
            Some((number, side_of(side)?))
        });
        let wrong = || format!("--choose {text} is not understood: write --choose 1=ours or --choose 1=theirs.");
        self.merge.choices.push(choice.ok_or_else(wrong)?);
        Ok(())
    }

    fn arguments(self) -> Result<Arguments, String> {
        if self.help {
            return Ok(Arguments::Help(help::of(self.command.as_deref())));
        }
        let Some(name) = self.command.as_deref() else {
            return Err(
                "A command is needed: show, diff, merge, unpack, update, pack, verify, compile or publish.".to_owned()
            );
        };
        let (needed, allowed): (&str, &[&str]) = match name {
            "show" => ("one FILE", &[]),
            "unpack" => ("FILE and FOLDER", &["--force"]),
            "pack" => ("FOLDER and FILE", &[]),
            "verify" => ("one FILE at least", &[]),
            "diff" => ("A and B", &["--breaking", "--git"]),
            "merge" => ("BASE, OURS and THEIRS", &["--output", "--ours", "--theirs", "--choose", "--force"]),
            "update" => ("one FOLDER", &["--before", "--check"]),
            "compile" => ("one FILE", &["--server", "--token-file", "--out", "--in-place"]),
            "publish" => (
                "one FILE",
                &[
                    "--to",
                    "--server",
                    "--token-file",
                    "--user",
                    "--password-file",
                    "--backend",
                    "--trust",
                    "--plain-http",
                ],
            ),
            _ => return Err(format!("There is no command {name}.")),
        };
        if let Some(option) = self.options.iter().find(|option| !allowed.contains(option)) {
            return Err(format!("{option} does not belong to {name}."));
        }
        let missing = format!("{name} needs {needed}.");
        self.run()?.map(Arguments::Run).ok_or(missing)
    }

    /// The command; none when it has too few values or too many.
    fn run(self) -> Result<Option<Command>, String> {
        let (force, breaking, check) = (self.has("--force"), self.has("--breaking"), self.has("--check"));
        let is_git = self.has("--git");
        let path = |path: &PathBuf| path.clone();
        Ok(Some(match (self.command.as_deref().unwrap_or_default(), self.values.as_slice()) {
            ("show", [file]) => Command::Show { file: path(file) },
            ("unpack", [file, folder]) => Command::Unpack { file: path(file), folder: path(folder), force },
            ("pack", [folder, file]) => Command::Pack { folder: path(folder), file: path(file) },
            ("verify", [_, ..]) => Command::Verify { files: self.values },
            ("diff", [_, ..]) if is_git => Command::GitDiff(self.values),
            ("diff", [before, after]) => Command::Diff { before: path(before), after: path(after), breaking },
            ("merge", [base, ours, theirs]) => {
                let (base, ours, theirs) = (path(base), path(ours), path(theirs));
                let output = self.values_of.path("--output");
                Command::Merge(Merge { base, ours, theirs, output, force, ..self.merge })
            }
            ("update", [folder]) => {
                Command::Update { folder: path(folder), before: self.values_of.path("--before"), check }
            }
            ("compile", [file]) => Command::Compile(Compile::new(path(file), &self.values_of, self.has("--in-place"))?),
            ("publish", [file]) => {
                Command::Publish(Publish::new(path(file), &self.values_of, self.has("--plain-http"))?)
            }
            _ => return Ok(None),
        }))
    }
}

fn text_of(error: &lexopt::Error) -> String {
    format!("{error}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::platform::connect::{Backend, Fingerprint};

    fn of(line: &str) -> Result<Arguments, String> {
        parse(line.split_whitespace().map(OsString::from).collect())
    }

    #[test]
    fn commands() {
        let unpack = Command::Unpack { file: "a.xif".into(), folder: "b".into(), force: true };
        assert_eq!(of("unpack --force a.xif b --json"), Ok(Arguments::Run(unpack)));
        assert_eq!(of("show -- --json"), Ok(Arguments::Run(Command::Show { file: "--json".into() })));
        assert_eq!(of("pack --help"), Ok(Arguments::Help(help::of(Some("pack")))));
        assert_eq!(of("-V"), Ok(Arguments::Version));
        let merge = Merge {
            base: "o".into(),
            ours: "a".into(),
            theirs: "b".into(),
            choices: vec![(2, Side::Theirs), (1, Side::Ours)],
            side: Some(Side::Theirs),
            ..Merge::default()
        };
        let line = "merge o a --choose 2=theirs,theirs b --choose=1=ours --theirs";
        assert_eq!(of(line), Ok(Arguments::Run(Command::Merge(merge))));
        let update = Command::Update { folder: "f".into(), before: Some("-".into()), check: true };
        assert_eq!(of("update f --check --before -"), Ok(Arguments::Run(update)));
    }

    #[test]
    fn commands_with_a_server() {
        let server =
            |token_file: Option<&str>| Server { address: "http://h".into(), token_file: token_file.map(Into::into) };
        let compile =
            Compile { file: "a".into(), server: server(Some("t")), destination: Destination::File("b".into()) };
        assert_eq!(
            of("compile a --server http://h --token-file t --out b"),
            Ok(Arguments::Run(Command::Compile(compile)))
        );
        let publish = Publish {
            file: "a".into(),
            environment: "dev.example".into(),
            server: server(None),
            user: Some("ada".into()),
            password_file: Some("-".into()),
            backend: Some(Backend::ServiceCenter),
            trust: Some(Fingerprint("ab".repeat(32))),
            plain_http: false,
        };
        let line = format!(
            "publish a --to dev.example --server=http://h --user ada --password-file - --backend service-center --trust {}",
            "AB".repeat(32)
        );
        assert_eq!(of(&line), Ok(Arguments::Run(Command::Publish(publish))));
    }

    #[test]
    fn every_command_has_its_help() {
        for command in ["show", "unpack", "pack", "verify", "diff", "merge", "update", "compile", "publish"] {
            assert!(help::of(Some(command)).starts_with(&format!("Usage: xif {command} ")));
            assert!(help::of(None).contains(&format!("  xif {command} ")));
        }
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
            "merge a b c --ours --theirs",
            "merge a b c --choose 0=ours",
            "merge a b c --choose 1=mine",
            "merge a b c --choose mine",
            "merge a b c --choose ours,theirs",
            "diff a",
            "diff a b --check",
            "diff --git",
            "update",
            "update a b",
            "update a --before",
            "settle a",
            "show a --force",
            "show --jsn a",
            "show a --json=1",
            "compile a",
            "compile a b --server http://h",
            "compile a --server http://h --in-place --out b",
            "compile a --server",
            "publish a --to b",
            "publish a --server http://h",
            "publish --to b --server http://h",
            "publish a --to b --server http://h --trust ab",
            "publish a --to b --server http://h --backend lifetime",
            "publish a --to b --server http://h --password p4ss",
        ] {
            assert!(of(line).is_err(), "{line}");
        }
    }
}

use super::*;
use api::platform::connect::{Backend, Fingerprint};
use cli::editing::{Destination as Place, NewKind};
use comparison::merge::Side;
use database::Dialect;
use extension::Item;

fn of(line: &str) -> Result<Arguments, String> {
    parse(line.split_whitespace().map(OsString::from).collect())
}

fn command(line: &str) -> Command {
    match of(line) {
        Ok(Arguments::Run(command, _)) => *command,
        other => panic!("{line}: {other:?}"),
    }
}

fn help_of(command: &str) -> String {
    match of(&format!("{command} --help")) {
        Ok(Arguments::Text(text)) => text,
        other => panic!("{command}: {other:?}"),
    }
}

fn wrong(line: &str) -> String {
    match of(line) {
        Err(sentence) => sentence,
        Ok(asked) => panic!("{line}: {asked:?}"),
    }
}

#[test]
fn the_definition_of_the_command_line_is_sound() {
    definition().debug_assert();
}

#[test]
fn commands() {
    let unpack = Command::Unpack(Unpack { file: "a.xif".into(), folder: "b".into(), force: true });
    assert_eq!(command("unpack --force a.xif b --json"), unpack);
    assert_eq!(command("--json unpack a.xif --force b"), unpack);
    assert_eq!(command("show -- --json"), Command::Show(Show { file: "--json".into(), paths: false }));
    assert!(matches!(of("show a --json"), Ok(Arguments::Run(_, true))));
    assert!(matches!(of("show a"), Ok(Arguments::Run(_, false))));
    for line in ["-V", "--version", "show -V"] {
        assert!(
            matches!(of(line), Ok(Arguments::Text(text)) if text == format!("xif {}\n", env!("CARGO_PKG_VERSION")))
        );
    }
    let Command::Merge(merge) = command("merge o a --choose 2=theirs,theirs b --choose=1=ours --theirs") else {
        panic!("not a merge")
    };
    assert_eq!((merge.base, merge.ours, merge.theirs), ("o".into(), "a".into(), "b".into()));
    let Command::Merge(merge) = command("merge o a --choose 2=theirs,theirs b --choose=1=ours --theirs") else {
        panic!("not a merge")
    };
    assert_eq!(merge.choices(), [(2, Side::Theirs), (1, Side::Ours)]);
    assert_eq!((merge.side(), merge.output, merge.force), (Some(Side::Theirs), None, false));
    let update = |before: Option<&str>, check: bool, overwrite: bool| {
        Command::Update(Update { folder: "f".into(), before: before.map(Into::into), check, overwrite })
    };
    assert_eq!(command("update f --check --before -"), update(Some("-"), true, false));
    assert_eq!(command("update f --overwrite"), update(None, false, true));
    assert_eq!(
        command("update f --before a --before b --check --check"),
        update(Some("b"), true, false),
        "the last one counts"
    );
}

#[test]
fn commands_with_a_server() {
    let server =
        |token_file: Option<&str>| Server { address: "http://h".into(), token_file: token_file.map(Into::into) };
    let Command::Compile(compile) = command("compile a --server http://h --token-file t --out b") else {
        panic!("not a compile")
    };
    assert_eq!((&compile.file, &compile.server), (&"a".into(), &server(Some("t"))));
    assert_eq!(compile.destination(), Destination::File(&"b".into()));
    let publish = Publish {
        file: "a".into(),
        environment: "dev.example".into(),
        server: server(None),
        user: Some("ada".into()),
        password_file: Some("-".into()),
        backend: Some(Backend::ServiceCenter),
        trust: Some(Fingerprint("ab".repeat(32))),
        plain_http: false,
        force: false,
    };
    let line = format!(
        "publish a --to dev.example --server=http://h --user ada --password-file - --backend service-center --trust {}",
        "AB".repeat(32)
    );
    assert_eq!(command(&line), Command::Publish(publish));
}

#[test]
fn commands_that_edit() {
    let target = |target: &str| Target { target: target.into(), definition_only: false };
    let values = vec![("Data Type".to_owned(), "Text".to_owned()), ("Default Value".to_owned(), "\"=\"".to_owned())];
    let words = ["add", "Parameter", "b.xif", "Pay/Name", "Data Type=Text", "Default Value=\"=\""];
    let given = parse(words.into_iter().map(OsString::from).collect()).unwrap();
    let add = Add { kind: NewKind::Parameter, target: target("b.xif"), element: "Pay/Name".to_owned(), values };
    assert!(matches!(given, Arguments::Run(command, _) if *command == Command::Add(add)));
    let remove = Remove { target: target("b.xif"), elements: vec!["A".to_owned(), "B".to_owned()], clear_uses: true };
    assert_eq!(command("remove b.xif A B --clear-uses"), Command::Remove(remove));
    let moved =
        |element: &str, place: Place| Command::Move(Move { target: target("b"), element: element.to_owned(), place });
    assert_eq!(command("move b A 2"), moved("A", Place::Position(2)));
    assert_eq!(command("move b A LAST"), moved("A", Place::Last));
    assert_eq!(command("move b a.dll Source/NET"), moved("a.dll", Place::Folder("Source/NET".to_owned())));
    let import = ImportTables {
        target: target("b"),
        file: TableFile { script: Some("s.sql".into()), sqlite: None, csv: None, xlsx: None },
        dialect: Some(Dialect::Db2ForI),
        tables: vec!["A".to_owned(), "x.B".to_owned()],
        logical_database: "SHOP".to_owned(),
        refresh: true,
        take: vec!["A/B".to_owned()],
        keep: Vec::new(),
    };
    let line = "import-tables b --script s.sql --dialect DB2 --table A --table x.B --logical-database SHOP --refresh --take A/B";
    assert_eq!(command(line), Command::ImportTables(import));
}

/// The help names every property that can be set.
#[test]
fn the_help_of_set_knows_every_property() {
    let key = extension::Key::from_bytes([1; 16]);
    let rows = [
        ("extension ", Item::Extension),
        ("action ", Item::Action(key)),
        ("parameter ", Item::Parameter { action: key, parameter: key }),
        ("structure ", Item::Structure(key)),
        ("entity ", Item::Entity(key)),
        ("resource ", Item::Resource(key)),
    ];
    let help = help_of("set");
    let table = &help[help.find("PROPERTY, in").unwrap()..help.find("VALUE is").unwrap()];
    // A row begins two columns in, and its other lines further in.
    let rows_of_table: Vec<String> = table.lines().skip(1).fold(Vec::new(), |mut rows, line| {
        match (rows.last_mut(), line.starts_with("   ")) {
            (Some(row), true) => row.push_str(&line.replacen(char::is_whitespace, " ", 1)),
            _ => rows.push(line.trim_start().to_owned()),
        }
        rows
    });
    let attributes = ["its attribute", "its attribute"].into_iter().zip([
        Item::StructureAttribute { structure: key, attribute: key },
        Item::EntityAttribute { entity: key, attribute: key },
    ]);
    let mut attribute_rows = rows_of_table.iter().filter(|row| row.starts_with("its attribute"));
    for (start, item) in rows.into_iter().chain(attributes) {
        let row = match start {
            "its attribute" => attribute_rows.next(),
            _ => rows_of_table.iter().find(|row| row.starts_with(start)),
        };
        let row = row.unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        for property in cli::editing::properties_of(item) {
            assert!(row.contains(property), "{property} is not in {row}");
        }
    }
}

#[test]
fn every_command_has_its_help() {
    let mut whole = definition();
    whole.build();
    let all = help_of("");
    for command in whole.get_subcommands() {
        let name = command.get_name();
        assert!(all.contains(&format!("  {name} ")), "{name} is not in {all}");
        let help = help_of(name);
        assert!(help.contains(&format!("Usage: xif {name} ")), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
        for argument in command.get_arguments() {
            assert!(argument.get_help().is_some(), "{argument} of {name} has no help");
        }
    }
}

#[test]
fn a_manual_page_for_each_command_keeps_its_examples() {
    let pages = manual().unwrap();
    let names: Vec<&str> = pages.iter().map(|page| page.file_name.as_str()).collect();
    assert!(names.starts_with(&["xif.1", "xif-new.1", "xif-add.1"]), "{names:?}");
    // A command with commands of its own has a page, and so have these.
    let below = |command: &clap::Command| 1 + command.get_subcommands().count();
    assert_eq!(names.len(), 1 + definition().get_subcommands().map(below).sum::<usize>());
    assert!(names.contains(&"xif-package-add.1"), "{names:?}");
    let add = String::from_utf8(pages[2].text.clone()).unwrap();
    assert!(add.starts_with(".ie"), "{add}");
    assert!(add.contains("\n  xif add structure Bank.xif Person\n"), "{add}");
}

#[test]
fn completions_know_commands_options_and_kinds() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let Command::Completions(completions) = command(&format!("completions {shell}")) else { panic!("{shell}") };
        let script = String::from_utf8(completions.script()).unwrap();
        for word in ["publish", "plain-http", "structure"] {
            assert!(script.contains(word), "{word} is not in that of {shell}");
        }
    }
}

/// The sentences that scripts and people see.
#[test]
fn what_is_wrong_is_a_sentence() {
    for (line, sentence) in [
        ("show", "show needs one FILE."),
        ("show a b", "show needs one FILE, and nothing more: b."),
        ("unpack a", "unpack needs FILE and FOLDER."),
        ("verify", "verify needs one FILE at least."),
        ("merge a b", "merge needs BASE, OURS and THEIRS."),
        ("diff", "diff needs A and B."),
        ("diff a", "diff needs A and B."),
        ("set a.xif Pay", "set needs TARGET, ELEMENT and one PROPERTY=VALUE at least."),
        ("package", "A command is needed: add, remove, list or outdated."),
        ("package frob", "There is no command frob."),
        ("package add a.xif", "package add needs TARGET and one NAME at least."),
        ("package remove a.xif", "package remove needs TARGET and NAME."),
        ("package add a.xif B C --version 1.0", "--version is for one NAME."),
        ("package add a.xif B.nupkg --version 1.0", "A file has one version: leave --version out."),
        ("package add a.xif B --version 1.0 --prerelease", "--version and --prerelease exclude each other."),
        ("report", "report needs one PATH at least, or --make FOLDER."),
        ("compile a", "compile needs --server."),
        ("compile a --server", "--server needs a value."),
        ("compile a --server http://h --in-place --out b", "--in-place and --out exclude each other."),
        ("merge a b c --ours --theirs", "--ours and --theirs exclude each other."),
        ("merge a b c --choose ours,theirs", "--ours and --theirs exclude each other."),
        ("frobnicate a", "There is no command frobnicate."),
        ("shwo a", "There is no command shwo. Did you mean show?"),
        ("show --pahts a", "show has no option --pahts. Did you mean --paths?"),
        (
            "add method a.xif Pay",
            "KIND method is not known: action, parameter, structure, attribute, entity or resource.",
        ),
        ("add action a.xif Pay =x", "=x is not PROPERTY=VALUE."),
        ("show a --json=1", "--json takes no value."),
        (
            "publish a --to b --server http://h --backend lifetime",
            "--backend lifetime is not known: service-center, native or assisted.",
        ),
    ] {
        assert_eq!(wrong(line), sentence, "{line}");
    }
    assert!(wrong("").starts_with("A command is needed: new, add, set, "));
    assert!(wrong("publish a --to b --server http://h --trust ab").starts_with("--trust is wrong: "));
    assert!(wrong("package remove a.xif a/b").contains("“a/b” is not the name of a package"));
    assert!(wrong("package add a.xif B --version x").contains("“x” is not the version of a package"));
    assert!(wrong("new a.xif --key short").contains("short"));
}

#[test]
fn help_is_asked_for_in_two_ways() {
    for command in ["", "inspect", "merge"] {
        let Ok(Arguments::Text(text)) = of(&format!("help {command}")) else { panic!("{command}") };
        assert_eq!(text, help_of(command));
    }
    assert_eq!(wrong("help nothing"), wrong("nothing --help"));
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
        "new",
        "new a.xif --key short",
        "new a.xif name",
        "add action a.xif",
        "add method a.xif Pay",
        "add action a.xif Pay =x",
        "set a.xif Pay",
        "set a.xif Pay Function",
        "remove a.xif",
        "rename a.xif Pay",
        "rename a.xif Pay B C",
        "move a.xif Pay",
        "move a.xif Pay 1 --clear-uses",
        "report",
        "report a --make b",
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

/// The arguments of a command as its row of the page has them: `FILE FOLDER`, `[PATH]...`.
fn values_in(command: &clap::Command) -> String {
    let value = |argument: &clap::Arg| {
        let names = argument.get_value_names().unwrap_or_default().iter().map(ToString::to_string);
        let name = names.collect::<Vec<_>>().join(" ");
        let several = argument.get_num_args().is_some_and(|range| range.max_values() > 1) && !name.contains(' ');
        let name = if argument.is_required_set() { name } else { format!("[{name}]") };
        if several { format!(" {name}...") } else { format!(" {name}") }
    };
    command.get_positionals().map(value).collect()
}

/// The options that only this command has: `--force`, `--before FILE`.
fn options_in(command: &clap::Command) -> Vec<String> {
    let own = command
        .get_arguments()
        .filter(|argument| argument.get_long().is_some_and(|name| !["json", "help", "version"].contains(&name)));
    let option = |argument: &clap::Arg| {
        let names = argument.get_value_names().filter(|_| argument.get_action().takes_values());
        let value = names.map(|names| format!(" {}", names.join(" "))).unwrap_or_default();
        format!("`--{}{value}`", argument.get_long().unwrap_or_default())
    };
    own.map(option).collect()
}

/// The page has every command, option and code. `UPDATE_EXPECT=1` writes its tables anew.
#[test]
fn the_page_of_the_command_has_every_command_option_and_code() {
    let mut whole = definition();
    whole.build();
    let command = |command: &clap::Command| {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let options = options_in(command).join(", ");
        let name = command.get_bin_name().unwrap_or_default();
        format!("| `{name}{}` | {about} | {options} |\n", values_in(command))
    };
    // Of a command with commands of its own those have the rows.
    let below = |command: &clap::Command| -> Vec<clap::Command> {
        if command.has_subcommands() { command.get_subcommands().cloned().collect() } else { vec![command.clone()] }
    };
    let commands: String = whole.get_subcommands().flat_map(below).map(|it| command(&it)).collect();
    let codes = ::failure::Code::ALL.iter().map(|code| code.page());
    let codes: String = codes
        .filter(|page| page.subject == ::failure::Subject::Command)
        .map(|page| format!("| {} | {} | {} |\n", page.code, page.title, page.cure.replace('|', "\\|")))
        .collect();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let mut page = std::fs::read_to_string(file).unwrap();
    for (head, rows) in [
        ("| Command | Purpose | Options |\n| --- | --- | --- |\n", commands),
        ("| Code | Failure | Cure |\n| --- | --- | --- |\n", codes),
    ] {
        let start = page.find(head).unwrap() + head.len();
        let rows_there = page[start..].split_inclusive('\n').take_while(|line| line.starts_with('|'));
        let end = start + rows_there.map(str::len).sum::<usize>();
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            page.replace_range(start..end, &rows);
        } else {
            assert_eq!(&page[start..end], rows, "UPDATE_EXPECT=1 writes README.md anew");
        }
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(file, page).unwrap();
    }
}

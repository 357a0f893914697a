use super::*;
use compiler::sandbox::options::CgroupChoice;
use std::io::Write;

fn with(line: &[&str], environment: &[(&str, &str)]) -> Result<CommandLine, String> {
    let line = std::iter::once("server").chain(line.iter().copied()).map(OsString::from);
    let environment = environment.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    read(line, environment).map_err(|error| error.to_string())
}

fn parse(line: &[&str]) -> Result<CommandLine, String> {
    with(line, &[])
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

#[test]
fn a_full_command_line_is_read() {
    let line = [
        "--host",
        "::1",
        "--port=0",
        "--assets",
        "dist",
        "--name",
        "a.example",
        "--name=b.example",
        "--platform",
        "p",
        "--client-address=X-Forwarded-For",
        "--trusted-proxy=10.0.0.0/8",
        "--trusted-proxy=::1",
        "--connections=900",
    ];
    let serve = parse(&line).unwrap().serve;
    assert_eq!(serve.host.to_string(), "::1");
    assert_eq!((serve.port, serve.toolchain), (0, None));
    assert_eq!(serve.names, ["a.example", "b.example"]);
    let clients = serve.clients.clients();
    assert_eq!(clients.header.unwrap(), "x-forwarded-for");
    assert_eq!(clients.proxies.len(), 2);
    let usual = ConnectionOptions::default();
    assert_eq!(serve.connections.options(), ConnectionOptions { all: 900, ..usual });
    assert!(parse(&["--assets=a", "--client-connections=0"]).is_err());
    assert!(parse(&["--help"]).unwrap_err().contains("--drafts-largest"));
}

#[test]
fn what_is_about_platform_servers_is_read() {
    let line = [
        "--assets=a",
        "--platform-host",
        "http://127.0.0.1:*",
        "--platform-host=*.example.com",
        "--platform-deny=203.0.113.0/24",
        "--platform-deny=2001:db8::7",
        "--platform-password=encoded",
    ];
    let platforms = parse(&line).unwrap().serve.platforms;
    assert_eq!((platforms.protocols.hosts.len(), platforms.protocols.never.len()), (2, 2));
    assert_eq!(platforms.password(), PasswordForm::Encoded);
    let program = parse(&["--assets=a", "--platform-password-helper=/bin/p"]).unwrap().serve.platforms;
    assert_eq!(program.password(), PasswordForm::Program("/bin/p".into()));
    assert!(parse(&["--assets=a", "--platform-host", "ftp://x"]).unwrap_err().contains("host pattern"));
    assert!(parse(&["--assets=a", "--platform-password", "md5"]).unwrap_err().contains("plain or encoded"));
}

#[test]
fn discovery_takes_an_address() {
    let digits = "ABcd".repeat(16);
    let line = ["discover", "dev.example.com", "--certificate", &digits];
    let Some(Task::Discover(discover)) = parse(&line).unwrap().task else {
        panic!("it is right");
    };
    let accepted = Some(Fingerprint("abcd".repeat(16)));
    assert_eq!((discover.address.as_str(), discover.certificate), ("dev.example.com", accepted));
    assert!(parse(&["discover"]).unwrap_err().contains("<ADDRESS>"));
    assert!(parse(&["discover", "a", "b"]).is_err());
}

#[test]
fn what_is_wrong_is_named() {
    assert!(parse(&[]).unwrap_err().contains("--assets"));
    assert!(parse(&["--assets=a", "--port", "x"]).unwrap_err().contains('x'));
    assert!(parse(&["--assets=a", "--prot", "1"]).unwrap_err().contains("--prot"));
    assert!(parse(&["--assets=a", "--host", "name"]).unwrap_err().contains("IP address"));
    assert!(parse(&["--assets=a", "--trusted-proxy", "proxy"]).unwrap_err().contains("10.0.0.0/24"));
    assert!(parse(&["--assets=a", "--client-address=a b"]).is_err());
}

#[test]
fn a_flag_comes_before_the_environment_and_the_environment_before_the_file() {
    let file = file("port = 1\nassets = \"of-file\"\nname = [\"a\", \"b\"]\nno-drafts = true\nlog = \"debug\"\n");
    let config = file.path().to_str().unwrap();
    let environment = [("XIF_STUDIO_SERVER_PORT", "2"), ("XIF_STUDIO_SERVER_LOG", "warn"), ("PORT", "9")];
    let serve = with(&["--config", config, "--port", "3"], &environment).unwrap().serve;
    assert_eq!((serve.port, serve.assets, serve.operation.log), (3, Some("of-file".into()), Level::Warn));
    assert_eq!(serve.names, ["a", "b"]);
    assert!(serve.drafts.no_drafts);
    let named = [("XIF_STUDIO_SERVER_CONFIG", config), ("XIF_STUDIO_SERVER_NAME", "c d")];
    let serve = with(&["--name=e"], &named).unwrap().serve;
    assert_eq!((serve.port, serve.names), (1, vec!["e".into()]));
    assert_eq!(with(&[], &named).unwrap().serve.names, ["c", "d"]);
}

#[test]
fn a_task_takes_the_settings_that_it_knows() {
    let file = file("port = 1\nplatform-host = [\"dev.example.com\"]\n");
    let config = [("XIF_STUDIO_SERVER_CONFIG", file.path().to_str().unwrap())];
    let Some(Task::Discover(discover)) = with(&["discover", "dev.example.com"], &config).unwrap().task else {
        panic!("it is right");
    };
    assert_eq!(discover.protocols.hosts.len(), 1);
}

#[test]
fn settings_that_do_not_exist_are_refused_wherever_they_stand() {
    assert!(with(&["--assets=a"], &[("XIF_STUDIO_SERVER_PROT", "1")]).unwrap_err().contains("--prot"));
    for (text, wanted) in [
        ("prot = 1", "prot"),
        ("config = \"other\"", "config"),
        ("port = [1]", "a text or a number"),
        ("no-drafts = 1", "true or false"),
        ("name = [[\"a\"]]", "a list of texts"),
        ("port", "not TOML"),
    ] {
        let file = file(text);
        let refused = parse(&["--assets=a", "--config", file.path().to_str().unwrap()]).unwrap_err();
        assert!(refused.contains(wanted), "{text}: {refused}");
    }
    assert!(parse(&["--assets=a", "--config=/nowhere/x"]).unwrap_err().contains("/nowhere/x"));
}

#[test]
fn what_is_about_the_sandbox_is_read() {
    let sandbox = parse(&["--assets=a"]).unwrap().serve.sandbox;
    assert_eq!(sandbox, SandboxOptions::default());
    let sandbox =
        parse(&["--assets=a", "--sandbox-cgroup", "required", "--sandbox-user=300000"]).unwrap().serve.sandbox;
    assert_eq!((sandbox.cgroup, sandbox.first_user), (CgroupChoice::Required, 300_000));
    let chosen = with(&["--assets=a"], &[("XIF_STUDIO_SERVER_SANDBOX_CGROUP", "off")]).unwrap().serve.sandbox;
    assert_eq!(chosen.cgroup, CgroupChoice::Off);
    assert!(parse(&["--assets=a", "--sandbox-cgroup", "on"]).unwrap_err().contains("required"));
    for id in ["0", "1000", "4294967295", "x"] {
        assert!(parse(&["--assets=a", "--sandbox-user", id]).unwrap_err().contains("from 100000"), "{id}");
    }
}

/// The table of all settings, as the operator reads it.
fn table() -> String {
    let command = command();
    let mut rows = String::new();
    for argument in command.get_arguments().filter(|argument| argument.get_long().is_some()) {
        let (Some(name), false) = (argument.get_long(), argument.get_id() == "help") else { continue };
        let names = argument.get_value_names().filter(|_| argument.get_action().takes_values());
        let value = names.map(|names| format!(" {}", names.join(" "))).unwrap_or_default();
        let default: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let text = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let (default, text) = (default.join(" "), text.replace('|', "\\|"));
        rows.extend([&format!("| `--{name}{value}` | {default} | {text} |"), "\n"]);
    }
    rows
}

/// `UPDATE_EXPECT=1` writes the page anew.
#[test]
fn the_operators_page_has_every_setting() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/OPERATING.md");
    let text = std::fs::read_to_string(page).unwrap();
    let (start, rest) = text.split_once("| Setting | Usual | Meaning |\n| --- | --- | --- |\n").unwrap();
    let end = rest.find("\n\n").unwrap() + 1;
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let head = "| Setting | Usual | Meaning |\n| --- | --- | --- |\n";
        std::fs::write(page, format!("{start}{head}{}{}", table(), &rest[end..])).unwrap();
    } else {
        assert_eq!(&rest[..end], table());
    }
}

//! Credentials: brought into the form that a server expects, and kept out of everything that is shown.

use api::platform::Secret;
use api::platform::connect::Credentials;
use api::problem::{Code, Problem};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::sync::Semaphore;

/// The form of the password on the wire. Exactly one is configured, and it is tried once: servers lock users after wrong passwords.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PasswordForm {
    /// As it is; only TLS protects it.
    #[default]
    Plain,
    /// The user types it in the form that the server expects.
    Encoded,
    /// A program of the operator gets it on its standard input and prints that form.
    Program(PathBuf),
}

/// Programs of the operator that run at one time: each log-in starts one.
static RUNNING: Semaphore = Semaphore::const_new(4);

const LONGEST: u64 = 16 << 10;
const PATIENCE: Duration = Duration::from_secs(10);

impl PasswordForm {
    /// What the connect window asks for.
    pub fn credentials(&self) -> Credentials {
        match self {
            Self::Plain | Self::Program(_) => Credentials::Password,
            Self::Encoded => Credentials::EncodedPassword,
        }
    }

    /// The password as it is sent.
    ///
    /// # Errors
    /// When the operator's program fails or does not end in time.
    pub async fn encode(&self, password: &Secret) -> Result<Secret, Problem> {
        match self {
            Self::Plain | Self::Encoded => Ok(password.clone()),
            Self::Program(program) => {
                let _one_of_few = RUNNING.acquire().await;
                let running = run(program, password);
                let encoded = tokio::time::timeout(PATIENCE, running).await;
                let failed = |why: String| Problem::new(Code::PlatformPasswordHelper, why);
                encoded.unwrap_or(Err("The program did not end in time.".into())).map_err(failed)
            }
        }
    }
}

/// Runs the program. What it says of errors may hold the password, so it is not passed on.
async fn run(program: &PathBuf, password: &Secret) -> Result<Secret, String> {
    let mut child = Command::new(program)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("The program could not be started: {}.", error.kind()))?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("The program could not be started.".into());
    };
    let fed = async move { input.write_all(password.reveal().as_bytes()).await };
    let mut printed = String::new();
    let mut limited = output.take(LONGEST);
    let read = limited.read_to_string(&mut printed);
    // A program that does not read its input to the end is none of our business, as long as it prints something.
    let (_fed, read) = tokio::join!(fed, read);
    read.map_err(|_| "The program printed no text.".to_owned())?;
    let status = child.wait().await.map_err(|error| format!("The program was lost: {}.", error.kind()))?;
    let encoded = printed.trim_end_matches(['\r', '\n']);
    match status.success() {
        false => Err(format!("The program ended with an error ({status}).")),
        true if encoded.is_empty() => Err("The program printed nothing.".into()),
        true => Ok(Secret::new(encoded)),
    }
}

/// Takes credentials out of texts, for the case that a server repeats them.
#[derive(Debug, Clone, Default)]
pub struct Scrub(Vec<Secret>);

/// What stands in the place of a secret.
const HIDDEN: &str = "(secret)";

/// Shorter ones stand in ordinary words. They are taken out where they are the whole text of an element.
const SHORTEST: usize = 4;

/// How a secret may stand in a text: as it is, and with its special characters as XML has them by name or by number.
fn forms(secret: &str) -> Vec<String> {
    let named = super::xml::written(secret).map(std::borrow::Cow::into_owned);
    let numbered = |quote: &dyn Fn(char) -> String| -> String {
        secret.chars().map(|each| if "&<>\"'".contains(each) { quote(each) } else { each.to_string() }).collect()
    };
    let decimal = numbered(&|each| format!("&#{};", u32::from(each)));
    let hexadecimal = numbered(&|each| format!("&#x{:X};", u32::from(each)));
    // Most writers give names to the three that they must, and numbers to quotes or nothing.
    let quotes = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let quotes_by_number = quotes.replace('\'', "&#39;").replace('"', "&#34;");
    let mut forms = vec![secret.to_owned()];
    forms.extend(named);
    forms.extend([decimal, hexadecimal, quotes, quotes_by_number]);
    forms
}

impl Scrub {
    /// Takes these out.
    pub fn new(secrets: impl IntoIterator<Item = Secret>) -> Self {
        Self(secrets.into_iter().filter(|secret| !secret.reveal().is_empty()).collect())
    }

    /// The text without them, also in the forms in which XML has them.
    pub fn text(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| {
            let is_short = secret.reveal().len() < SHORTEST;
            forms(secret.reveal()).into_iter().fold(text, |text, form| {
                if is_short {
                    text.replace(&format!(">{form}<"), &format!(">{HIDDEN}<"))
                } else {
                    text.replace(&form, HIDDEN)
                }
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;

    fn program(folder: &tempfile::TempDir, script: &str) -> PasswordForm {
        let path = folder.path().join("helper");
        let mut file = std::fs::File::create(&path).unwrap();
        write!(file, "#!/bin/sh\n{script}\n").unwrap();
        file.set_permissions(std::fs::Permissions::from_mode(0o755)).unwrap();
        PasswordForm::Program(path)
    }

    #[tokio::test]
    async fn a_program_brings_the_password_into_its_form() {
        let folder = tempfile::tempdir().unwrap();
        let form = program(&folder, "printf '#'; /usr/bin/tr a-z A-Z; echo");
        let encoded = form.encode(&Secret::new("p4ss \u{e9}")).await.unwrap();
        assert_eq!(encoded.reveal(), "#P4SS \u{e9}");
    }

    #[tokio::test]
    async fn a_program_that_fails_says_nothing_of_the_password() {
        for script in ["/bin/cat >&2; exit 3", "exit 0", "/bin/sleep 60", "printf '\\377'"] {
            let folder = tempfile::tempdir().unwrap();
            tokio::time::pause();
            let refused = program(&folder, script).encode(&Secret::new("p4ssword")).await.unwrap_err();
            assert_eq!(refused.kind(), Some(Code::PlatformPasswordHelper), "{script}");
            assert!(!refused.detail.contains("p4ssword"));
            tokio::time::resume();
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn few_programs_run_at_one_time() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().display();
        let count = format!("mkdir -p {place}/now; : >{place}/now/$$; ls {place}/now | wc -l >>{place}/counts");
        let form = program(&folder, &format!("PATH=/usr/bin:/bin\n{count}\nsleep 0.3; rm {place}/now/$$; echo form"));
        let log_ins = (0..12).map(|_| {
            let form = form.clone();
            tokio::spawn(async move { form.encode(&Secret::new("p4ssword")).await })
        });
        for log_in in log_ins.collect::<Vec<_>>() {
            assert_eq!(log_in.await.unwrap().unwrap().reveal(), "form");
        }
        let counts = std::fs::read_to_string(folder.path().join("counts")).unwrap();
        let counts: Vec<usize> = counts.lines().map(|count| count.trim().parse().unwrap()).collect();
        assert!(counts.len() == 12 && counts.iter().all(|count| *count <= 4), "{counts:?}");
        assert!(counts.iter().any(|count| *count > 1), "some run side by side: {counts:?}");
    }

    #[test]
    fn credentials_are_taken_out_of_texts() {
        let scrub = Scrub::new([Secret::new("a<b>c&d"), Secret::new("abc")]);
        assert_eq!(scrub.text("x a<b>c&d y a&lt;b&gt;c&amp;d abc"), "x (secret) y (secret) abc");
        assert_eq!(scrub.text("<user>abc</user> abc"), "<user>(secret)</user> abc");
        let quoted = Scrub::new([Secret::new("it's <\"1\">")]);
        for form in [
            "it&apos;s &lt;&quot;1&quot;&gt;",
            "it&#39;s &lt;&#34;1&#34;&gt;",
            "it's &lt;\"1\"&gt;",
            "it&#x27;s &#x3C;&#x22;1&#x22;&#x3E;",
        ] {
            assert_eq!(quoted.text(form), "(secret)", "{form}");
        }
    }
}

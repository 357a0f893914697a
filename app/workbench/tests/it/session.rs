//! A studio's server of another version.

use api::version::Mismatch;
use workbench::errors::Code;
use workbench::{Command, NoticeKind, SessionCommand};

use crate::host::{Host, new_extension};

#[test]
fn it_is_told_once_with_what_to_do_and_the_document_stays() {
    let mut host = Host::default();
    host.run(new_extension("Bank"));
    let before = host.workbench.document().unwrap().extension().clone();
    for _ in 0..3 {
        host.run(SessionCommand::MetServer(Mismatch::Newer));
    }
    let told: Vec<_> =
        host.workbench.notices().iter().filter(|one| one.code == Some(Code::OtherVersion.into())).cloned().collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].kind == NoticeKind::Error && told[0].text.contains("too old"), "{told:?}");
    assert!(told[0].details[0].contains("Nothing is lost"), "{told:?}");
    assert_eq!(
        (told[0].offers[0].label.as_str(), &told[0].offers[0].command),
        ("Reload", &Command::Session(SessionCommand::ReloadPage))
    );
    host.run(SessionCommand::Dismiss(told[0].id));
    host.run(SessionCommand::MetServer(Mismatch::Newer));
    assert!(!host.workbench.notices().iter().any(|one| one.code == Some(Code::OtherVersion.into())), "it was told");
    assert_eq!(host.workbench.document().unwrap().extension(), &before);
    host.run(SessionCommand::MetServer(Mismatch::Older));
    assert!(host.workbench.notices().last().unwrap().text.contains("too new"));
}

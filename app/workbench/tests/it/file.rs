//! The file goes with its document: no save reaches the file of another one.

use extension::{Description, Edit};
use support::document::name;
use workbench::{
    AutosaveCommand, Choice, DocumentCommand, FileCommand, FileHandle, Keeping, SessionCommand, StoredDraft,
};

use crate::host::{Host, document, new_extension};

/// A studio that keeps drafts, with two files on the disk.
fn with_files() -> (Host, [(FileHandle, Vec<u8>); 2]) {
    let mut host = Host::default();
    let files = [(1, "Bank"), (2, "Shop")].map(|(number, stem)| {
        host.run(new_extension(stem));
        host.run(FileCommand::Save);
        let (_, bytes) = host.written.pop().unwrap();
        (FileHandle::from_number(number), bytes)
    });
    let mut host = Host::default();
    host.run(AutosaveCommand::SetKeeping(Keeping::Works));
    (host, files)
}

fn open(host: &mut Host, file_name: &str, (handle, bytes): &(FileHandle, Vec<u8>)) {
    host.run(FileCommand::Open { file_name: file_name.into(), bytes: bytes.clone(), handle: Some(*handle) });
}

fn describe(host: &mut Host, text: &str) {
    host.run(DocumentCommand::Edit(Edit::SetDescription(Description::new(text).unwrap())));
}

/// What Save writes to.
fn saved_to(host: &mut Host) -> Option<FileHandle> {
    host.run(FileCommand::Save);
    *host.written_to.last().unwrap()
}

#[test]
fn a_document_is_saved_to_the_file_it_came_from() {
    let (mut host, [bank, shop]) = with_files();
    open(&mut host, "Bank.xif", &bank);
    assert_eq!(host.remembered.get(&document(&host).draft()), Some(&bank.0));
    describe(&mut host, "Changed");
    assert_eq!(saved_to(&mut host), Some(bank.0));
    open(&mut host, "Shop.xif", &shop);
    assert_eq!(saved_to(&mut host), Some(shop.0));
    host.run(new_extension("Third"));
    assert_eq!(saved_to(&mut host), None, "a new extension has no file");
}

#[test]
fn a_file_that_was_not_opened_after_all_is_not_written() {
    let (mut host, [bank, shop]) = with_files();
    open(&mut host, "Bank.xif", &bank);
    open(&mut host, "Broken.xif", &(shop.0, b"no xif".to_vec()));
    assert_eq!(saved_to(&mut host), Some(bank.0), "a file that cannot be read");

    let mut host = Host::default();
    open(&mut host, "Bank.xif", &bank);
    describe(&mut host, "Unsaved");
    open(&mut host, "Shop.xif", &shop);
    host.run(SessionCommand::Answer(Choice::Cancel));
    assert_eq!(document(&host).extension().name, name("Bank"));
    assert_eq!(saved_to(&mut host), Some(bank.0), "the user stayed with the document");
}

#[test]
fn the_file_that_the_user_chooses_is_the_documents_from_then_on() {
    let (mut host, [bank, shop]) = with_files();
    open(&mut host, "Bank.xif", &bank);
    host.chosen_file = Some(shop.0);
    host.run(FileCommand::SaveAs);
    assert_eq!(host.written_to.last(), Some(&None), "the user is asked");
    assert_eq!(host.remembered[&document(&host).draft()], shop.0);
    assert_eq!(saved_to(&mut host), Some(shop.0));
}

#[test]
fn a_draft_brings_its_file_along_and_a_copy_of_it_does_not() {
    let (mut host, [bank, _]) = with_files();
    open(&mut host, "Bank.xif", &bank);
    describe(&mut host, "Changed");
    let id = document(&host).draft();
    let handle = host.remembered.get(&id).copied();
    let stored = StoredDraft { id, name: "Bank".into(), parts: host.drafts[&id].clone(), handle };
    let mut again = Host::default();
    again.run(AutosaveCommand::SetKeeping(Keeping::Works));
    again.run(AutosaveCommand::Open { draft: stored, leads: true });
    assert_eq!(saved_to(&mut again), Some(bank.0));
    again.run(AutosaveCommand::SplitOff);
    describe(&mut again, "On its own");
    assert_eq!(saved_to(&mut again), None, "the file is the other page's");
}

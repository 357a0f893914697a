//! Entities from tables: the window, its preview, what it makes, and what it refreshes.

use std::collections::BTreeSet;

use database::{Dialect, PlanChange, SourceKind};
use extension::{BasicType, DataType, Edit, EntityAttributeEdit, EntityEdit};
use workbench::{
    DocumentCommand, FileCommand, NewFile, NoticeKind, TableImportCommand as Tables, TableImporting, TablePreview,
};

use crate::host::{Host, document, extension, new_extension, undo_name};

const SHOP: &str = "CREATE TABLE customer (id serial PRIMARY KEY, name varchar(80) NOT NULL, shape polygon);
CREATE TABLE purchase (id bigserial PRIMARY KEY, customer_id int REFERENCES customer, total numeric(12,2));
CREATE TABLE (x int);
CREATE TABLE line (purchase_id bigint REFERENCES purchase, place int, PRIMARY KEY (purchase_id, place));
CREATE VIEW names AS SELECT name FROM customer;";

fn importing(host: &Host) -> &TableImporting {
    host.workbench.table_importing().unwrap()
}

fn preview(host: &Host) -> &TablePreview {
    importing(host).preview.as_ref().unwrap()
}

fn file(path: &str, bytes: &[u8]) -> NewFile {
    NewFile { path: path.to_owned(), bytes: bytes.to_vec() }
}

/// The window with the shop's script.
fn opened() -> Host {
    let mut host = Host::default();
    host.run(new_extension("Shop"));
    host.run(Tables::Begin { entity: None });
    host.run(Tables::TakeText(SHOP.to_owned()));
    host
}

#[test]
fn a_script_is_read_and_says_what_it_offers() {
    let mut host = opened();
    let shown = importing(&host);
    let source = shown.source.as_ref().unwrap();
    assert_eq!((source.kind, source.dialect, source.has_rows), (SourceKind::Script, Dialect::PostgreSql, false));
    let names: Vec<&str> = shown.tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["customer", "purchase", "line", "names"]);
    assert_eq!(shown.checked.len(), 4);
    assert!(shown.troubles[0].starts_with("Line 3: "), "{:?}", shown.troubles);
    assert_eq!(shown.tables[1].references[0].place, Some(0));
    assert_eq!(shown.tables[0].columns[0].about, "serial, not null, primary key, number made by the database");
    assert_eq!((&*shown.tables[0].columns[2].becomes, shown.tables[3].is_view), ("", true));
    // Looking changed nothing.
    assert_eq!(document(&host).history().steps().len(), 1);
    host.run(Tables::SetDialect(Some(Dialect::MySql)));
    let source = importing(&host).source.clone().unwrap();
    assert_eq!((source.dialect, source.suggested), (Dialect::MySql, Some(Dialect::PostgreSql)));
}

#[test]
fn what_is_no_table_is_refused_and_what_was_read_stays() {
    let mut host = opened();
    host.run(Tables::TakeText("SELECT 1".to_owned()));
    assert!(importing(&host).failure.as_deref().unwrap().contains("makes no table"), "{:?}", importing(&host).failure);
    for (name, bytes) in
        [("a.sql", &b"CREATE TABLE a (\xe4 int)"[..]), ("b.xlsx", b"PK\x03\x04"), ("c.db", b"SQLite format 3\0")]
    {
        host.run(Tables::TakeFiles(vec![file(name, bytes)]));
        assert!(importing(&host).failure.as_deref().unwrap().starts_with(name), "{:?}", importing(&host).failure);
    }
    assert_eq!(importing(&host).tables.len(), 4);
    host.run(Tables::Preview);
    assert_eq!(preview(&host).plan.entities.len(), 4);
}

#[test]
fn tables_become_entities_as_one_step() {
    let mut host = opened();
    host.run(Tables::Check { tables: BTreeSet::from([0, 1, 3, 99]), is_checked: false });
    assert_eq!(*importing(&host).checked, BTreeSet::from([2]));
    host.run(Tables::CheckReferenced);
    assert_eq!(*importing(&host).checked, BTreeSet::from([0, 1, 2]));
    host.run(Tables::SetLogicalDatabase(" SHOPDB ".to_owned()));
    host.run(Tables::Preview);
    for change in [
        PlanChange::EntityName("Buyer".to_owned()),
        PlanChange::AttributeName(1, "FullName".to_owned()),
        PlanChange::DataType(1, Some(BasicType::Email)),
    ] {
        host.run(Tables::Change { entity: 0, change });
        assert!(preview(&host).refused.is_empty());
    }
    host.run(Tables::Change { entity: 1, change: PlanChange::EntityName("buyer".to_owned()) });
    let field = PlanChange::EntityName(String::new());
    assert_eq!(preview(&host).refused(1, &field), Some(("buyer", "Another entity has the name buyer.")));
    // Another change leaves the refused name in its field, and nothing is imported as long as it stands there.
    host.run(Tables::Change { entity: 1, change: PlanChange::Mandatory(1, true) });
    host.run(Tables::Import);
    assert_eq!((extension(&host).entities.len(), preview(&host).refused.len()), (0, 1));
    host.run(Tables::Change { entity: 0, change: PlanChange::DataType(0, Some(BasicType::Date)) });
    assert!(
        importing(&host).failure.as_deref().unwrap().starts_with("id is the Identifier"),
        "{:?}",
        importing(&host).failure
    );
    host.run(Tables::Change { entity: 1, change: PlanChange::EntityName("purchase".to_owned()) });
    assert_eq!((importing(&host).failure.clone(), preview(&host).refused.len()), (None, 0));
    assert_eq!(preview(&host).plan.entities[1].name, "purchase");
    host.run(Tables::SaveReport);
    let (name, report) = host.written.last().unwrap();
    assert_eq!(name, "Import of pasted text.txt");
    let report = String::from_utf8_lossy(report);
    for line in [
        "Entity Buyer: customer\r\n",
        "  - FullName: Email <- name varchar(80) (chosen by hand)\r\n",
        "composite keys",
        "Not read: Line 3",
    ] {
        assert!(report.contains(line), "{line} is not in {report}");
    }
    host.run(Tables::Import);
    assert!(host.workbench.table_importing().is_none());
    let [buyer, purchase, line] = [0, 1, 2].map(|at| extension(&host).entities[at].clone());
    assert_eq!((buyer.name.as_str(), &*buyer.logical_database), ("Buyer", "SHOPDB"));
    assert_eq!(purchase.attributes[1].data_type, DataType::EntityIdentifier(buyer.key));
    assert_eq!(line.identifier, None);
    assert_eq!(host.selected.len(), 3);
    assert_eq!(undo_name(&host), "Import 3 entities");
    let notice = host.workbench.notices().last().unwrap();
    assert_eq!((notice.kind, &*notice.text), (NoticeKind::Warning, "Imported 3 entities from pasted text."));
    assert!(notice.details.iter().any(|line| line.starts_with("line: The primary key has 2 columns")), "{notice:?}");
    host.run(DocumentCommand::Undo);
    assert_eq!(extension(&host).entities.len(), 0);
}

#[test]
fn a_second_import_refreshes_and_keeps_what_was_made_by_hand() {
    let mut host = opened();
    host.run(Tables::Preview);
    host.run(Tables::Import);
    let customer = extension(&host).entities[0].clone();
    let name = customer.attributes[1].key;
    let by_hand = EntityEdit::Attribute(name, EntityAttributeEdit::SetDataType(BasicType::Email.into()));
    host.run(DocumentCommand::Edit(Edit::Entity(customer.key, by_hand)));
    host.run(Tables::Begin { entity: Some(customer.key) });
    assert_eq!(importing(&host).entity.as_deref(), Some("customer"));
    let later = "CREATE TABLE customer (id serial PRIMARY KEY, phone varchar(20), name varchar(120) NOT NULL);
        CREATE TABLE other (id int);";
    host.run(Tables::TakeFiles(vec![file("later.sql", later.as_bytes())]));
    assert_eq!(*importing(&host).checked, BTreeSet::from([0]));
    assert_eq!(importing(&host).tables[0].entity.as_deref(), Some("customer"));
    host.run(Tables::Preview);
    assert_eq!(preview(&host).plan.entities.len(), 0);
    let changes: Vec<(String, bool)> = preview(&host).refresh.entities[0]
        .changes
        .iter()
        .map(|change| (format!("{}: {}", change.name, change.what), change.is_taken))
        .collect();
    let expected = [
        ("name: Original Type: varchar(80) → varchar(120)", true),
        ("name: Data Type: Email → Text; Length: 80 → 120", false),
        ("shape: the column is gone", false),
        ("phone: new column phone varchar(20)", true),
    ];
    assert_eq!(changes, expected.map(|(text, is_taken)| (text.to_owned(), is_taken)));
    host.run(Tables::Take { entity: 0, change: 2, is_taken: true });
    host.run(Tables::Import);
    let after = extension(&host).entities[0].clone();
    let names: Vec<&str> = after.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(names, ["id", "phone", "name"]);
    let kept = &after.attributes[2];
    assert_eq!(
        (kept.key, kept.data_type.clone(), &*kept.original_type),
        (name, BasicType::Email.into(), "varchar(120)")
    );
    assert_eq!(after.key, customer.key);
    assert_eq!(undo_name(&host), "Refresh entity customer");
    host.run(DocumentCommand::Undo);
    assert_eq!(extension(&host).entities[0].attributes.len(), 3);
}

#[test]
fn pasted_rows_become_a_table_with_a_look_at_them() {
    let mut host = Host::default();
    host.run(new_extension("Shop"));
    host.run(Tables::Begin { entity: None });
    host.run(Tables::TakeText("Id\tName\tBorn\n1\tAnn\t1990-02-01\n2\tBob\t\n".to_owned()));
    let shown = importing(&host);
    assert_eq!(shown.failure, None);
    assert_eq!(shown.source.as_ref().unwrap().kind, SourceKind::Rows);
    host.run(Tables::Look(0));
    let (place, rows) = importing(&host).rows.clone().unwrap();
    let rows = rows.as_ref().clone().unwrap();
    assert_eq!((place, rows.columns.len(), rows.rows[1][2].clone()), (0, 3, None));
    host.run(Tables::Preview);
    let entity = &preview(&host).plan.entities[0];
    assert_eq!((entity.name.as_str(), entity.identifier), ("Table1", Some(0)));
    let reasons: Vec<String> = entity.attributes.iter().map(|attribute| attribute.reason.to_string()).collect();
    assert_eq!(reasons[2], "guessed: its only value is one of days");
    host.run(Tables::Change { entity: 0, change: PlanChange::PhysicalTable("dbo.People".to_owned()) });
    host.run(Tables::Import);
    assert_eq!(&*extension(&host).entities[0].physical_table, "dbo.People");
}

#[test]
fn another_document_closes_the_window() {
    let mut host = opened();
    host.run(FileCommand::Save);
    host.run(FileCommand::Close);
    assert!(host.workbench.table_importing().is_none());
    host.run(Tables::Begin { entity: None });
    assert!(host.workbench.table_importing().is_none());
}

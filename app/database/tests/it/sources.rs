//! SQLite files, rows and workbooks as tables.

use std::fmt::Write;
use std::sync::Arc;

use database::script::Limits;
use database::{Dialect, FirstRows, Plan, Selection, Source, SourceError, SourceKind};
use expect_test::{ExpectFile, expect_file};
use support::document::{empty, time};
use support::keys::Keys;

use crate::random::Random;

const SHOP: &[u8] = include_bytes!("files/shop.db");
const UTF16: &[u8] = include_bytes!("files/utf16.db");
const PEOPLE: &[u8] = include_bytes!("files/people.xlsx");
const OTHER: &[u8] = include_bytes!("files/other.xlsx");

fn read(name: &str, bytes: &[u8]) -> Result<Source, SourceError> {
    Source::read(SourceKind::of(name, bytes), name, bytes.into(), None, &Limits::default())
}

fn rows(source: &Source, place: usize) -> FirstRows {
    source.first_rows(place).unwrap().unwrap()
}

/// The entities of a source, a line for each attribute with its reason.
fn check(source: &Source, expected: &ExpectFile) {
    let plan = Plan::new(&source.catalog, &Selection::default(), &empty("Shop")).unwrap();
    let mut shown = String::new();
    for entity in &plan.entities {
        writeln!(shown, "{} = {}", entity.name, entity.physical_table).unwrap();
        for (at, attribute) in entity.attributes.iter().enumerate() {
            let mark = if entity.identifier == Some(at) { "*" } else { " " };
            let sizes: String =
                [attribute.length, attribute.decimals].iter().flatten().map(|size| format!(" {size}")).collect();
            let mandatory = if attribute.is_mandatory { " mandatory" } else { "" };
            writeln!(
                shown,
                "{mark} {}: {}{sizes}{mandatory} <- {} {} [{}]",
                attribute.name,
                plan.type_label(attribute.data_type),
                attribute.column,
                attribute.column_type,
                attribute.reason
            )
            .unwrap();
        }
    }
    for trouble in &source.troubles {
        writeln!(shown, "{trouble}").unwrap();
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_sqlite_file_has_a_schema_and_rows() {
    let source = read("shop.db", SHOP).unwrap();
    assert_eq!((source.kind, source.catalog.dialect), (SourceKind::Sqlite, Dialect::Sqlite));
    check(&source, &expect_file!["files/shop.txt"]);
    let customers = rows(&source, 0);
    assert_eq!((customers.rows.len(), customers.has_more), (50, true));
    let shown = |row: usize, column: usize| customers.rows[row][column].clone().unwrap_or_default();
    assert_eq!((shown(0, 0), shown(0, 1), shown(49, 0)), ("1".into(), "Nätalie 1".into(), "50".into()));
    // A text of 2,000 characters lies on overflow pages of 512 bytes.
    assert_eq!(shown(1, 2), "long ".repeat(400));
    assert_eq!((shown(2, 3), shown(2, 4), customers.rows[0][3].clone()), ("3 bytes".into(), "1.5".into(), None));
    let purchases = rows(&source, 1);
    assert_eq!(purchases.rows[0], ["-5", "1", "12.5", ""].map(|it| Some(it.to_owned()).filter(|it| !it.is_empty())));
    assert_eq!(purchases.rows[1][0].as_deref(), Some("1099511627776"));
    assert_eq!(
        source.first_rows(2).unwrap_err().to_string(),
        "pair is a table WITHOUT ROWID, whose rows are not shown."
    );
    assert_eq!(source.first_rows(3).unwrap_err().to_string(), "names has no rows of its own.");
}

#[test]
fn texts_of_a_sqlite_file_can_be_utf_16() {
    let source = read("utf16.db", UTF16).unwrap();
    assert_eq!(source.catalog.tables.len(), 4);
    let customers = rows(&source, 0);
    assert_eq!((customers.rows[2][1].as_deref(), customers.has_more), (Some("Nätalie 3"), false));
}

#[test]
fn the_sheets_of_a_workbook_are_tables() {
    let source = read("people.xlsx", PEOPLE).unwrap();
    assert_eq!(source.kind, SourceKind::Workbook);
    check(&source, &expect_file!["files/people.txt"]);
    let people = rows(&source, 0);
    assert_eq!(people.rows[0][1].as_deref(), Some("Ann & Bo"));
    assert_eq!((people.rows[0][2].as_deref(), people.rows[1][4].as_deref()), (Some("1990-02-01"), Some("0.3")));
    let other = read("other.xlsx", OTHER).unwrap();
    check(&other, &expect_file!["files/other.txt"]);
    assert_eq!(rows(&other, 0).rows[0][1].as_deref(), Some("2024-05-31 10:30:00"));
    assert_eq!(rows(&other, 0).rows[1][1].as_deref(), Some("ab"));
}

#[test]
fn rows_have_their_names_in_the_first() {
    let text = "\u{feff}id;Name;Price;When;Zip\r\n1;\"Ann; \"\"A\"\"\";1.25;2024-05-31;01234\r\n2;Bob;;2024-06-01;99999;more\r\n\r\n";
    let source = read("folder/price list.csv", text.as_bytes()).unwrap();
    check(&source, &expect_file!["files/rows.txt"]);
    let first = rows(&source, 0);
    assert_eq!(first.rows.len(), 2);
    assert_eq!(first.rows[0][1].as_deref(), Some("Ann; \"A\""));
    assert_eq!((first.rows[0][5].clone(), first.rows[1][5].as_deref()), (None, Some("more")));
    let one = Source::read_text("T", "a,b\n1,2\n", Some(Dialect::Oracle), &Limits::default()).unwrap();
    assert_eq!((one.kind, one.catalog.dialect), (SourceKind::Rows, Dialect::Oracle));
    let script = Source::read_text("T", "CREATE TABLE a (x int, y int)", None, &Limits::default()).unwrap();
    assert_eq!(script.kind, SourceKind::Script);
}

#[test]
fn what_gives_nothing_is_told() {
    let told = |name: &str, bytes: &[u8]| read(name, bytes).unwrap_err().to_string();
    assert_eq!(told("a.csv", b""), "There are no rows: the first row has the names of the columns.");
    assert_eq!(told("a.csv", b" , \n"), "There are no rows: the first row has the names of the columns.");
    assert!(told("a.csv", b"\xff\xff").contains("line 1"));
    assert!(told("a.csv", ",".repeat(2000).replace(',', "a,").as_bytes()).contains("more than 1024 columns"));
    assert!(told("a.xlsx", b"PK\x03\x04").starts_with("The file is not an .xlsx workbook: "));
    let zip = support::archive::zip_of(&[("word/document.xml", b"<x/>")]);
    assert!(told("a.docx", &zip).contains("it has no xl/workbook.xml"));
    assert_eq!(told("a.db", b"SQLite format 3\0"), "The file is not a SQLite database, or it is encrypted.");
    let mut cut = SHOP.to_vec();
    cut.truncate(1024);
    assert!(told("a.db", &cut).starts_with("The SQLite file is damaged: page "), "{}", told("a.db", &cut));
    let mut circle = SHOP.to_vec();
    // The first page leads to itself: its kind, no cells, and its last child.
    circle[100] = 5;
    circle[103..105].copy_from_slice(&[0, 0]);
    circle[108..112].copy_from_slice(&[0, 0, 0, 1]);
    assert_eq!(told("a.db", &circle), "The SQLite file is damaged: page 1 leads back to itself.");
}

#[test]
fn a_cell_far_away_takes_no_memory() {
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>
        <row r="1048576"><c r="B1048576"><v>1</v></c></row></sheetData></worksheet>"#;
    let read = |sheet: &str| {
        let workbook = r#"<workbook xmlns:r="x"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>"#;
        let relations = r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#;
        let zip = support::archive::zip_of(&[
            ("xl/workbook.xml", workbook.as_bytes()),
            ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ]);
        read("s.xlsx", &zip)
    };
    assert_eq!(read(sheet).unwrap().catalog.tables[0].columns.len(), 2);
    let wide = sheet.replace("B1048576", "XFD1048576");
    assert_eq!(read(&wide).unwrap_err().to_string(), "S has more than 1024 columns.");
    assert!(read("<worksheet><sheetData><row><c></row>").is_err());
}

#[test]
fn no_bytes_make_it_panic() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let csv = b"a,b\n1,2\n\"x\",3\n";
    for (name, bytes, times) in
        [("a.db", SHOP, 3_000), ("b.db", UTF16, 1_000), ("a.xlsx", PEOPLE, 500), ("a.csv", &csv[..], 500)]
    {
        for _ in 0..times {
            let mut mutated = bytes.to_vec();
            for _ in 0..=random.below(6) {
                // The first pages have what leads to the others.
                let at = if random.below(2) == 0 {
                    random.below(mutated.len().min(1_200))
                } else {
                    random.below(mutated.len())
                };
                match random.below(8) {
                    0 => mutated.truncate(at.max(20)),
                    1 => mutated[at] = 0xff,
                    2 => mutated[at] = 0,
                    _ => mutated[at] = u8::try_from(random.below(256)).unwrap(),
                }
            }
            let bytes: Arc<[u8]> = mutated.into();
            let kind = SourceKind::of(name, &bytes);
            let Ok(source) = Source::read(kind, name, bytes, None, &Limits::default()) else { continue };
            for place in 0..source.catalog.tables.len() {
                let _ = source.first_rows(place);
            }
            let plan = Plan::new(&source.catalog, &Selection::default(), &empty("Shop")).unwrap();
            let mut keys = Keys::default().into_source();
            plan.edit(&mut |_| keys(), &time()).unwrap();
        }
    }
}

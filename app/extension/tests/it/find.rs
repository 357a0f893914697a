//! What find finds, where, and how it is shown.

use extension::find::{HIT_LIMIT, Hits, Query, find};
use extension::{
    Action, Description, Direction, Edit, Entity, EntityAttribute, Expression, Extension, Folder, Item, Parameter,
    Property, Structure, StructureAttribute,
};
use support::document::{edited, empty, key, name, resource};

fn file(number: u8, file_name: &str, bytes: &[u8]) -> Edit {
    Edit::AddResource(resource(number, Folder::SOURCE, file_name, bytes))
}

/// “loan” in every property that is searched, and in four files.
fn sample() -> Extension {
    let mut amount = Parameter::new(key(11), name("LoanAmount"), Direction::Output);
    amount.default = Expression::new("\"loan\"");
    let mut action = Action::new(key(10), name("PayLoan"));
    action.description = Description::as_found("Pays the loan,\r\nthe whole LOAN");
    action.parameters = [amount].into_iter().collect();
    let mut attribute = StructureAttribute::new(key(21), name("Loan"));
    (attribute.length, attribute.decimals) = (Expression::new("loan1"), Expression::new("loan2"));
    let mut structure = Structure::new(key(20), name("Loans"));
    structure.attributes = [attribute].into_iter().collect();
    let mut column = EntityAttribute::new(key(31), name("Id"));
    (column.original_name, column.original_type) = ("LOAN ID".into(), "loan_t".into());
    let mut entity = Entity::new(key(30), name("Customer"));
    (entity.physical_table, entity.logical_database) = ("[x].LOANS".into(), "LoanDb".into());
    entity.attributes = [column].into_iter().collect();
    let edits = [
        Edit::AddAction(action, None),
        Edit::AddStructure(structure, None),
        Edit::AddEntity(entity, None),
        file(40, "Bank.cs", "\u{feff}class Bank {\r\n\tint \u{1F4B0}ä = loan;\rx\n// end of Loan".as_bytes()),
        file(41, "loan.png", b"loan"),
        file(42, "latin.txt", b"loan \xe4"),
        file(43, "Big.XML", "loan ".repeat(2_000_000).as_bytes()),
    ];
    edited(&empty("Bank"), &edits)
}

fn query(text: &str) -> Query {
    Query { text: text.to_owned(), ..Query::default() }
}

/// A line for each hit: where it is, and its text with the hit in brackets.
fn shown(extension: &Extension, hits: &Hits) -> Vec<String> {
    let line = |hit: &extension::find::Hit| {
        let path = hit.place.item.path(extension).unwrap();
        let position = hit.line.map_or_else(String::new, |(line, column)| format!(" {line}:{column}"));
        let (before, after) = (&hit.text[..hit.range.start], &hit.text[hit.range.end..]);
        format!("{path} {}{position}: {before}[{}]{after}", hit.place.property.label(), &hit.text[hit.range.clone()])
    };
    hits.hits.iter().map(line).collect()
}

#[test]
fn every_text_is_searched_in_the_order_of_the_document() {
    let bank = sample();
    let hits = find(&bank, &query("loan"), None);
    assert_eq!(
        shown(&bank, &hits),
        [
            "PayLoan Name: Pay[Loan]",
            "PayLoan Description: Pays the [loan],",
            "PayLoan Description: the whole [LOAN]",
            "PayLoan.LoanAmount Name: [Loan]Amount",
            "PayLoan.LoanAmount Default Value: \"[loan]\"",
            "Loans Name: [Loan]s",
            "Loans.Loan Name: [Loan]",
            "Loans.Loan Length: [loan]1",
            "Loans.Loan Decimals: [loan]2",
            "Customer Physical Table Name: [x].[LOAN]S",
            "Customer Logical Database: [Loan]Db",
            "Customer.Id Original Name: [LOAN] ID",
            "Customer.Id Original Type: [loan]_t",
            "Bank.cs Content 2:12: int \u{1F4B0}ä = [loan];",
            "Bank.cs Content 4:11: // end of [Loan]",
            "loan.png Name: [loan].png",
        ]
    );
    assert_eq!((hits.has_more, hits.too_large), (false, vec!["Big.XML".to_owned()]));
}

#[test]
fn one_element_can_be_searched_alone() {
    let bank = sample();
    let count = |item: Item| find(&bank, &query("loan"), Some(item)).hits.len();
    assert_eq!(count(Item::Action(key(10))), 5);
    assert_eq!(count(Item::Parameter { action: key(10), parameter: key(11) }), 5);
    assert_eq!(count(Item::Entity(key(30))), 4);
    assert_eq!(count(Item::Resource(key(40))), 2);
    assert_eq!(count(Item::Structure(key(99))), 0);
    assert_eq!(count(Item::Extension), 16);
}

#[test]
fn case_and_whole_words_are_chosen() {
    let bank = sample();
    let word = Query { whole_word: true, match_case: true, ..query("loan") };
    let found = shown(&bank, &find(&bank, &word, None));
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(find(&bank, &query(""), None), Hits::default());
}

#[test]
fn hits_across_lines_start_on_their_line() {
    let bank = sample();
    let found = shown(&bank, &find(&bank, &query(";\rX\n/"), None));
    assert_eq!(found, ["Bank.cs Content 2:16: int \u{1F4B0}ä = loan[;]"]);
    let found = shown(&bank, &find(&bank, &query("\n"), Some(Item::Resource(key(40)))));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("Bank.cs Content 1:13: class Bank {[]"), "{found:?}");
    assert!(found[1].starts_with("Bank.cs Content 3:2: x[]"), "{found:?}");
}

#[test]
fn long_lines_are_cut_and_hits_are_bounded() {
    let long = format!("{}\t{}", "ä".repeat(300), "loan ".repeat(HIT_LIMIT + 1));
    let bank = edited(&empty("Bank"), &[file(40, "a.txt", long.as_bytes())]);
    let hits = find(&bank, &query("LOAN"), None);
    assert_eq!((hits.hits.len(), hits.has_more), (HIT_LIMIT, true));
    let first = &hits.hits[0];
    assert_eq!(first.place, Item::Resource(key(40)).at(Property::Content));
    assert_eq!(first.line, Some((1, 302)));
    assert_eq!(&first.text[first.range.clone()], "loan");
    assert!(first.text.starts_with("…ää") && first.text.ends_with('…'), "{}", first.text);
    assert_eq!(first.text.chars().count(), 202);
    let very_long = query(&"loan ".repeat(100));
    let hit = find(&bank, &very_long, None).hits.remove(0);
    assert!(hit.text.len() < 400 && hit.text.get(hit.range.clone()).is_some());
}

use std::fmt::Write;

use database::{Dialect, Plan, PlannedEntity, Selection, script};
use expect_test::{ExpectFile, expect_file};
use support::document::empty;

pub(crate) const SCRIPTS: [(Dialect, &str); 6] = [
    (Dialect::SqlServer, include_str!("scripts/sqlserver.sql")),
    (Dialect::Oracle, include_str!("scripts/oracle.sql")),
    (Dialect::MySql, include_str!("scripts/mysql.sql")),
    (Dialect::PostgreSql, include_str!("scripts/postgresql.sql")),
    (Dialect::Db2ForI, include_str!("scripts/db2.sql")),
    (Dialect::Sqlite, include_str!("scripts/sqlite.sql")),
];

/// The script of the dialect, as it was written, with its troubles and entities.
fn check(dialect: Dialect, expected: &ExpectFile) {
    let (_, text) = SCRIPTS.into_iter().find(|(own, _)| *own == dialect).unwrap();
    let read = script::read(text, None, &script::Limits::default()).unwrap();
    assert_eq!(read.catalog.dialect, dialect);
    assert_eq!(read.suggested, None);
    let plan = Plan::new(&read.catalog, &Selection::default(), &empty("Shop")).unwrap();
    let mut shown = String::new();
    for trouble in &read.troubles {
        writeln!(shown, "{trouble}").unwrap();
    }
    for entity in &plan.entities {
        show(&mut shown, &plan, entity);
    }
    for left_out in &plan.left_out {
        writeln!(shown, "\nleft out: {}: {}", left_out.table, left_out.why).unwrap();
    }
    expected.assert_eq(&shown);
}

fn show(shown: &mut String, plan: &Plan, entity: &PlannedEntity) {
    writeln!(shown, "\n{:?} {} = {} {}", entity.kind, entity.name, entity.physical_table, entity.description).unwrap();
    for (place, attribute) in entity.attributes.iter().enumerate() {
        let mark = if entity.identifier == Some(place) { "*" } else { " " };
        let mut line = format!("{mark} {}: {}", attribute.name, plan.type_label(attribute.data_type));
        match (attribute.length, attribute.decimals) {
            (Some(length), Some(decimals)) => write!(line, "({length},{decimals})").unwrap(),
            (Some(length), None) => write!(line, "({length})").unwrap(),
            _ => {}
        }
        let flags = [
            (attribute.is_mandatory, " mandatory"),
            (attribute.is_auto_number, " auto number"),
            (attribute.is_ignored, " ignored"),
        ];
        line.extend(flags.into_iter().filter_map(|(is_set, flag)| is_set.then_some(flag)));
        write!(line, " <- {} {}", attribute.column, attribute.column_type).unwrap();
        if !attribute.reason.is_plain() {
            write!(line, " [{}]", attribute.reason).unwrap();
        }
        if !attribute.description.is_empty() {
            write!(line, " // {}", attribute.description).unwrap();
        }
        writeln!(shown, "{}", line.trim_end()).unwrap();
    }
    for remark in &entity.remarks {
        writeln!(shown, "  ! {remark}").unwrap();
    }
}

#[test]
fn sql_server() {
    check(Dialect::SqlServer, &expect_file!["scripts/sqlserver.txt"]);
}

#[test]
fn oracle() {
    check(Dialect::Oracle, &expect_file!["scripts/oracle.txt"]);
}

#[test]
fn mysql() {
    check(Dialect::MySql, &expect_file!["scripts/mysql.txt"]);
}

#[test]
fn postgresql() {
    check(Dialect::PostgreSql, &expect_file!["scripts/postgresql.txt"]);
}

#[test]
fn db2_for_i() {
    check(Dialect::Db2ForI, &expect_file!["scripts/db2.txt"]);
}

#[test]
fn sqlite() {
    check(Dialect::Sqlite, &expect_file!["scripts/sqlite.txt"]);
}

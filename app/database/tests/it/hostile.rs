use std::time::{Duration, Instant};

use database::script::{Limits, ScriptError, TroubleKind, read};
use database::{Dialect, Plan, Selection};
use support::document::{empty, time};
use support::keys::Keys;

use crate::random::Random;
use crate::scripts::SCRIPTS;

fn kinds(text: &str, dialect: Dialect) -> Vec<(usize, TroubleKind)> {
    let read = read(text, Some(dialect), &Limits::default()).unwrap();
    read.troubles.into_iter().map(|trouble| (trouble.line, trouble.kind)).collect()
}

#[test]
fn a_wrong_statement_costs_nothing_but_itself() {
    let text = "CREATE TABLE a (x int);\nCREATE TABLE (y int);\nCREATE TABLE b (x int, 7 int,\n y);\n\nALTER TABLE gone ADD z int;\n\
                CREATE TABLE a (z int);\nCREATE TABLE c AS SELECT 1;\nALTER TABLE b ADD PRIMARY KEY (nix);\nCREATE TABLE d (x int)";
    let read = read(text, Some(Dialect::SqlServer), &Limits::default()).unwrap();
    let names: Vec<&str> = read.catalog.tables.iter().map(|table| table.name.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "d"]);
    let lines: Vec<usize> = read.troubles.iter().map(|trouble| trouble.line).collect();
    assert_eq!(lines, [2, 3, 6, 7, 8, 9], "{:?}", read.troubles);
    assert_eq!(
        read.troubles[0].to_string(),
        "Line 2: the name of a table was expected, not “(”. The statement was not read."
    );
}

#[test]
fn an_open_quote_is_told_and_does_not_swallow_the_rest() {
    let text = "CREATE TABLE a (x int);\nINSERT INTO a VALUES ('oops);\nCREATE TABLE b (x int);";
    let read = read(text, Some(Dialect::PostgreSql), &Limits::default()).unwrap();
    assert_eq!(read.catalog.tables.len(), 2);
    assert_eq!(kinds(text, Dialect::PostgreSql), [(2, TroubleKind::Unclosed("A text"))]);
}

#[test]
fn the_dialect_is_suggested() {
    for (dialect, text) in SCRIPTS {
        for other in Dialect::ALL {
            let suggested = match read(text, Some(other), &Limits::default()) {
                Ok(read) => read.suggested,
                Err(ScriptError::NoTables { suggested, .. }) => suggested,
                Err(error) => panic!("{error}"),
            };
            assert_eq!(suggested, (other != dialect).then_some(dialect), "{dialect} read as {other}");
        }
    }
}

#[test]
fn limits() {
    let limits = Limits { script: 200, statement: 100, tables: 2, columns: 3, all_columns: 5 };
    let read = |text: &str| read(text, Some(Dialect::SqlServer), &limits);
    assert!(matches!(read(&" ".repeat(201)), Err(ScriptError::TooLarge { bytes: 201, limit: 200 })));
    let tables = "create table a (x int); create table b (x int); create table c (x int)";
    assert_eq!(read(tables), Err(ScriptError::TooManyTables { limit: 2 }));
    let wide = "create table a (x int);\ncreate table b (w int, x int, y int, z int)";
    assert!(matches!(read(wide), Err(ScriptError::TooManyColumns { line: 2, limit: 3, .. })));
    let many = "create table a (x int, y int, z int); create table b (x int, y int, z int)";
    assert!(matches!(read(many), Err(ScriptError::TooManyColumns { limit: 5, .. })));
    let added = "create table a (x int, y int, z int); alter table a add w int";
    assert!(matches!(read(added), Err(ScriptError::TooManyColumns { limit: 3, .. })));
    let long = format!("create table a (x int);\ncreate table b (x int /* {} */)", "-".repeat(90));
    assert_eq!(read(&long).unwrap().troubles[0].kind, TroubleKind::TooLong(100));
    let nothing = read("select 1").unwrap_err();
    assert!(matches!(&nothing, ScriptError::NoTables { suggested: None, .. }), "{nothing}");
}

const PIECES: [&str; 16] =
    ["'", "\"", "`", "[", "]", "(", ")", ",", ";", "/*", "*/", "$$", "\n", "é", "\\", "CREATE TABLE "];

#[test]
fn no_script_makes_it_panic() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for (dialect, text) in SCRIPTS {
        let characters: Vec<char> = text.chars().collect();
        for number in 0..60 {
            let mut mutated = characters.clone();
            for _ in 0..=random.below(4) {
                let at = random.below(mutated.len());
                let end = (at + random.below(40)).min(mutated.len());
                match random.below(4) {
                    0 => drop(mutated.drain(at..end)),
                    1 => mutated.truncate(at.max(10)),
                    2 => drop(mutated.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
                    _ => {
                        let part = mutated[at..end].to_vec();
                        let to = random.below(mutated.len());
                        mutated.splice(to..to, part);
                    }
                }
            }
            let mutated: String = mutated.into_iter().collect();
            let own = if number % 3 == 0 { Dialect::ALL[random.below(6)] } else { dialect };
            if let Ok(read) = read(&mutated, Some(own), &Limits::default()) {
                let plan = Plan::new(&read.catalog, &Selection::default(), &empty("Shop")).unwrap();
                let mut keys = Keys::default().into_source();
                plan.edit(&mut |_| keys(), &time()).unwrap();
            }
        }
    }
}

#[test]
fn deep_and_long_scripts_take_little_time() {
    let started = Instant::now();
    let deep = format!("CREATE TABLE a (x int CHECK ({}x{}));", "(".repeat(200_000), ")".repeat(200_000));
    let many = "CREATE TABLE t (x int);\n".replace('t', "T") + &"'\\'\n".repeat(50_000);
    let blank = " \n".repeat(500_000) + "CREATE TABLE a (x int)";
    let comments = "/*".repeat(200_000) + "\nCREATE TABLE a (x int)";
    let alternatives = format!("CREATE VIEW v AS SELECT 1 AS a WHERE {} 1 = 1", "1 = 1 OR ".repeat(50_000));
    for text in [deep, many, blank, comments, alternatives] {
        for dialect in Dialect::ALL {
            let _ = read(&text, Some(dialect), &Limits::default());
        }
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

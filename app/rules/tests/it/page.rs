use std::fmt::Write as _;

use rules::Rule;

const HEAD: &str = "| Rule | Severity | Demands | Source |\n| --- | --- | --- | --- |\n";

/// The page for readers has every rule. `UPDATE_EXPECT=1` writes its table anew.
#[test]
fn the_page_of_rules_has_every_rule() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/RULES.md");
    let text = std::fs::read_to_string(page).unwrap();
    let (start, table) = text.split_once(HEAD).unwrap();
    let mut rows = String::new();
    for rule in Rule::ALL {
        let severity = format!("{:?}", rule.severity()).to_lowercase();
        writeln!(rows, "| {} | {severity} | {} | {} |", rule.id(), rule.title(), rule.source()).unwrap();
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(page, format!("{start}{HEAD}{rows}")).unwrap();
    } else {
        assert_eq!(table, rows, "UPDATE_EXPECT=1 writes RULES.md anew");
    }
}

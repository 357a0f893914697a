//! Tables of a script as entities.

use std::fs;
use std::path::{Path, PathBuf};

use extension::{DataType, Folder};
use serde_json::Value;

use crate::command::{answer, done, failed, text, xif};
use crate::servers::Servers;

const SCRIPT: &str = "\
CREATE TABLE public.customer (id serial PRIMARY KEY, name varchar(80) NOT NULL, shape polygon, \"timestamp\" timestamp);
CREATE TABLE public.purchase (id bigserial PRIMARY KEY, customer_id int REFERENCES public.customer (id), weight real,
  total numeric(12,2), photo bytea, is_paid boolean, day date);
CREATE TABLE 7 (x int);
COMMENT ON TABLE public.customer IS 'Who buys';
CREATE VIEW public.names AS SELECT name, upper(name) AS loud FROM public.customer;
";

/// A new extension, and a script beside it.
struct Case {
    home: tempfile::TempDir,
    target: PathBuf,
    script: PathBuf,
}

impl Case {
    fn new(target: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let (target, script) = (home.path().join(target), home.path().join("schema.sql"));
        done(&["new", text(&target), "Name=Shop", "--key", "TWBP2nq7fkKmQvXwP0yTdQ"]);
        fs::write(&script, SCRIPT).unwrap();
        Self { home, target, script }
    }

    fn words<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        [&["import-tables", text(&self.target), "--script", text(&self.script)], more].concat()
    }

    fn imported(&self, more: &[&str]) -> Value {
        let output = xif(&[&self.words(more)[..], &["--json"]].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn refused(&self, more: &[&str]) -> Value {
        let (code, message) = failed(&[&self.words(more)[..], &["--json"]].concat());
        assert_eq!(code, 1, "{message}");
        serde_json::from_str::<Value>(&message).unwrap()["error"].clone()
    }
}

fn read(file: &Path) -> extension::Extension {
    xif::read(&fs::read(file).unwrap(), &xif::Limits::default()).unwrap()
}

#[test]
fn tables_become_entities_of_a_file_and_of_a_folder() {
    for target in ["shop.xif", "shop"] {
        let case = Case::new(target);
        let told = case.imported(&["--logical-database", "SHOPDB"]);
        assert_eq!((&told["dialect"], &told["changed"]), (&"postgresql".into(), &true.into()));
        assert_eq!(told["step"], "Import 3 entities");
        assert_eq!(told["elements"], serde_json::json!(["entity:customer", "entity:purchase", "entity:names"]));
        assert_eq!(told["troubles"][0]["line"], 4);
        assert_eq!(told["entities"][0]["attributes"][2]["reason"], "ignored: the platform has no type for it");
        assert_eq!(told["entities"][1]["attributes"][1]["dataType"], "customer Identifier");
        let file = case.home.path().join("packed.xif");
        let file = if case.target.is_dir() {
            done(&["pack", text(&case.target), text(&file)]);
            &file
        } else {
            &case.target
        };
        let extension = read(file);
        let [customer, purchase] = [&extension.entities[0], &extension.entities[1]];
        assert_eq!(customer.description.as_str(), "Who buys");
        assert_eq!((&*customer.physical_table, &*customer.logical_database), ("public.customer", "SHOPDB"));
        assert_eq!(purchase.attributes[1].data_type, DataType::EntityIdentifier(customer.key));
        let source = extension.resource_at(Folder::SOURCE, "Entities.cs").unwrap().content.text().unwrap();
        assert!(source.contains("ENcustomerEntityRecord") && !source.contains("ssshape"), "{source}");

        let again = case.imported(&[]);
        assert_eq!((&again["changed"], again["leftOut"].as_array().unwrap().len()), (&false.into(), 3));
        assert_eq!(again["leftOut"][0]["reason"], "the entity customer has this table already");
    }
}

#[test]
fn the_answer_says_why() {
    let case = Case::new("shop.xif");
    let (code, said, errors) = answer(&case.words(&["--table", "CUSTOMER", "--table", "public.purchase"]));
    assert_eq!(code, 0, "{errors}");
    for line in [
        "customer (public.customer): 4 attributes, id\n",
        "  shape <- shape polygon: ignored: the platform has no type for it\n",
        "  timestamp_ <- timestamp timestamp: Date Time, the platform's mapping\n",
        "  customer_id <- customer_id int: customer Identifier, a foreign key to public.customer\n",
        "  weight <- weight real: Text, the platform maps the type so\n",
        "not chosen: 1 of the tables and views\n",
    ] {
        assert!(said.contains(line), "{line} is not in {said}");
    }
    assert!(errors.contains("Line 4: the name of a table was expected"), "{errors}");
}

#[test]
fn refusals_leave_every_byte() {
    let case = Case::new("shop.xif");
    let before = fs::read(&case.target).unwrap();
    let error = case.refused(&["--table", "nothing"]);
    assert_eq!(error["code"], "F507");
    assert!(error["message"].as_str().unwrap().contains("public.customer"), "{error}");
    fs::write(&case.script, "SELECT 1").unwrap();
    assert_eq!(case.refused(&[])["code"], "F507");
    fs::write(&case.script, b"CREATE TABLE a (\xe4 int)").unwrap();
    assert_eq!(case.refused(&[])["code"], "F508");
    fs::write(&case.script, " ".repeat(51 << 20)).unwrap();
    assert_eq!(case.refused(&[])["code"], "F509");
    let (code, message) = failed(&case.words(&["--dialect", "dbase"]));
    assert!(code == 2 && message.contains("postgresql"), "{message}");
    assert!(fs::read(&case.target).unwrap() == before);
}

#[test]
fn the_generated_code_of_entities_compiles() {
    let Some(servers) = Servers::with_compiler() else { return };
    let case = Case::new("shop.xif");
    case.imported(&[]);
    done(&["add", "action", text(&case.target), "Pay"]);
    done(&["add", "parameter", text(&case.target), "Pay/Customer", "Type=Record (customer)"]);
    done(&["add", "parameter", text(&case.target), "Pay/output:Purchases", "Type=Record List (purchase)"]);
    let (code, said, errors) = answer(&["compile", text(&case.target), "--server", &servers.server]);
    assert!(code == 0 && errors.is_empty(), "{said}{errors}");
    assert!(said.starts_with("Shop: compiled, 0 errors, 0 warnings"), "{said}");
}

/// The answer of an import from another file.
fn imported_from(case: &Case, words: &[&str]) -> Value {
    let output = xif(&[&["import-tables", text(&case.target)], words, &["--json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_database_rows_and_a_workbook_are_imported() {
    let case = Case::new("shop.xif");
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../database/tests/it/files");
    let told = imported_from(&case, &["--sqlite", text(&files.join("shop.db")), "--table", "customer"]);
    assert_eq!((&told["dialect"], &told["elements"]), (&"sqlite".into(), &serde_json::json!(["entity:customer"])));
    let told = imported_from(&case, &["--xlsx", text(&files.join("people.xlsx")), "--dialect", "oracle"]);
    assert_eq!(told["elements"], serde_json::json!(["entity:People", "entity:Orders"]));
    let rows = case.home.path().join("Price list.csv");
    fs::write(&rows, "id,amount\n1,2.5\n2,3\n").unwrap();
    let told = imported_from(&case, &["--csv", text(&rows)]);
    assert_eq!(told["entities"][0]["attributes"][1]["reason"], "guessed: all 2 values are numbers");
    assert_eq!(told["entities"][0]["identifier"], "id");
    let names: Vec<String> = read(&case.target).entities.iter().map(|entity| entity.name.to_string()).collect();
    assert_eq!(names, ["customer", "People", "Orders", "Price_list"]);

    let before = fs::read(&case.target).unwrap();
    let refused = |words: &[&str], status: i32| {
        let (code, message) = failed(&[&["import-tables", text(&case.target)], words, &["--json"]].concat());
        assert_eq!(code, status, "{message}");
        serde_json::from_str::<Value>(&message).unwrap()["error"]["code"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(refused(&["--sqlite", text(&rows)], 1), "F510");
    assert_eq!(refused(&["--xlsx", text(&rows)], 1), "F510");
    assert_eq!(refused(&["--csv", text(&files.join("shop.db"))], 1), "F508");
    assert_ne!(refused(&["--csv", text(&case.home.path().join("none.csv"))], 3), "F510");
    assert_eq!(fs::read(&case.target).unwrap(), before);
}

#[test]
fn a_refresh_takes_what_changed_and_keeps_what_was_made_by_hand() {
    let case = Case::new("shop.xif");
    case.imported(&[]);
    done(&["set", text(&case.target), "customer/name", "Data Type=Email"]);
    let later = "CREATE TABLE public.customer (id serial PRIMARY KEY, phone varchar(20), name varchar(99) NOT NULL,
          \"timestamp\" timestamp); CREATE TABLE public.other (id int); CREATE TABLE public.purchase (id bigserial PRIMARY KEY,
          customer_id int REFERENCES public.customer (id), weight numeric(8,2), total numeric(12,2));";
    fs::write(&case.script, later).unwrap();
    let before = read(&case.target);
    let told =
        case.imported(&["--refresh", "--keep", "purchase/weight", "--take", "customer/shape", "--take", "nobody"]);
    assert_eq!(told["step"], "Import entity other, Refresh entity customer");
    let changes = told["refreshed"][0]["changes"].as_array().unwrap();
    let lines: Vec<String> = changes
        .iter()
        .map(|it| format!("{} {}: {}", it["taken"], it["attribute"].as_str().unwrap(), it["change"].as_str().unwrap()))
        .collect();
    assert_eq!(
        lines,
        [
            "true name: Original Type: varchar(80) → varchar(99)",
            "false name: Data Type: Email → Text; Length: 80 → 99",
            "true shape: the column is gone",
            "true phone: new column phone varchar(20)",
        ]
    );
    let after = read(&case.target);
    let [old, new] = [&before.entities[0], &after.entities[0]];
    assert_eq!((old.key, new.attributes.len()), (new.key, 4));
    assert_eq!(new.attributes[2].key, old.attributes[1].key);
    assert_eq!(before.entities[1].attributes.len(), after.entities[1].attributes.len());
    let source = after.resource_at(Folder::SOURCE, "Entities.cs").unwrap().content.text().unwrap();
    assert!(source.contains("ssphone") && !source.contains("ssshape"), "the sources follow");

    let (code, said, errors) = answer(&case.words(&["--refresh"]));
    assert_eq!(code, 0, "{errors}");
    assert!(said.contains("\n  weight: Original Type: real → numeric(8,2)"), "{said}");
    assert!(said.contains("photo: the column is gone: kept as it is, consumers lose the attribute"), "{said}");
    let (code, _) = failed(&case.words(&["--take", "customer"]));
    assert_eq!(code, 2);
}

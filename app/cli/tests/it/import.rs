//! `xif import`.

use std::path::{Path, PathBuf};

use extension::Folder;
use serde_json::Value;
use support::csharp_toolchain::Toolchain;

use crate::command::{done, failed, text};

fn kinds() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../assembly/tests/it/kinds/kinds.dll")
}

fn new(folder: &Path, name: &str) -> PathBuf {
    let target = folder.join(name);
    done(&["new", text(&target), "Name=Bank", "--key", "TWBP2nq7fkKmQvXwP0yTdQ"]);
    target
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_slice(&done(&[arguments, &["--json"]].concat()).stdout).unwrap()
}

#[test]
fn into_a_xif_and_into_a_folder() {
    let home = tempfile::tempdir().unwrap();
    let (file, folder) = (new(home.path(), "bank.xif"), new(home.path(), "bank"));
    let arguments =
        |target| ["import", target, text(Box::leak(Box::new(kinds()))), "--type", "Kinds.Ways", "--convert"];
    let told = json(&arguments(text(&file)));
    assert_eq!((&told["shape"], &told["step"]), (&1.into(), &"Import from kinds".into()));
    assert_eq!(told["files"], serde_json::json!(["kinds.dll", ".NetAction.ico"]));
    let actions = told["actions"].as_array().unwrap();
    let all = actions.iter().find(|action| action["name"] == "WaysAll").unwrap();
    assert_eq!(
        all["documentationId"],
        "M:Kinds.Ways.All(System.Int32,System.String@,System.DateTime@,System.Guid@,System.Object[])"
    );
    let left_out = told["leftOut"].as_array().unwrap();
    assert!(left_out.iter().any(|left| left["reason"] == "genericMethod"), "{left_out:?}");
    assert_eq!(told["missing"], serde_json::json!([]));

    let out = String::from_utf8(done(&arguments(text(&folder))).stdout).unwrap();
    assert!(out.starts_with("Bank: Import from kinds 0.0.0.0, "), "{out}");
    assert!(
        out.contains("\nAdded kinds.dll\n") && out.contains("\nAdded action:WaysAll for M:Kinds.Ways.All("),
        "{out}"
    );
    assert!(out.contains("\nLeft out Kinds.Ways, "), "{out}");
    let read = xif::read(&std::fs::read(&file).unwrap(), &xif::Limits::default()).unwrap();
    let own = read.resource_at(Folder::SOURCE, "Bank.cs").unwrap().content.text().unwrap();
    assert_eq!(std::fs::read_to_string(folder.join("Source/NET/Bank.cs")).unwrap(), own);
    assert!(own.contains("global::Kinds.Ways.All("), "{own}");
    let project = std::fs::read_to_string(folder.join("Source/NET/Bank.csproj")).unwrap();
    assert!(project.contains("<HintPath>Bin\\kinds.dll</HintPath>"), "{project}");
    assert!(folder.join("Source/NET/Bin/kinds.dll").is_file());
    // The same once more adds the actions under other names, and no file.
    let again = json(&arguments(text(&file)));
    assert_eq!(again["files"], serde_json::json!([]));
    assert!(again["elements"].as_array().unwrap().contains(&"action:WaysAll_2".into()));
}

#[test]
fn what_cannot_be_imported() {
    let home = tempfile::tempdir().unwrap();
    let file = new(home.path(), "bank.xif");
    let (before, dll) = (std::fs::read(&file).unwrap(), kinds());
    let refused = |dll: &Path, more: &[&str]| failed(&[&["import", text(&file), text(dll)], more].concat());
    let (code, error) = refused(&dll, &["--type", "Kinds.Nobody"]);
    assert!(
        code == 1 && error.starts_with("xif: error F604: The assembly has no public type Kinds.Nobody."),
        "{error}"
    );
    let (code, error) = refused(&dll, &["--type", "Kinds.Color"]);
    assert!(
        code == 1 && error.starts_with("xif: error F606: Nothing can be imported. Kinds.Color: its type is"),
        "{error}"
    );
    let other = home.path().join("kinds.dll");
    std::fs::write(&other, "<html>").unwrap();
    let (code, error) = refused(&other, &[]);
    assert!(code == 1 && error.starts_with("xif: error F601: "), "{error}");
    assert_eq!(refused(&home.path().join("none.dll"), &[]).0, 3);
    assert_eq!(failed(&["import", text(&file)]).0, 2);
    assert_eq!(std::fs::read(&file).unwrap(), before, "nothing was written");
    let module = dll.with_file_name("kinds.netmodule");
    assert!(refused(&module, &[]).1.starts_with("xif: error F601: "));
    // Another file of the name.
    let path = "Source/NET/Bin/kinds.dll";
    done(&["add", "resource", text(&file), path, &format!("Content=@{}", text(&other))]);
    let (code, error) = refused(&dll, &["--type", "Kinds.Ways"]);
    assert!(code == 1 && error.starts_with("xif: error F607: The extension has another kinds.dll"), "{error}");
}

/// A library that needs two others, of which one lies beside it.
#[test]
fn what_is_needed_comes_along_or_is_named() {
    let Some(toolchain) = Toolchain::installed() else { return };
    let home = tempfile::tempdir().unwrap();
    let compile = |name: &str, code: &str, references: &[&str]| {
        let source = home.path().join(format!("{name}.cs"));
        std::fs::write(&source, code).unwrap();
        let references: Vec<PathBuf> = references.iter().map(|it| home.path().join(format!("{it}.dll"))).collect();
        let references: Vec<&Path> = references.iter().map(PathBuf::as_path).collect();
        toolchain.compile(&source, &home.path().join(format!("{name}.dll")), &references);
    };
    let versioned =
        |version: &str, code: &str| format!("[assembly: System.Reflection.AssemblyVersion(\"{version}\")] {code}");
    compile("Deep", &versioned("2.3.4.5", "public class Deep { }"), &[]);
    compile("Beside", &versioned("1.1.0.0", "public class Beside : Deep { }"), &["Deep"]);
    compile(
        "Main",
        "public class Main { public static object Make() { return new Beside(); } public static Beside Same(Beside it) { return it; } }",
        &["Beside", "Deep"],
    );
    std::fs::remove_file(home.path().join("Deep.dll")).unwrap();
    let file = new(home.path(), "bank.xif");
    let dll = home.path().join("Main.dll");
    let told = json(&["import", text(&file), text(&dll), "--null-checks"]);
    assert_eq!(told["files"], serde_json::json!(["Main.dll", "Beside.dll", ".NetAction.ico"]));
    let missing = &told["missing"][0];
    assert_eq!(
        (&missing["name"], &missing["version"], &missing["by"]),
        (&"Deep".into(), &"2.3.4.5".into(), &"Beside".into())
    );
    let notice = told["notices"][0].as_str().unwrap();
    assert!(notice.starts_with("Beside needs Deep 2.3.4.5, which neither"), "{notice}");
    let left_out = told["leftOut"].as_array().unwrap();
    let same = left_out.iter().find(|left| left["member"].as_str().unwrap().contains("Same")).unwrap();
    assert_eq!(same["reason"], "missingAssembly");
    assert_eq!(same["text"], "it needs Deep of the missing assembly Deep 2.3.4.5");
    assert_eq!(told["elements"], serde_json::json!(["action:MainCreate", "action:MainMake"]));
}

const ORDERS: &str = "public class Item { public string Name { get; set; } public double Price { get; set; } }
    public class Shop { public static System.Collections.Generic.List<Item> Twice(Item it) { return null; } public static int Old() { return 1; } }";

#[test]
fn structures_and_a_later_version() {
    let Some(toolchain) = Toolchain::installed() else { return };
    let home = tempfile::tempdir().unwrap();
    let (source, dll) = (home.path().join("Shop.cs"), home.path().join("Shop.dll"));
    let compile = |code: &str| {
        std::fs::write(&source, code).unwrap();
        toolchain.compile(&source, &dll, &[]);
    };
    compile(ORDERS);
    for name in ["bank.xif", "bank"] {
        compile(ORDERS);
        let target = new(home.path(), name);
        let told = json(&["import", text(&target), text(&dll), "--structures"]);
        assert_eq!(told["structures"][0]["name"], "Item");
        assert_eq!(told["structures"][0]["attributes"][1], serde_json::json!({"name": "Price", "dataType": "Decimal"}));
        assert!(told["elements"].as_array().unwrap().contains(&"structure:Item".into()), "{told}");
        compile(&ORDERS.replace("int Old()", "int New()").replace("double Price", "short Price"));
        let again = |more: &[&str]| json(&[&["import", text(&target), text(&dll), "--again"], more].concat());
        let shown = again(&["--show"]);
        let kinds = |told: &Value| -> Vec<String> {
            let all = told["differences"].as_array().unwrap().iter();
            all.map(|it| format!("{} {}", it["kind"].as_str().unwrap(), it["action"].as_str().unwrap())).collect()
        };
        assert_eq!(kinds(&shown), ["new ShopNew", "gone ShopOld"]);
        assert_eq!(shown["structures"], serde_json::json!(["Item.Price becomes Integer"]));
        assert_eq!((&shown["changed"], &again(&["--show"])), (&false.into(), &shown), "looking changes nothing");
        let (code, error) = failed(&["import", text(&target), text(&dll), "--again", "--action", "Nobody"]);
        assert!(code == 1 && error.starts_with("xif: error F608: Nothing of the action Nobody differs."), "{error}");
        let taken = again(&["--action", "ShopNew"]);
        assert_eq!((&taken["changed"], &taken["files"]), (&true.into(), &serde_json::json!(["Shop.dll"])));
        assert_eq!(taken["differences"][0]["isTaken"], true);
        let out = String::from_utf8(done(&["import", text(&target), text(&dll), "--again", "--all"]).stdout).unwrap();
        assert!(
            out.starts_with("Bank: 1 of 1 differences taken over") && out.contains("\nTaken over: gone ShopOld: "),
            "{out}"
        );
        assert_eq!(kinds(&again(&[])), [] as [&str; 0]);
    }
    assert_eq!(failed(&["import", text(&home.path().join("bank")), text(&dll), "--show"]).0, 2);
}

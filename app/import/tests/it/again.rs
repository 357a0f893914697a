//! An assembly that changed: what differs, and actions that follow while keys, names and code written by hand stay.

use std::path::PathBuf;

use assembly::Image;
use extension::{ActionEdit, Edit, Extension, FileName, Folder, Item, Name, ParameterEdit, ResourceEdit};
use import::{Again, Catalog, Choice, DifferenceKind, Imported, Library, Options, Plan, References, Types};
use support::csharp_toolchain::{FRAMEWORKS, Toolchain};
use support::document::time;
use support::keys::Keys;

use crate::fixture::extension;
use crate::imported::files;

const FIRST: &str = "using System.Collections.Generic;
    public class Item { public string Name { get; set; } public int Count { get; set; } public int Gone { get; set; } }
    public class Rates {
        public string Name { get; set; }
        public int Size(int a) { return a; }
        public static string Same(string text) { return text; }
        public static string Old(string text) { return text; }
        public static string Older(string text) { return text; }
        public static int Edited(int a) { return a; }
        public static List<Item> Twice(Item item) { return new List<Item> { item, item }; }
    }
    public static class Closed { public static void Once() { } }";
const SECOND: &str = "using System.Collections.Generic;
    public class Item { public string Name { get; set; } public long Count { get; set; } public double Price { get; set; } }
    public class Rates {
        public string Name { get { return \"\"; } }
        public long Size(int a, bool b) { return a; }
        public static string Same(string text) { return text; }
        public static string New(string text) { return text; }
        public static int Edited(int a, int b = 0) { return a; }
        public static List<Item> Twice(Item item) { return new List<Item> { item, item }; }
    }
    public static class Opened { public static void Once() { } }";

struct Case {
    folder: tempfile::TempDir,
    toolchain: Toolchain,
    keys: Keys,
}

impl Case {
    fn new() -> Option<Self> {
        Some(Self { folder: tempfile::tempdir().unwrap(), toolchain: Toolchain::installed()?, keys: Keys::default() })
    }

    fn compiled(&self, code: &str) -> Library {
        let source = self.folder.path().join("Rates.cs");
        std::fs::write(&source, code).unwrap();
        let output: PathBuf = self.folder.path().join("Rates.dll");
        self.toolchain.compile(&source, &output, &[]);
        Library { file_name: FileName::new("Rates.dll").unwrap(), bytes: std::fs::read(output).unwrap() }
    }

    fn applied(&mut self, plan: &Plan, library: &Library, extension: &Extension) -> Imported {
        let references = References::of(library.clone(), extension, &mut |_| None);
        plan.apply(extension, &references, &mut |_| self.keys.next_key(), &time()).unwrap()
    }

    fn messages(&self, extension: &Extension) -> String {
        let project = tempfile::tempdir().unwrap();
        self.toolchain.lay_out(files(extension), project.path());
        self.toolchain.build("Fixture", project.path(), FRAMEWORKS[2], &["LangVersion=5"])
    }

    /// The extension after edits, with its sources in step.
    fn followed(&mut self, before: &Extension, edits: &[Edit]) -> Extension {
        let mut after = support::document::edited(before, edits);
        for change in csharp::update(before, &after).files {
            after = after.apply(&change.edit(|| self.keys.next_key(), time())).unwrap();
        }
        after
    }
}

fn catalog_of<T>(library: &Library, use_it: impl FnOnce(&Catalog<'_>) -> T) -> T {
    let image = Image::read(&library.bytes).unwrap();
    use_it(&Catalog::read(&image, None).unwrap())
}

fn compared(old: &Library, new: &Library, extension: &Extension) -> Again {
    catalog_of(old, |old| catalog_of(new, |new| Again::compared(new, Some(old), extension).unwrap()))
}

fn action<'e>(extension: &'e Extension, name: &str) -> &'e extension::Action {
    extension.actions.iter().find(|action| action.name.as_str() == name).unwrap_or_else(|| panic!("{name}"))
}

/// The first version imported with structures, an action and a parameter renamed, and a method written by hand.
fn lived_in(case: &mut Case, first: &Library) -> Extension {
    let options = Options { types: Types::Structured, checks_null: true };
    let before = extension();
    let plan = catalog_of(first, |catalog| Plan::new(catalog, &Choice::All, options, &before).unwrap());
    let made = case.applied(&plan, first, &before).extension;
    let size = action(&made, "RatesSize");
    let a = size.parameters.iter().find(|it| it.name.as_str() == "a").unwrap().key;
    let new = |text: &str| Name::new(text).unwrap();
    let renames = [
        Edit::Action(size.key, ActionEdit::Rename(new("HowBig"))),
        Edit::Action(size.key, ActionEdit::Parameter(a, ParameterEdit::Rename(new("Number")))),
    ];
    let made = case.followed(&made, &renames);
    let own = made.resource_at(Folder::SOURCE, "Fixture.cs").unwrap();
    let text = own.content.text().unwrap();
    let call = |name: &str| format!("global::Rates.{name}(");
    assert!(text.contains(&call("Edited")) && text.contains(&call("Older")), "{text}");
    let text = text
        .replace(&call("Edited"), "1 + global::Rates.Edited(")
        .replace(&call("Older"), "\"by hand\" + string.Concat(");
    let content = extension::Content::from_bytes(text.into_bytes());
    made.apply(&Edit::Resource(own.key, ResourceEdit::SetContent(content, time()))).unwrap()
}

#[test]
fn differences_are_taken_over_and_what_the_user_did_stays() {
    let Some(mut case) = Case::new() else { return };
    let (first, second) = (case.compiled(FIRST), case.compiled(SECOND));
    let before = lived_in(&mut case, &first);
    assert_eq!(case.messages(&before), "");
    let again = compared(&first, &second, &before);
    assert_eq!(again.options, Options { types: Types::Structured, checks_null: true });
    let told: Vec<String> = again.differences.iter().map(|it| format!("{} {}", it.kind.word(), it.action)).collect();
    let wanted = [
        "different HowBig",
        "different RatesEdited",
        "new OpenedOnce",
        "new RatesNew",
        "gone RatesNameSet",
        "gone RatesOld",
        "gone RatesOlder",
        "gone ClosedOnce",
    ];
    let sorted = |mut all: Vec<String>| {
        all.sort();
        all
    };
    assert_eq!(sorted(told), sorted(wanted.map(str::to_owned).to_vec()));
    let size = again.differences.iter().find(|it| it.action == "HowBig").unwrap().to_string();
    assert_eq!(size, "different HowBig: Rates, Method Size(int): int is now Rates, Method Size(int, bool): long");
    assert_eq!(
        again.structures,
        [
            "Item.Count becomes Long Integer",
            "Item.Price is new",
            "Item.Gone stands for nothing: it stays and is not set"
        ]
    );

    let all = (0..again.differences.len()).collect();
    let plan = catalog_of(&second, |catalog| again.plan(catalog, &all, again.options, &before).unwrap());
    let made = case.applied(&plan, &second, &before);
    let after = &made.extension;
    assert_eq!(&before.apply(&made.edit).unwrap(), after, "one step makes all of it");
    let (old, big) = (action(&before, "HowBig"), action(after, "HowBig"));
    assert_eq!(old.key, big.key);
    let kept = |of: &Extension, other: &Extension| -> Vec<extension::Key> {
        of.actions.iter().map(|it| it.key).filter(|key| other.actions.get(*key).is_some()).collect()
    };
    assert_eq!(kept(&before, after), kept(after, &before), "the order stays");
    let names: Vec<&str> = big.parameters.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["This_Rates", "Number", "b", "Return_Int64"]);
    assert_eq!(big.parameters[1].key, old.parameters[1].key, "a renamed parameter is the same one");
    let own = after.resource_at(Folder::SOURCE, "Fixture.cs").unwrap().content.text().unwrap();
    assert!(own.contains("ssReturn_Int64 = ((global::Rates)ssThis_Rates).Size(ssNumber, ssb);"), "{own}");
    assert!(own.contains("1 + global::Rates.Edited(ssa)"), "what was written by hand stays: {own}");
    assert!(own.contains("\"by hand\" + string.Concat(") && !own.contains("MssRatesOld("), "{own}");
    assert_eq!(made.by_hand, ["RatesEdited", "RatesOlder"]);
    assert!(!after.actions.iter().any(|it| it.name.as_str() == "RatesOld"));
    assert!(after.actions.iter().any(|it| it.name.as_str() == "RatesNew"));
    let library = after.resource_at(Folder::BINARIES, "Rates.dll").unwrap();
    assert_eq!(library.content.bytes().into_owned(), second.bytes);
    assert_eq!(library.key, before.resource_at(Folder::BINARIES, "Rates.dll").unwrap().key);
    assert_eq!(case.messages(after), "", "it compiles with the new version");
    let printed = xif::print(after);
    assert_eq!(&xif::parse(printed.as_str()).unwrap(), after, "a XIF keeps all of it");
    let same = compared(&second, &second, after);
    let left: Vec<String> = same.differences.iter().map(ToString::to_string).collect();
    assert_eq!(left, [] as [String; 0], "nothing is left to do");
}

#[test]
fn each_difference_is_chosen_for_itself() {
    let Some(mut case) = Case::new() else { return };
    let (first, second) = (case.compiled(FIRST), case.compiled(SECOND));
    let before = lived_in(&mut case, &first);
    let again = compared(&first, &second, &before);
    let at = again.differences.iter().position(|it| it.kind == DifferenceKind::New && it.action == "RatesNew").unwrap();
    let plan = catalog_of(&second, |catalog| again.plan(catalog, &[at].into(), again.options, &before).unwrap());
    let made = case.applied(&plan, &second, &before);
    let actions = made.elements.iter().filter(|item| matches!(item, Item::Action(_))).count();
    assert_eq!((actions, made.extension.actions.len()), (1, before.actions.len() + 1));
    assert_eq!(action(&made.extension, "HowBig"), action(&before, "HowBig"));
    // Without the version that was imported nothing is new, and nothing changes for nothing.
    let alone = catalog_of(&first, |catalog| Again::compared(catalog, None, &before).unwrap());
    assert_eq!(alone.differences, []);
    let plan = catalog_of(&first, |catalog| alone.plan(catalog, &[].into(), alone.options, &before).unwrap());
    assert_eq!(case.applied(&plan, &first, &before).extension, before);
}

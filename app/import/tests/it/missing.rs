//! Members that need an assembly that is not there are not imported, and all others compile.

use std::path::{Path, PathBuf};

use assembly::{AssemblyName, Image};
use extension::FileName;
use import::{Catalog, Choice, Library, Options, Plan, Reason, References};
use support::csharp_toolchain::{FRAMEWORKS, Toolchain};
use support::document::time;
use support::keys::Keys;

use crate::fixture::extension;
use crate::imported::files;

const DEEP: &str = "[assembly: System.Reflection.AssemblyVersion(\"2.3.4.5\")]
    public class Deep { public class Inner { } } public interface IDeep { } public struct Depth { } public delegate void Dive();";
const BESIDE: &str = "[assembly: System.Reflection.AssemblyVersion(\"1.1.0.0\")]
    public class Beside : Deep { } public class Alone { } public class Far : Beside { } public class With : IDeep { }
    public class Moved { }";
const MAIN: &str = "using System; using System.Collections.Generic;
    public class Main {
        public static string Fine(Alone alone) { return \"fine\"; }
        public static object Hidden() { return new Beside(); }
        public static Deep Gives() { return null; }
        public static void Takes(List<Deep[]> deep) { }
        public static void Inner(Deep.Inner inner) { }
        public static void Value(Depth? depth) { }
        public static Beside Derived(Beside it) { return it; }
        public static Far Further(Far it) { return it; }
        public static With Implements(With it) { return it; }
        public static void Way(Dive dive) { }
        public static int Over(string text) { return 1; }
        public static int Over(Deep deep) { return 2; }
        public static int Over(string text, int more) { return 3; }
        public static int Over(string text, int more, int most, Deep deep = null) { return 4; }
        public Deep Property { get; set; }
        public Deep Field;
        public int Whole { get; set; }
        public static Moved Gone(Moved it) { return it; }
        public Main() { }
        public Main(Deep deep) { }
    }
    public class Child : Deep { public int Size() { return 1; } public class Nested { public int Size() { return 1; } } }
    public class Grandchild : Child { public static int Count() { return 1; } }
    public class Offspring : Beside { public Offspring() { } }";

struct Case {
    folder: tempfile::TempDir,
    toolchain: Toolchain,
}

impl Case {
    fn new() -> Option<Self> {
        let case = Self { folder: tempfile::tempdir().unwrap(), toolchain: Toolchain::installed()? };
        case.compile("Deep", DEEP, &[]);
        case.compile("Beside", BESIDE, &["Deep"]);
        case.compile("Main", MAIN, &["Deep", "Beside"]);
        // Another version of it has a class less.
        case.compile("Beside", &BESIDE.replace("public class Moved { }", ""), &["Deep"]);
        Some(case)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}.dll"))
    }

    fn compile(&self, name: &str, code: &str, references: &[&str]) {
        let source = self.folder.path().join(format!("{name}.cs"));
        std::fs::write(&source, code).unwrap();
        let references: Vec<PathBuf> = references.iter().map(|it| self.path(it)).collect();
        let references: Vec<&Path> = references.iter().map(PathBuf::as_path).collect();
        self.toolchain.compile(&source, &self.path(name), &references);
    }

    fn library(&self, name: &str) -> Library {
        let bytes = std::fs::read(self.path(name)).unwrap();
        Library { file_name: FileName::new(&format!("{name}.dll")).unwrap(), bytes }
    }

    /// The plan for all of Main where these assemblies are there, and what the compiler says of it.
    fn planned(&self, there: &[&str]) -> (Plan, References, String) {
        let before = extension();
        let find =
            &mut |needed: &AssemblyName| there.contains(&needed.name.as_str()).then(|| self.library(&needed.name));
        let references = References::of(self.library("Main"), &before, find);
        let main = self.library("Main");
        let image = Image::read(&main.bytes).unwrap();
        let catalog = Catalog::read(&image, None).unwrap().beside(&references);
        let plan = Plan::new(&catalog, &Choice::All, Options::default(), &before).unwrap();
        let mut keys = Keys::default();
        let made = plan.apply(&before, &references, &mut |_| keys.next_key(), &time()).unwrap();
        let project = tempfile::tempdir().unwrap();
        self.toolchain.lay_out(files(&made.extension), project.path());
        let messages = self.toolchain.build("Fixture", project.path(), FRAMEWORKS[2], &["LangVersion=5"]);
        (plan, references, messages)
    }
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.actions().iter().map(|action| action.name.as_str()).collect()
}

#[test]
fn what_needs_a_missing_assembly_is_named_and_the_rest_compiles() {
    let Some(case) = Case::new() else { return };
    let (plan, references, messages) = case.planned(&["Beside"]);
    assert_eq!(messages, "");
    let missing: Vec<String> = references.missing.iter().map(|it| format!("{} for {}", it.needed, it.by)).collect();
    assert_eq!(missing, ["Deep 2.3.4.5 for Main"]);
    assert_eq!(
        names(&plan),
        ["MainCreate", "MainWholeGet", "MainWholeSet", "MainFine", "MainHidden", "MainOver_String_Int32"]
    );
    let deep = |of: &str| Reason::MissingAssembly { of: of.to_owned(), assembly: "Deep 2.3.4.5".to_owned() };
    let reason = |of: &str, member: Option<&str>| {
        let is_it = |it: &&import::LeftOut| {
            it.of == of && member.is_none_or(|part| it.member.as_ref().is_some_and(|it| it.contains(part)))
        };
        plan.left_out()
            .iter()
            .find(is_it)
            .unwrap_or_else(|| panic!("{of} {member:?}: {:?}", plan.left_out()))
            .reason
            .clone()
    };
    for (member, of) in [
        ("Gives()", "Deep"),
        ("Takes(", "Deep"),
        ("Inner(", "Deep.Inner"),
        ("Value(", "Depth"),
        ("Derived(", "Deep"),
        ("Further(", "Deep"),
        ("Implements(", "IDeep"),
        ("Way(", "Dive"),
        ("Over(string text)", "Deep"),
        ("Property", "Deep"),
        ("Field", "Deep"),
        ("Main(Deep", "Deep"),
    ] {
        assert_eq!(reason("Main", Some(member)), deep(of), "{member}");
    }
    for of in ["Child", "Child.Nested", "Grandchild", "Offspring"] {
        assert_eq!(reason(of, None), deep("Deep"), "{of}");
    }
    let gone = Reason::MissingType { of: "Moved".to_owned(), assembly: "Beside 1.1.0.0".to_owned() };
    assert_eq!(reason("Main", Some("Gone(")), gone);
    assert_eq!(
        gone.to_string(),
        "it needs Moved, which Beside 1.1.0.0 does not have: another version of that assembly is needed"
    );
    assert_eq!(deep("Deep").to_string(), "it needs Deep of the missing assembly Deep 2.3.4.5");
}

#[test]
fn with_all_assemblies_all_is_imported_and_compiles() {
    let Some(case) = Case::new() else { return };
    let (plan, references, messages) = case.planned(&["Deep", "Beside"]);
    assert_eq!((messages.as_str(), references.missing.len()), ("", 0));
    let left: Vec<String> = plan.left_out().iter().map(ToString::to_string).collect();
    assert_eq!(left.len(), 1, "only Gone is left out: {left:?}");
    let (plan, references, messages) = case.planned(&[]);
    assert_eq!((messages.as_str(), references.missing.len()), ("", 2));
    assert_eq!(names(&plan), ["MainCreate", "MainWholeGet", "MainWholeSet", "MainHidden", "MainOver_String_Int32"]);
}

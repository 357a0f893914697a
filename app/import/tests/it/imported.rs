//! What is imported compiles with C# 5 and without a warning, and each action does what its member does.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use expect_test::expect_file;
use extension::{BasicType, DataType, Direction, Edit, Extension, Folder, IMPORTED_ICON, Name, ResourceEdit};
use import::{Choice, ImportError, Imported, Options, Plan, Reason, References, RenameError, Types};
use support::csharp_toolchain::FRAMEWORKS;
use support::document::time;
use support::keys::Keys;
use support::tools;

use crate::fixture::{Fixture, extension, folder};

const CONVERTED: Options = Options { types: Types::Converted, checks_null: false };
const TABLE: Options = Options { types: Types::Table, checks_null: true };

/// The plan in words.
pub(crate) fn told(plan: &Plan) -> String {
    let mut text = String::new();
    for action in plan.actions() {
        let _ = writeln!(text, "{} {}", action.name, action.description.as_str());
        for parameter in &action.parameters {
            let direction = match parameter.direction {
                Direction::Input { mandatory: true } => "in",
                Direction::Input { mandatory: false } => "optional",
                Direction::Output => "out",
            };
            let _ = write!(text, "    {direction} {}: {}", parameter.name, plan.type_label(&parameter.data_type));
            let default = parameter.default.as_str();
            let _ = write!(text, "{}", if default.is_empty() { String::new() } else { format!(" = {default}") });
            let _ = writeln!(text, " <- {} {}", parameter.net, parameter.description.as_str());
        }
        for line in &action.body {
            let _ = writeln!(text, "        {line}");
        }
    }
    for structure in plan.structures() {
        let _ = writeln!(text, "structure {} for {} {}", structure.name, structure.of, structure.description.as_str());
        for attribute in &structure.attributes {
            let data_type = plan.type_label(&attribute.data_type);
            let _ = writeln!(
                text,
                "    {}: {data_type} <- {} {}",
                attribute.name,
                attribute.net,
                attribute.description.as_str()
            );
        }
    }
    for left in plan.left_out() {
        let _ = writeln!(text, "- {} {}: {}", left.of, left.member.as_deref().unwrap_or_default(), left.reason);
    }
    // Blanks at the ends of lines tell nothing.
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

pub(crate) fn imported(fixture: &Fixture, plan: &Plan, extension: &Extension) -> Imported {
    let references = References::of(fixture.library(), extension, &mut |_| None);
    assert_eq!(references.missing, []);
    let mut keys = Keys::default();
    plan.apply(extension, &references, &mut |_| keys.next_key(), &time()).unwrap()
}

/// The files of an extension by their paths in the project's folder.
pub(crate) fn files(extension: &Extension) -> Vec<(String, Vec<u8>)> {
    let inside = |path: String| Some(path.strip_prefix(Folder::SOURCE)?.replace('\\', "/"));
    let resources = extension.resources.iter();
    resources.filter_map(|resource| Some((inside(resource.path())?, resource.content.bytes().into_owned()))).collect()
}

pub(crate) fn built(fixture: &Fixture, extension: &Extension, folder: &Path, framework: &str) {
    fixture.toolchain.lay_out(files(extension), folder);
    let messages = fixture.toolchain.build("Fixture", folder, framework, &["LangVersion=5"]);
    assert_eq!(messages, "", "messages of the compiler for {framework}");
}

#[test]
fn what_is_planned() {
    let Some(fixture) = Fixture::compiled() else { return };
    let extension = extension();
    let plan = |options| told(&fixture.plan(&Choice::All, options, &extension));
    expect_file!["fixture/converted.txt"].assert_eq(&plan(CONVERTED));
    expect_file!["fixture/table.txt"].assert_eq(&plan(TABLE));
}

#[test]
fn everything_compiles_and_does_what_its_member_does() {
    let Some(fixture) = Fixture::compiled() else { return };
    let before = extension();
    let folder_of_test = tempfile::tempdir().unwrap();
    let plan = fixture.plan(&Choice::All, CONVERTED, &before);
    let made = imported(&fixture, &plan, &before);
    let project = folder_of_test.path().join("converted");
    built(&fixture, &made.extension, &project, FRAMEWORKS[0]);
    let table = fixture.plan(&Choice::All, TABLE, &before);
    let table = imported(&fixture, &table, &before);
    let of_table = folder_of_test.path().join("table");
    built(&fixture, &table.extension, &of_table, FRAMEWORKS[2]);

    calls_each(&plan, "Run.cs");
    run(&fixture, &project, "Run.cs");
    run(&fixture, &of_table, "RunTable.cs");
}

/// The program calls each action of the plan.
pub(crate) fn calls_each(plan: &Plan, program: &str) {
    let text = std::fs::read_to_string(folder().join(program)).unwrap();
    let names = plan.actions().iter().map(|action| action.name.as_str());
    let uncalled: Vec<&str> = names.filter(|name| !text.contains(&format!(".Mss{name}("))).collect();
    assert_eq!(uncalled, [] as [&str; 0], "each action is called by {program}");
}

/// Runs a program that calls the actions of the compiled extension.
pub(crate) fn run(fixture: &Fixture, project: &Path, program: &str) {
    let Some(mono) = tools::mono() else { return };
    let name = fixture.library().file_name;
    let (bin, library) = (project.join("bin"), project.join("bin").join(name.as_str()));
    std::fs::copy(project.join("Bin").join(name.as_str()), &library).unwrap();
    let output = bin.join("Run.exe");
    let own = bin.join("OutSystems.NssFixture.dll");
    let platform: Vec<_> =
        ["RuntimeCommon", "HubEdition.RuntimePlatform"].map(|it| bin.join(format!("OutSystems.{it}.dll"))).into();
    let all = [&own, &library].into_iter().chain(&platform).map(std::path::PathBuf::as_path);
    fixture.toolchain.compile(&folder().join(program), &output, &all.collect::<Vec<_>>());
    let output = Command::new(mono).arg(&output).current_dir(&bin).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    println!("{program}: {text}");
}

#[test]
fn one_edit_makes_all_of_it_as_integration_studio_does() {
    let Some(fixture) = Fixture::compiled() else { return };
    let before = extension();
    let plan = fixture.plan(&Choice::Types(vec!["Account".to_owned()]), Options::default(), &before);
    let made = imported(&fixture, &plan, &before);
    assert_eq!(before.apply(&made.edit).unwrap(), made.extension);
    assert!(matches!(&made.edit, Edit::All(label, _) if label == "Import from Bank.Rates"));
    let after = &made.extension;
    assert_eq!(after.actions.len(), plan.actions().len());

    let library = after.resource_at(Folder::BINARIES, "Bank.Rates.dll").unwrap();
    assert!(library.is_code_reference && library.deploy_action == extension::DeployAction::CopyToBinaries);
    assert_eq!(
        &*library.import_details,
        " - Resource Bank.Rates.dll: Resource was added when importing Bank.Rates.dll\r\n"
    );
    let references: Vec<&str> = library.references.iter().map(|reference| &*reference.name).collect();
    assert_eq!(references, ["mscorlib", "System"]);
    let project = after.project_file().unwrap().content.text().unwrap();
    assert!(project.contains("<HintPath>Bin\\Bank.Rates.dll</HintPath>"), "{project}");

    let action = |name: &str| after.actions.iter().find(|action| action.name.as_str() == name).unwrap();
    let deposit = action("AccountDeposit");
    let member = deposit.member.as_ref().unwrap();
    assert_eq!((&*member.name, &*member.declaring_type), ("Deposit", "Bank.Rates.Account"));
    assert_eq!((&*member.class, &*member.return_type, member.is_static), ("Account", "System.Decimal", false));
    assert_eq!(
        &*deposit.import_details,
        " - Action AccountDeposit: \r\n        Target: Method Deposit(decimal): decimal\r\n        Declaring Type: Bank.Rates.Account\r\n        Parameters: \r\n            This_Account(Object <- Account)\r\n            amount(Decimal <- decimal)\r\n            Return_Decimal(Decimal <- decimal)\r\n"
    );
    let amount = &deposit.parameters[1];
    assert_eq!(amount.data_type, DataType::Basic(BasicType::Decimal));
    assert_eq!(amount.description.as_str(), "How much & more.");
    let icon = after.resource_at(Folder::ICONS, IMPORTED_ICON).unwrap();
    assert_eq!(deposit.icon, Some(icon.key));
    let [imported, by_hand] = after.technologies.as_ref() else { unreachable!("there are two") };
    assert_eq!(imported.resources.as_ref(), [icon.key]);
    assert!(imported.actions.contains(&deposit.key));
    let create = action("AccountCreate");
    assert!(create.member.is_none() && by_hand.actions.contains(&create.key));

    let own = after.resource_at(Folder::SOURCE, "Fixture.cs").unwrap().content.text().unwrap();
    assert!(
        own.contains("ssReturn_Decimal = ((global::Bank.Rates.Account)ssThis_Account).Deposit(ssamount);"),
        "{own}"
    );
    let printed = xif::print(after);
    assert_eq!(&xif::parse(printed.as_str()).unwrap(), after, "a XIF keeps all of it");
    let again = csharp::update(after, after);
    assert_eq!((again.files, again.findings), (Vec::new(), Vec::new()), "the sources follow");
}

#[test]
fn an_import_once_more_and_beside_others() {
    let Some(fixture) = Fixture::compiled() else { return };
    let before = extension();
    let choice = Choice::Members(BTreeSet::from(["P:Bank.Rates.Account.Owner".to_owned()]));
    let first = imported(&fixture, &fixture.plan(&choice, CONVERTED, &before), &before).extension;
    let names = |plan: &Plan| plan.actions().iter().map(|action| action.name.to_string()).collect::<Vec<_>>();
    let mut plan = fixture.plan(&choice, CONVERTED, &first);
    assert_eq!(names(&plan), ["AccountOwnerGet_2", "AccountOwnerSet_2"], "names that are taken get a number");
    assert_eq!(plan.rename(0, "accountownerset_2"), Err(RenameError::Taken(Name::new("accountownerset_2").unwrap())));
    assert!(matches!(plan.rename(0, "Owner of"), Err(RenameError::Name(_))));
    plan.rename(0, "WhoHasIt").unwrap();
    let second = imported(&fixture, &plan, &first);
    assert_eq!(second.files, [], "the file and the icon are there");
    let whose = second.extension.actions.iter().find(|action| action.name.as_str() == "WhoHasIt").unwrap();
    assert!(whose.import_details.contains("Action WhoHasIt:"));

    let library = first.resource_at(Folder::BINARIES, "Bank.Rates.dll").unwrap().key;
    let other = ResourceEdit::SetContent(extension::Content::from_bytes(b"MZ".to_vec()), time());
    let other = first.apply(&Edit::Resource(library, other)).unwrap();
    let references = References::of(fixture.library(), &other, &mut |_| None);
    let mut keys = Keys::default();
    let refused = plan.apply(&other, &references, &mut |_| keys.next_key(), &time());
    assert!(matches!(refused, Err(ImportError::OtherContent { .. })));
}

#[test]
fn every_reason() {
    let Some(fixture) = Fixture::compiled() else { return };
    let plan = fixture.plan(&Choice::All, CONVERTED, &extension());
    let reasons: BTreeSet<&Reason> = plan.left_out().iter().map(|left| &left.reason).collect();
    let wanted = [
        Reason::NotPublic,
        Reason::GenericType,
        Reason::GenericMethod,
        Reason::Interface,
        Reason::Structure,
        Reason::Enumeration,
        Reason::Delegate,
        Reason::Abstract,
        Reason::AbstractClass,
        Reason::Event,
        Reason::Indexer,
        Reason::Operator,
        Reason::Pointer("int*".to_owned()),
        Reason::ByRefStruct("Window".to_owned()),
        Reason::RefReturn,
        Reason::Obsolete("Gone.".to_owned()),
    ];
    let missing: Vec<&Reason> = wanted.iter().filter(|reason| !reasons.contains(reason)).collect();
    assert_eq!(missing, [] as [&Reason; 0], "{reasons:?}");
}

/// Libraries that people use, the whole of each.
#[test]
fn real_libraries_compile() {
    let Some(toolchain) = support::csharp_toolchain::Toolchain::installed() else { return };
    let (Some(json), Some(folder)) = (tools::newtonsoft_json(), tools::mono_library()) else { return };
    let of_mono = ["Mono.Security.dll", "ICSharpCode.SharpZipLib.dll", "Mono.Posix.dll", "Novell.Directory.Ldap.dll"];
    for path in std::iter::once(json).chain(of_mono.map(|name| folder.join(name))) {
        for options in [CONVERTED, TABLE] {
            let (extension, actions) = all_of(&path, options);
            let project = tempfile::tempdir().unwrap();
            toolchain.lay_out(files(&extension), project.path());
            let messages = toolchain.build("Fixture", project.path(), FRAMEWORKS[2], &["LangVersion=5"]);
            assert_eq!(messages, "", "of {actions} actions for {}", path.display());
            println!("{}: {actions} actions", path.display());
        }
    }
}

/// An extension with actions for all of a library, which finds beside it what it needs.
fn all_of(path: &Path, options: Options) -> (Extension, usize) {
    let before = extension();
    let bytes = std::fs::read(path).unwrap();
    let image = assembly::Image::read(&bytes).unwrap();
    let catalog = import::Catalog::read(&image, None).unwrap();
    let plan = Plan::new(&catalog, &Choice::All, options, &before).unwrap();
    let library = |name: &str| {
        let bytes = std::fs::read(path.with_file_name(name)).ok()?;
        Some(import::Library { file_name: extension::FileName::new(name).unwrap(), bytes })
    };
    let name = path.file_name().unwrap().to_str().unwrap();
    let find = &mut |needed: &assembly::AssemblyName| library(&format!("{}.dll", needed.name));
    let references = References::of(library(name).unwrap(), &before, find);
    assert_eq!(references.missing, []);
    let mut keys = Keys::default();
    let made = plan.apply(&before, &references, &mut |_| keys.next_key(), &time()).unwrap();
    (made.extension, plan.actions().len())
}

/// The compiler of the set-up knows no `init`, so the test gives a setter the signature that later compilers write: what it gives
/// back is marked with `IsExternalInit`.
#[test]
fn a_setter_for_new_objects_only() {
    let Some(toolchain) = support::csharp_toolchain::Toolchain::installed() else { return };
    let folder_of_test = tempfile::tempdir().unwrap();
    let (source, output) = (folder_of_test.path().join("a.cs"), folder_of_test.path().join("a.dll"));
    let code = "namespace System.Runtime.CompilerServices { public static class IsExternalInit { } }
        public class Made { public System.Collections.Generic.List<int> Size { get; set; } }";
    std::fs::write(&source, code).unwrap();
    toolchain.compile(&source, &output, &[]);
    let mut bytes = std::fs::read(&output).unwrap();
    let metadata = |bytes: &[u8]| match assembly::Image::read(bytes).unwrap() {
        assembly::Image::Managed(image) => {
            let mut types = image.metadata.indexes::<assembly::TypeDef>();
            let name = "System.Runtime.CompilerServices.IsExternalInit";
            types.find(|of| image.metadata.type_name(of.handle()).as_deref() == Some(name)).unwrap().number()
        }
        assembly::Image::Native(_) => unreachable!("it is an assembly"),
    };
    let mark = u8::try_from(metadata(&bytes) << 2).unwrap();
    // A blob of 8 bytes: called on a value, one parameter, void, List<int>.
    let is_setter = |at: &[u8]| at.starts_with(&[8, 0x20, 1, 1, 0x15, 0x12]) && at[7..9] == [1, 8];
    let at = bytes.windows(9).position(is_setter).unwrap();
    bytes[at + 3..at + 7].copy_from_slice(&[0x1f, mark, 1, 8]);
    let image = assembly::Image::read(&bytes).unwrap();
    let catalog = import::Catalog::read(&image, None).unwrap();
    let plan = Plan::new(&catalog, &Choice::All, CONVERTED, &extension()).unwrap();
    let names: Vec<&str> = plan.actions().iter().map(|action| action.name.as_str()).collect();
    assert_eq!(names, ["MadeCreate", "MadeSizeGet"]);
    let left = plan.left_out().iter().find(|left| left.reason == Reason::InitOnly).unwrap();
    assert_eq!(left.member.as_deref(), Some("public List<int> Size { get; init; }"));
}

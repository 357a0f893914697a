//! Data classes become structures and lists record lists, with conversions that compile and run both ways.

use expect_test::expect_file;
use extension::{ActionEdit, Edit, Folder, Item, Name, StructureAttributeEdit, StructureEdit};
use import::{Choice, Options, Plan, Reason, RenameError, Types};
use support::csharp_toolchain::FRAMEWORKS;

use crate::fixture::{Fixture, extension, folder};
use crate::imported::{built, calls_each, imported, run, told};

pub(crate) const STRUCTURED: Options = Options { types: Types::Structured, checks_null: false };

#[test]
fn records_and_lists_compile_and_hold_what_the_objects_hold() {
    let Some(fixture) = Fixture::orders() else { return };
    let before = extension();
    let plan = fixture.plan(&Choice::All, STRUCTURED, &before);
    expect_file!["fixture/orders.txt"].assert_eq(&told(&plan));
    let made = imported(&fixture, &plan, &before);
    assert_eq!(before.apply(&made.edit).unwrap(), made.extension);
    let folder_of_test = tempfile::tempdir().unwrap();
    let project = folder_of_test.path();
    built(&fixture, &made.extension, project, FRAMEWORKS[1]);

    calls_each(&plan, "RunOrders.cs");
    // The reference assemblies of the platform do nothing; these do what records need.
    let bin = project.join("bin");
    let platform = |source: &str, name: &str, references: &[&std::path::Path]| {
        fixture.toolchain.compile(&folder().join(source), &bin.join(name), references);
    };
    platform("Common.cs", "OutSystems.RuntimeCommon.dll", &[]);
    let common = bin.join("OutSystems.RuntimeCommon.dll");
    platform("Platform.cs", "OutSystems.HubEdition.RuntimePlatform.dll", &[&common]);
    run(&fixture, project, "RunOrders.cs");

    let printed = xif::print(&made.extension);
    assert_eq!(&xif::parse(printed.as_str()).unwrap(), &made.extension, "a XIF keeps all of it");
    let again = csharp::update(&made.extension, &made.extension);
    assert_eq!((again.files, again.findings), (Vec::new(), Vec::new()), "the sources follow");
    let findings = csharp::verify(&made.extension);
    let errors = findings.iter().filter(|it| it.severity == extension::Severity::Error).map(|it| it.text.clone());
    let errors: Vec<String> = errors.collect();
    assert_eq!(errors, [] as [String; 0]);
}

#[test]
fn names_of_structures_are_edited_before() {
    let Some(fixture) = Fixture::orders() else { return };
    let before = extension();
    let mut plan = fixture.plan(&Choice::Types(vec!["Customer".to_owned()]), STRUCTURED, &before);
    let place = |plan: &Plan, name: &str| plan.structures().iter().position(|it| it.name.as_str() == name).unwrap();
    let customer = place(&plan, "Customer");
    plan.rename_structure(customer, "Buyer").unwrap();
    assert!(matches!(plan.rename_structure(customer, "a b"), Err(RenameError::Name(_))));
    assert_eq!(plan.rename_structure(9, "Other"), Err(RenameError::Missing));
    assert_eq!(plan.type_label(&plan.actions()[0].parameters[1].data_type), "Record (Buyer)");
    let made = imported(&fixture, &plan, &before);
    assert_eq!(made.extension.structures[0].name.as_str(), "Buyer");
    let file = made.extension.resource_at(Folder::SOURCE, "BankOrdersConversion.cs").unwrap().content.text().unwrap();
    assert!(file.contains("RCBuyerRecord Record(global::Bank.Orders.Customer value)"), "{file}");
    let project = tempfile::tempdir().unwrap();
    built(&fixture, &made.extension, project.path(), FRAMEWORKS[0]);
}

/// The structures and the file of an earlier import stay in use, with the names that the user gave them.
#[test]
fn a_later_import_finds_its_structures_again() {
    let Some(fixture) = Fixture::orders() else { return };
    let before = extension();
    let members = |ids: &[&str]| Choice::Members(ids.iter().map(|id| (*id).to_owned()).collect());
    let first = fixture.plan(&members(&["M:Bank.Orders.Shop.Filled"]), STRUCTURED, &before);
    let first = imported(&fixture, &first, &before).extension;
    let structure = first.structures.iter().find(|it| it.name.as_str() == "Customer").unwrap();
    let attribute = structure.attributes.iter().find(|it| it.name.as_str() == "Name").unwrap();
    let new = |text: &str| Name::new(text).unwrap();
    let renames = [
        Edit::Structure(structure.key, StructureEdit::Rename(new("Buyer"))),
        Edit::Structure(
            structure.key,
            StructureEdit::Attribute(attribute.key, StructureAttributeEdit::Rename(new("Called"))),
        ),
        Edit::Action(first.actions[0].key, ActionEdit::Rename(new("Example"))),
    ];
    let named_anew = support::document::edited(&first, &renames);
    let mut keys = support::keys::Keys::default();
    let mut followed = named_anew.clone();
    for change in csharp::update(&first, &named_anew).files {
        let edit = change.edit(|| keys.next_key(), support::document::time());
        followed = followed.apply(&edit).unwrap();
    }
    let choice =
        members(&["M:Bank.Orders.Customer.Parse(System.String)", "M:Bank.Orders.Shop.Doubled(System.Int32[])"]);
    let plan = fixture.plan(&choice, STRUCTURED, &followed);
    let made = imported(&fixture, &plan, &followed);
    let new_ones = made.elements.iter().filter(|item| matches!(item, Item::Structure(_))).count();
    assert_eq!(new_ones, 1, "only IntegerItem is new: {:?}", plan.structures());
    let buyer = made.extension.structures.get(structure.key).unwrap();
    assert_eq!(buyer.attributes.len(), structure.attributes.len());
    let file = made.extension.resource_at(Folder::SOURCE, "BankOrdersConversion.cs").unwrap().content.text().unwrap();
    assert!(file.contains("record.ssSTBuyer.ssCalled = value.Name ?? \"\";"), "{file}");
    assert!(file.contains("RCOrderRecord Record(") && file.contains("TextList<T>("), "what was there stays: {file}");
    let project = tempfile::tempdir().unwrap();
    built(&fixture, &made.extension, project.path(), FRAMEWORKS[1]);
}

#[test]
fn what_a_structure_cannot_hold_is_told() {
    let Some(fixture) = Fixture::orders() else { return };
    let plan = fixture.plan(&Choice::All, STRUCTURED, &extension());
    let reason = |of: &str, member: &str| {
        let is_it = |it: &&import::LeftOut| it.of == of && it.member.as_deref() == Some(member);
        plan.left_out().iter().find(is_it).map(|it| it.reason.clone())
    };
    assert_eq!(reason("Line", "Order"), Some(Reason::Cycle));
    assert_eq!(reason("Node", "Children"), Some(Reason::Cycle));
    assert_eq!(reason("Right", "Left"), Some(Reason::Cycle));
    assert_eq!(reason("Order", "Extra"), Some(Reason::NoAttribute("object".to_owned())));
    assert_eq!(reason("Order", "Gone"), Some(Reason::Obsolete("Gone.".to_owned())));
    // Without structures all of it is as before.
    let plan = fixture.plan(&Choice::All, Options { types: Types::Converted, checks_null: false }, &extension());
    assert!(plan.structures().is_empty() && plan.converter_file().is_none());
}

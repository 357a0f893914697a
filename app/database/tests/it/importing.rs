use database::{Dialect, Plan, PlanError, PlannedType, Reason, Remark, Selection, WhyLeftOut, script};
use extension::{BasicType, DataType, Dbms, Edit, Extension, Key, Severity};
use rules::{Rule, Verification};
use support::document::{empty, time};
use support::keys::Keys;

const SHOP: &str = "
    CREATE TABLE dbo.Customer (Id int IDENTITY(1,1) PRIMARY KEY, Name nvarchar(80) NOT NULL, Photo image);
    CREATE TABLE dbo.Purchase (Id bigint IDENTITY PRIMARY KEY, CustomerId int NULL REFERENCES dbo.Customer, Total money);
    CREATE TABLE dbo.Line (PurchaseId bigint REFERENCES dbo.Purchase(Id), Place int, PRIMARY KEY (PurchaseId, Place));";

fn plan_of(text: &str, selection: &Selection, extension: &Extension) -> Result<Plan, PlanError> {
    let read = script::read(text, Some(Dialect::SqlServer), &script::Limits::default()).unwrap();
    Plan::new(&read.catalog, selection, extension)
}

fn imported(plan: &Plan, extension: &Extension) -> (Extension, Edit) {
    let mut new_key = Keys::default().into_source();
    let edit = plan.edit(&mut |_| new_key(), &time()).unwrap();
    (extension.apply(&edit).unwrap(), edit)
}

#[test]
fn an_import_is_one_edit_without_findings() {
    let before = empty("Shop");
    let plan = plan_of(SHOP, &Selection { logical_database: "SHOPDB", ..Selection::default() }, &before).unwrap();
    let (after, edit) = imported(&plan, &before);
    assert_eq!(edit.label(&before), "Import 3 entities");
    let names: Vec<&str> = after.entities.iter().map(|entity| entity.name.as_str()).collect();
    assert_eq!(names, ["Customer", "Purchase", "Line"]);
    let [customer, purchase, line] = [0, 1, 2].map(|place| after.entities[place].clone());
    assert_eq!(&*customer.physical_table, "dbo.Customer");
    assert_eq!(&*customer.logical_database, "SHOPDB");
    assert_eq!(customer.identifier, Some(customer.attributes[0].key));
    assert!(customer.attributes[0].is_auto_number && customer.attributes[0].is_mandatory);
    assert_eq!(customer.attributes[1].length.as_str(), "80");
    assert_eq!(purchase.attributes[1].data_type, DataType::EntityIdentifier(customer.key));
    assert_eq!(line.attributes[0].data_type, DataType::EntityIdentifier(purchase.key));
    assert_eq!(line.identifier, None);
    assert!(customer.import_details.contains("Name ( Text <- nvarchar(80) ): imported"), "{}", customer.import_details);
    let mut verification = Verification::default();
    verification.update(&after);
    let findings = verification.findings();
    let serious: Vec<_> = findings.iter().filter(|finding| finding.severity != Severity::Information).collect();
    assert!(serious.iter().all(|finding| finding.rule != Rule::AttributeReserved), "{serious:?}");
    assert!(serious.is_empty(), "{serious:?}");
}

#[test]
fn what_a_missing_key_means_is_said() {
    let before = empty("Shop");
    let plan = plan_of(SHOP, &Selection::default(), &before).unwrap();
    let remark = plan.entities[2].remarks.iter().find(|remark| remark.offers_create_only()).unwrap();
    assert_eq!(*remark, Remark::CompositeKey { columns: vec!["PurchaseId".into(), "Place".into()] });
    assert!(remark.to_string().contains("Create only"));
    assert!(!plan.entities[0].remarks.iter().any(Remark::offers_create_only));
}

#[test]
fn tables_are_chosen_by_name() {
    let before = empty("Shop");
    let chosen = ["dbo.purchase".to_owned()];
    let plan = plan_of(SHOP, &Selection { tables: &chosen, ..Selection::default() }, &before).unwrap();
    assert_eq!((plan.entities.len(), plan.not_chosen), (1, 2));
    let customer = &plan.entities[0].attributes[1];
    assert_eq!(customer.data_type, PlannedType::Basic(BasicType::Integer));
    assert_eq!(customer.reason, Reason::ReferenceNotImported { table: "dbo.Customer".to_owned() });
    let missing = ["Nothing".to_owned()];
    let error = plan_of(SHOP, &Selection { tables: &missing, ..Selection::default() }, &before).unwrap_err();
    assert_eq!(
        error.to_string(),
        "There is no table or view Nothing. There are: dbo.Customer, dbo.Purchase, dbo.Line."
    );
}

#[test]
fn a_second_import_adds_what_is_new_and_refers_to_what_is_there() {
    let before = empty("Shop");
    let chosen = ["Customer".to_owned()];
    let (first, _) =
        imported(&plan_of(SHOP, &Selection { tables: &chosen, ..Selection::default() }, &before).unwrap(), &before);
    let plan = plan_of(SHOP, &Selection::default(), &first).unwrap();
    assert_eq!(plan.left_out[0].why, WhyLeftOut::AlreadyThere("Customer".to_owned()));
    assert_eq!(plan.entities[0].attributes[1].data_type, PlannedType::IdentifierOf(first.entities[0].key));
}

#[test]
fn names_are_free_and_can_be_changed() {
    let text = "CREATE TABLE a.Item (timestamp int, [Timestamp ] int); CREATE TABLE b.Item (x int); CREATE TABLE [9 lives] (x int)";
    let mut before = empty("Shop");
    let plan = plan_of(text, &Selection::default(), &before).unwrap();
    let names: Vec<&str> = plan.entities.iter().map(|entity| entity.name.as_str()).collect();
    assert_eq!(names, ["Item", "Item_2", "Table9_lives"]);
    assert_eq!(plan.entities[0].attributes[0].name, "timestamp_");
    assert_eq!(plan.entities[0].attributes[1].name, "Timestamp__2");
    before.dbms = Dbms::SqlServer;
    let mut plan = plan_of(text, &Selection::default(), &before).unwrap();
    assert_eq!(plan.entities[0].attributes[0].name, "timestamp");
    plan.entities[0].name = "My item".to_owned();
    let wrong = plan.edit(&mut |_| Key::from_random([1; 16]), &time()).unwrap_err();
    assert!(matches!(&wrong, PlanError::Name { path, .. } if path == "My item"), "{wrong:?}");
    plan.entities[0].name = "Thing".to_owned();
    let (after, _) = imported(&plan, &before);
    assert_eq!(after.entities[0].name.as_str(), "Thing");
    assert_eq!(&*after.entities[0].physical_table, "a.Item");
    assert_eq!(&*after.entities[0].attributes[0].original_name, "timestamp");
}

#[test]
fn control_characters_do_not_reach_the_file() {
    let plan = plan_of("CREATE TABLE [a\u{1}b] (x int)", &Selection::default(), &empty("Shop")).unwrap();
    let mut new_key = Keys::default().into_source();
    let edit = plan.edit(&mut |_| new_key(), &time()).unwrap();
    assert!(empty("Shop").apply(&edit).is_err());
}

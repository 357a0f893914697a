//! Changes of a plan by hand, and refreshes of entities.

use database::script::{self, Limits};
use database::{Dialect, Plan, PlanChange, PlannedType, Reason, Refresh, Remark, Selection};
use extension::{BasicType, DataType, Edit, EntityAttributeEdit, EntityEdit, Extension};
use support::document::{empty, time};
use support::keys::Keys;

const SHOP: &str = "
    CREATE TABLE dbo.Customer (Id int IDENTITY(1,1) PRIMARY KEY, Name nvarchar(80) NOT NULL, Photo image, Kind sql_variant);
    CREATE TABLE dbo.Purchase (Id bigint IDENTITY PRIMARY KEY, CustomerId int NULL REFERENCES dbo.Customer, Total money);
    CREATE TABLE dbo.Line (PurchaseId bigint REFERENCES dbo.Purchase(Id), Place int, PRIMARY KEY (PurchaseId, Place));";

fn catalog(text: &str) -> database::Catalog {
    script::read(text, Some(Dialect::SqlServer), &Limits::default()).unwrap().catalog
}

fn plan(extension: &Extension) -> Plan {
    Plan::new(&catalog(SHOP), &Selection::default(), extension).unwrap()
}

fn imported() -> Extension {
    let before = empty("Shop");
    let mut keys = Keys::default().into_source();
    before.apply(&plan(&before).edit(&mut |_| keys(), &time()).unwrap()).unwrap()
}

fn with(extension: &Extension, entity: usize, attribute: usize, edit: EntityAttributeEdit) -> Extension {
    let entity = &extension.entities[entity];
    let edit = EntityEdit::Attribute(entity.attributes[attribute].key, edit);
    extension.apply(&Edit::Entity(entity.key, edit)).unwrap()
}

/// Each change as a line, `+` where it is taken.
fn changes(refresh: &Refresh) -> Vec<String> {
    let of_entity = |entity: &database::RefreshedEntity| {
        let line = |change: &database::Change| {
            let mark = if change.is_taken { "+" } else { "-" };
            let kept = change.kept.map(|why| format!(" ({why})")).unwrap_or_default();
            format!("{mark} {}.{}: {}{kept}", entity.name, change.name, change.what)
        };
        entity.changes.iter().map(line).collect::<Vec<_>>()
    };
    refresh.entities.iter().flat_map(of_entity).collect()
}

fn refresh(text: &str, extension: &Extension) -> Refresh {
    Refresh::new(&catalog(text), |_| true, extension)
}

#[test]
fn names_and_types_are_changed_by_hand() {
    let before = empty("Shop");
    let mut plan = plan(&before);
    let mut change =
        |entity: usize, change: PlanChange| plan.change(entity, &change, &before).map_err(|error| error.to_string());
    assert_eq!(change(0, PlanChange::EntityName("Buyer".into())), Ok(()));
    assert_eq!(change(1, PlanChange::EntityName("buyer".into())), Err("Another entity has the name buyer.".into()));
    assert!(change(1, PlanChange::EntityName("1".into())).is_err());
    assert_eq!(change(9, PlanChange::EntityName("Other".into())), Err("The preview has no such line any more.".into()));
    assert_eq!(change(0, PlanChange::AttributeName(1, "id".into())), Err("Another attribute has the name id.".into()));
    assert_eq!(change(0, PlanChange::AttributeName(1, "FullName".into())), Ok(()));
    assert_eq!(
        change(1, PlanChange::PhysicalTable("DBO.customer".into())),
        Err("The entity Buyer has this table.".into())
    );
    assert_eq!(change(1, PlanChange::PhysicalTable("  ".into())), Err("The physical table needs a name.".into()));
    assert_eq!(change(0, PlanChange::DataType(3, Some(BasicType::Text))), Ok(()));
    assert_eq!(change(0, PlanChange::Length(3, Some(20))), Ok(()));
    assert_eq!(change(1, PlanChange::Mandatory(1, true)), Ok(()));
    assert!(change(0, PlanChange::Mandatory(0, false)).is_err() && change(0, PlanChange::Ignored(0, true)).is_err());
    assert!(change(0, PlanChange::DataType(0, Some(BasicType::Date))).is_err());
    assert!(change(0, PlanChange::DataType(77, None)).is_err());
    let kind = &plan.entities[0].attributes[3];
    assert_eq!((kind.is_ignored, kind.length, &kind.reason), (false, Some(20), &Reason::ByHand));
    let purchase = &plan.entities[1];
    assert!(purchase.attributes[1].is_mandatory);
    assert_eq!(plan.type_label(purchase.attributes[1].data_type), "Buyer Identifier");
}

#[test]
fn references_follow_the_identifier() {
    let before = empty("Shop");
    let mut plan = plan(&before);
    let reference =
        |plan: &Plan| (plan.entities[1].attributes[1].data_type, plan.entities[1].attributes[1].reason.clone());
    let is_reference = (PlannedType::IdentifierOfPlanned(0), Reason::Reference { table: "dbo.Customer".into() });
    assert_eq!(reference(&plan), is_reference);
    plan.change(0, &PlanChange::Identifier(None), &before).unwrap();
    assert_eq!(reference(&plan).0, PlannedType::Basic(BasicType::Integer));
    assert!(plan.entities[0].remarks.contains(&Remark::NoIdentifier));
    plan.change(0, &PlanChange::Identifier(Some(0)), &before).unwrap();
    assert_eq!(reference(&plan), is_reference);
    assert!(!plan.entities[0].remarks.iter().any(Remark::offers_create_only));
    let wrong = plan.change(0, &PlanChange::Identifier(Some(2)), &before).unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "Photo cannot be the Identifier: it is Binary Data, and an Identifier is Integer, Long Integer or Text."
    );
    // A type by hand stays, and goes back to what the column gives it.
    plan.change(1, &PlanChange::DataType(1, Some(BasicType::LongInteger)), &before).unwrap();
    plan.change(0, &PlanChange::Identifier(None), &before).unwrap();
    plan.change(0, &PlanChange::Identifier(Some(0)), &before).unwrap();
    assert_eq!(reference(&plan), (PlannedType::Basic(BasicType::LongInteger), Reason::ByHand));
    plan.change(1, &PlanChange::DataType(1, None), &before).unwrap();
    assert_eq!(reference(&plan), is_reference);
}

#[test]
fn the_same_tables_have_no_changes() {
    let extension = imported();
    assert_eq!(changes(&refresh(SHOP, &extension)), Vec::<String>::new());
    assert_eq!(refresh(SHOP, &extension).edit(&mut |_| unreachable!()).unwrap(), None);
    assert_eq!(refresh(SHOP, &extension).entities.len(), 3);
    // Without the schema they are the same tables.
    let bare = SHOP.replace("dbo.", "");
    assert_eq!(refresh(&bare, &extension).entities.len(), 3);
    assert_eq!(refresh("CREATE TABLE other.Customer (Id int)", &extension).entities.len(), 0);
}

#[test]
fn what_changed_is_told_by_attribute_and_hand_made_changes_are_kept() {
    let mut extension = imported();
    extension = with(&extension, 0, 1, EntityAttributeEdit::SetDataType(BasicType::Email.into()));
    extension = with(&extension, 0, 3, EntityAttributeEdit::SetIgnored(false));
    extension = with(&extension, 1, 2, EntityAttributeEdit::Rename(extension::Name::new("Amount").unwrap()));
    let later = "
        CREATE TABLE dbo.Customer (Id int IDENTITY PRIMARY KEY, Name nvarchar(120) NULL, [Id 2] int, Kind sql_variant);
        CREATE TABLE dbo.Purchase (Serial bigint PRIMARY KEY, Id bigint, CustomerId int REFERENCES dbo.Customer, Total decimal(12,4));";
    let mut refresh = refresh(later, &extension);
    assert_eq!(
        changes(&refresh),
        [
            "+ Customer.Name: Original Type: nvarchar(80) → nvarchar(120)",
            "- Customer.Name: Data Type: Email → Text; Length: 80 → 120 (made by hand)",
            "- Customer.Name: Mandatory: Yes → No (perhaps made by hand)",
            "- Customer.Photo: the column is gone (consumers lose the attribute)",
            "- Customer.Kind: Ignore: No → Yes (made by hand)",
            "+ Customer.Id_2: new column Id 2 int",
            "- Purchase.Id: Mandatory: Yes → No; Auto Number: Yes → No (perhaps made by hand)",
            "+ Purchase.Amount: Original Type: money → decimal(12,4); Length: 19 → 12",
            "+ Purchase.Serial: new column Serial bigint",
        ]
    );
    let mut keys = Keys::default().into_source();
    let edit = refresh.edit(&mut |_| keys()).unwrap().unwrap();
    assert_eq!(edit.label(&extension), "Refresh 2 entities");
    let after = extension.apply(&edit).unwrap();
    let names = |extension: &Extension, at: usize| {
        extension.entities[at].attributes.iter().map(|it| it.name.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        (names(&after, 0), names(&after, 1)),
        ("Id Name Id_2 Photo Kind".into(), "Serial Id CustomerId Amount".into())
    );
    for (was, now) in extension.entities.iter().zip(&after.entities) {
        assert_eq!((was.key, &was.name), (now.key, &now.name));
        assert!(was.attributes.iter().all(|attribute| now.attributes.get(attribute.key).is_some()));
    }
    let name = &after.entities[0].attributes[1];
    assert_eq!(
        (&name.data_type, name.length.as_str(), name.is_mandatory),
        (&DataType::Basic(BasicType::Email), "80", true)
    );
    // Everything, when somebody says so.
    refresh.entities.iter_mut().flat_map(|entity| &mut entity.changes).for_each(|change| change.is_taken = true);
    let all = extension.apply(&refresh.edit(&mut |_| keys()).unwrap().unwrap()).unwrap();
    assert_eq!(names(&all, 0), "Id Name Id_2 Kind");
    let again = Refresh::new(&catalog(later), |_| true, &all);
    assert_eq!(
        changes(&again),
        ["- Purchase.Identifier: the primary key is Serial, the Identifier is Id (perhaps made by hand)"]
    );
}

#[test]
fn a_reference_comes_with_the_other_table() {
    let before = empty("Shop");
    let chosen = ["dbo.Purchase".to_owned()];
    let mut keys = Keys::default().into_source();
    let first = Plan::new(&catalog(SHOP), &Selection { tables: &chosen, ..Selection::default() }, &before).unwrap();
    let mut extension = before.apply(&first.edit(&mut |_| keys(), &time()).unwrap()).unwrap();
    let rest = plan(&extension);
    extension = extension.apply(&rest.edit(&mut |_| keys(), &time()).unwrap()).unwrap();
    assert_eq!(
        changes(&refresh(SHOP, &extension)),
        ["+ Purchase.CustomerId: Data Type: Integer → Customer Identifier"]
    );
}

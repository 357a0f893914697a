//! Properties set from texts, as a script gives them.

use extension::{
    Action, ActionEdit, BasicType, DataType, Edit, Entity, EntityAttribute, EntityEdit, Extension, Item, Property,
    Refusal, Structure,
};
use support::document::{INPUT, OUTPUT, action, edited, empty, key, name, parameter, record};

/// `Pay` (10) with the inputs `Years` (11) and the output `Total` (12); `Person` (20); `Customer` (30) with `Id` (31).
fn sample() -> Extension {
    let pay = action(
        10,
        "Pay",
        [parameter(11, "Years", INPUT, BasicType::Integer), parameter(12, "Total", OUTPUT, BasicType::Decimal)],
    );
    let mut customer = Entity::new(key(30), name("Customer"));
    customer.attributes = [EntityAttribute::new(key(31), name("Id"))].into_iter().collect();
    let edits = [
        Edit::AddAction(pay, None),
        Edit::AddStructure(Structure::new(key(20), name("Person")), None),
        Edit::AddEntity(customer, None),
    ];
    edited(&empty("Bank"), &edits)
}

const YEARS: Item = Item::Parameter { action: key(10), parameter: key(11) };
const TOTAL: Item = Item::Parameter { action: key(10), parameter: key(12) };
const ID: Item = Item::EntityAttribute { entity: key(30), attribute: key(31) };

fn set(extension: &Extension, item: Item, values: &[(Property, &str)]) -> Result<Extension, Refusal> {
    let mut number = 200;
    let mut new_key = || {
        number += 1;
        key(number)
    };
    extension.edit_of_values(item, values, &mut new_key).and_then(|edit| extension.apply(&edit))
}

fn years(extension: &Extension) -> extension::Parameter {
    extension.actions.get(key(10)).unwrap().parameters.get(key(11)).unwrap().as_ref().clone()
}

#[test]
fn several_properties_in_any_order() {
    let values = [
        (Property::DefaultValue, "\"none\""),
        (Property::Mandatory, "no"),
        (Property::Name, "Comment"),
        (Property::DataType, "text"),
    ];
    let once = set(&sample(), YEARS, &values).unwrap();
    let parameter = years(&once);
    assert_eq!((parameter.name.as_str(), parameter.default.as_str()), ("Comment", "\"none\""));
    assert!(!parameter.is_mandatory() && parameter.data_type == BasicType::Text.into());
    // The default of the old type does not stand in the way of the new one.
    let again = [(Property::DefaultValue, "5"), (Property::DataType, "Integer")];
    assert_eq!(years(&set(&once, YEARS, &again).unwrap()).default.as_str(), "5");
    let alone = set(&once, YEARS, &[(Property::DataType, "Integer")]);
    assert!(matches!(alone, Err(Refusal::Expression(_))), "{alone:?}");
}

#[test]
fn values_by_name() {
    let of_type = |text: &str| set(&sample(), YEARS, &[(Property::DataType, text)]).map(|it| years(&it).data_type);
    assert_eq!(of_type("Person Record List"), Ok(DataType::RecordList(record(&[20]))));
    assert_eq!(of_type("person record"), Ok(DataType::Record(record(&[20]))));
    assert_eq!(of_type("Record List (Person)"), Ok(DataType::RecordList(record(&[20]))));
    assert_eq!(of_type("Person List"), Ok(DataType::RecordList(record(&[20]))));
    assert_eq!(of_type("int"), Ok(BasicType::Integer.into()));

    let entity = Item::Entity(key(30));
    let behavior = (Property::DefaultValueBehavior, "Convert to/from Null value in Database");
    let changed = set(&sample(), entity, &[(Property::Identifier, "id"), behavior]).unwrap();
    let customer = changed.entities.get(key(30)).unwrap();
    assert_eq!((customer.identifier, customer.default_value_behavior.label()), (Some(key(31)), behavior.1));
    let cleared = set(&changed, entity, &[(Property::Identifier, "")]).unwrap();
    assert_eq!(cleared.entities.get(key(30)).unwrap().identifier, None);
    assert!(set(&sample(), ID, &[(Property::AutoNumber, "yes"), (Property::OriginalName, "ID")]).is_ok());
    assert!(set(&sample(), Item::Extension, &[(Property::Dbms, "Oracle")]).is_ok());
}

#[test]
fn what_a_field_of_the_studio_refuses() {
    let refused = |item: Item, property: Property, text: &str| {
        let before = sample();
        set(&before, item, &[(property, text)]).unwrap_err().to_string()
    };
    for (item, property, text, part) in [
        (YEARS, Property::Name, "2nd", "start with a letter"),
        (YEARS, Property::Name, "TOTAL", "already a parameter named"),
        (YEARS, Property::DataType, "Persons", "“Persons” is not a value of Data Type"),
        (YEARS, Property::Mandatory, "maybe", "write Yes or No"),
        (YEARS, Property::Direction, "up", "write Input or Output"),
        (YEARS, Property::DefaultValue, "abc", "not a literal"),
        (YEARS, Property::Length, "5", "A parameter has no property Length"),
        (TOTAL, Property::Mandatory, "yes", "only input parameters can be mandatory"),
        (ID, Property::Name, "ANameThatIsLongerThan28Letters", "the longest allowed is 28"),
        (ID, Property::DataType, "Person", "“Person” is not a value"),
        (Item::Action(key(10)), Property::Icon, "a.png", "name a resource of the extension"),
        (Item::Entity(key(30)), Property::Identifier, "Key", "name an attribute of the entity"),
        (Item::Extension, Property::Dbms, "MySQL", "All, SqlServer or Oracle"),
        (Item::Extension, Property::Icon, "a.png", "An extension has no property Icon"),
        (Item::Structure(key(99)), Property::Name, "A", "no longer in the extension"),
    ] {
        let said = refused(item, property, text);
        assert!(said.contains(part), "{property:?} {text}: {said}");
    }
    let function = sample().apply(&Edit::Action(key(10), ActionEdit::RemoveParameter(key(12)))).unwrap();
    let said = set(&function, Item::Action(key(10)), &[(Property::Function, "Yes")]).unwrap_err().to_string();
    assert!(said.contains("exactly one output"), "{said}");
}

#[test]
fn a_function_loses_nothing_on_the_way_out_of_a_refusal() {
    let mut keys = (210..).map(key);
    let mut new_key = || keys.next().unwrap();
    let pay = Action::new(key(10), name("Pay"));
    let extension = edited(&empty("Bank"), &[Edit::AddAction(pay, None)]);
    let edit = Edit::Action(key(10), ActionEdit::SetFunction(true));
    let refusal = extension.apply(&edit).unwrap_err();
    let instead = extension.instead_of(&edit, &refusal, &mut new_key).unwrap();
    assert_eq!(instead.label, "Add an output parameter");
    assert!(extension.apply(&instead.edit).unwrap().actions[0].is_function);

    let typed = sample();
    let typed = set(&typed, YEARS, &[(Property::DataType, "Person List")]).unwrap();
    let edit = Edit::Remove(vec![Item::Structure(key(20))]);
    let refusal = typed.apply(&edit).unwrap_err();
    let instead = typed.instead_of(&edit, &refusal, &mut new_key).unwrap();
    assert_eq!(instead.label, "Delete, and clear 1 type");
    assert!(typed.apply(&instead.edit).unwrap().structures.is_empty());
    let gone = Edit::Entity(key(99), EntityEdit::SetIdentifier(None));
    assert!(typed.instead_of(&gone, &typed.apply(&gone).unwrap_err(), &mut new_key).is_none());
}

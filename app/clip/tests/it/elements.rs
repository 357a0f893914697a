//! Copying parts of an extension as text and pasting them, here and elsewhere.

use clip::{PasteError, Pasted, copy, duplicate, paste};
use extension::{
    Action, ActionEdit, BasicType, DataType, DefaultValueBehavior, Description, Direction, Edit, Entity,
    EntityAttribute, Expression, Extension, Folder, ImportedMember, ImportedParameter, Item, Parameter,
    RecordDefinition, Structure, StructureAttribute,
};
use support::document::{edited, empty, key, name, record, resource, time};
use support::keys::Keys;

use crate::described::described;

/// Another extension, with keys of its own.
fn elsewhere() -> Extension {
    Extension::new(name("Other"), [key(200), key(201), key(202)], time())
}

fn member() -> ImportedMember {
    ImportedMember {
        kind: "Method".into(),
        name: "Pay".into(),
        declaring_type: "Bank.Loans".into(),
        class: "Bank.Loans".into(),
        return_type: "System.Void".into(),
        is_static: true,
        parameters: [ImportedParameter {
            name: "years".into(),
            is_by_ref: false,
            is_out: false,
            type_name: "System.Int32".into(),
            is_mandatory: true,
        }]
        .into(),
    }
}

fn action() -> Action {
    let mut years = Parameter::new(key(11), name("Years"), Direction::Input { mandatory: false });
    years.data_type = BasicType::Integer.into();
    years.default = Expression::new("30");
    years.description = Description::new("How long “it” takes\r\nin years").unwrap();
    let mut loan = Parameter::new(key(12), name("Loan"), Direction::Output);
    loan.data_type = DataType::RecordList(record(&[20, 30]));
    let mut action = Action::new(key(10), name("Pay"));
    action.parameters = [years, loan].into_iter().collect();
    action.is_function = true;
    action.icon = Some(key(40));
    action.member = Some(member().into());
    action.body = "return;".into();
    action
}

fn structures() -> [Structure; 2] {
    let mut rate = StructureAttribute::new(key(21), name("Rate"));
    rate.data_type = BasicType::Decimal.into();
    (rate.length, rate.decimals, rate.is_mandatory) = (Expression::new("10"), Expression::new("2"), false);
    let mut address = StructureAttribute::new(key(22), name("Address"));
    address.data_type = DataType::Record(record(&[25]));
    let mut loan = Structure::new(key(20), name("Loan"));
    loan.attributes = [rate, address].into_iter().collect();
    let mut place = Structure::new(key(25), name("Address"));
    place.attributes = [StructureAttribute::new(key(26), name("City"))].into_iter().collect();
    [loan, place]
}

fn entity() -> Entity {
    let mut id = EntityAttribute::new(key(31), name("Id"));
    (id.data_type, id.is_auto_number) = (BasicType::Integer.into(), true);
    (id.original_name, id.original_type) = ("CUST ID".into(), "int".into());
    let mut parent = EntityAttribute::new(key(32), name("Parent"));
    (parent.data_type, parent.is_ignored) = (DataType::EntityIdentifier(key(30)), true);
    let mut customer = Entity::new(key(30), name("Customer"));
    customer.attributes = [id, parent].into_iter().collect();
    customer.identifier = Some(key(31));
    customer.physical_table = "[crm].CUSTOMERS".into();
    customer.logical_database = "Crm".into();
    customer.default_value_behavior = DefaultValueBehavior::ConvertToNull;
    customer
}

/// Action 10 `Pay` (11 `Years`, 12 `Loan`), structures 20 `Loan` (21, 22) and 25 `Address`, entity 30
/// `Customer` (31 `Id`, 32 `Parent`), resources 40 (its icon) and 41.
fn sample() -> Extension {
    let [loan, address] = structures();
    let edits = [
        Edit::AddResource(resource(40, Folder::ICONS, "pay.png", b"icon")),
        Edit::AddResource(resource(41, Folder::SOURCE, "Bank.cs", b"class Bank {}")),
        Edit::AddAction(action(), None),
        Edit::AddStructure(loan, None),
        Edit::AddStructure(address, None),
        Edit::AddEntity(entity(), None),
    ];
    edited(&empty("Bank"), &edits)
}

fn everything(extension: &Extension) -> Vec<Item> {
    let resources = extension.resources.iter().map(|it| Item::Resource(it.key));
    let actions = extension.actions.iter().map(|it| Item::Action(it.key));
    let structures = extension.structures.iter().map(|it| Item::Structure(it.key));
    let entities = extension.entities.iter().map(|it| Item::Entity(it.key));
    resources.chain(actions).chain(structures).chain(entities).collect()
}

fn pasting(extension: &Extension, into: Item, text: &str) -> Result<Pasted, PasteError> {
    paste(extension, into, None, text, &mut Keys::default().into_source(), &time())
}

/// The extension after the paste, with its label and notes.
fn pasted(extension: &Extension, into: Item, text: &str) -> (Extension, String, Vec<String>) {
    let pasted = pasting(extension, into, text).unwrap();
    let next = extension.apply(&pasted.edit).unwrap();
    assert!(pasted.items.iter().all(|item| item.name(&next).is_some()), "{:?}", pasted.items);
    (next, pasted.edit.label(extension), pasted.notes)
}

const PAY: Item = Item::Action(key(10));
const ADDRESS: Item = Item::Structure(key(25));
const CUSTOMER: Item = Item::Entity(key(30));
const YEARS: Item = Item::Parameter { action: key(10), parameter: key(11) };
const LOAN: Item = Item::Parameter { action: key(10), parameter: key(12) };

#[test]
fn everything_is_the_same_in_an_empty_extension() {
    let bank = sample();
    let (other, label, notes) = pasted(&elsewhere(), Item::Extension, &copy(&bank, &everything(&bank)));
    assert_eq!(described(&other), described(&bank));
    assert_eq!(label, "Paste 6 elements");
    assert_eq!(notes, ["Pay was imported from an assembly, which this extension needs as a resource too."]);
}

#[test]
fn what_an_element_needs_comes_along() {
    let bank = sample();
    let (other, label, _) = pasted(&elsewhere(), Item::Extension, &copy(&bank, &[PAY]));
    let (all, ..) = pasted(&elsewhere(), Item::Extension, &copy(&bank, &everything(&bank)));
    assert_eq!(label, "Paste action Pay");
    assert_eq!(other.actions.len(), 1);
    assert_eq!(other.structures.len(), 2);
    assert_eq!(other.entities.len(), 1);
    assert_eq!(other.resource_at(Folder::ICONS, "pay.png").unwrap().content.text().unwrap(), "icon");
    assert_eq!(
        described(&other).replace("resource \\Source", "x").lines().count() + 1,
        described(&all).lines().count()
    );
}

#[test]
fn what_is_there_by_name_is_used() {
    let address = Structure::new(key(99), name("address"));
    let other = elsewhere().apply(&Edit::AddStructure(address, None)).unwrap();
    let (other, _, notes) = pasted(&other, Item::Extension, &copy(&sample(), &[PAY]));
    assert_eq!(other.structures.len(), 2);
    let loan = other.structures.named(&name("Loan")).unwrap();
    assert_eq!(loan.attributes[1].data_type, DataType::Record(record(&[99])));
    assert!(notes.iter().any(|note| note.starts_with("The structure Address of this extension is used")), "{notes:?}");
}

#[test]
fn within_the_extension_copies_get_free_names() {
    let bank = sample();
    let loan = Item::Structure(key(20));
    let (next, label, notes) = pasted(&bank, PAY, &copy(&bank, &[PAY, loan, ADDRESS]));
    assert_eq!(label, "Paste 3 elements");
    assert_eq!(notes, [""; 0]);
    assert_eq!(next.actions[1].name.as_str(), "Pay2");
    assert_eq!(next.resources.len(), 2);
    // What was copied together belongs together.
    let (loan, address) = (&next.structures[2], &next.structures[3]);
    assert_eq!((loan.name.as_str(), address.name.as_str()), ("Loan2", "Address2"));
    assert_eq!(loan.attributes[1].data_type, DataType::Record(RecordDefinition::new([address.key])));
    assert_eq!(
        next.actions[1].parameters[1].data_type,
        DataType::RecordList(RecordDefinition::new([loan.key, key(30)]))
    );
    // The copy of one alone goes on using what the original uses.
    let (next, ..) = pasted(&bank, PAY, &copy(&bank, &[PAY]));
    assert_eq!(next.actions[1].parameters[1].data_type, next.actions[0].parameters[1].data_type);
}

#[test]
fn a_renamed_structure_is_still_found_by_its_key() {
    let bank = sample();
    let text = copy(&bank, &[LOAN]);
    let renamed = Edit::Structure(key(20), extension::StructureEdit::Rename(name("Mortgage")));
    let no_function = Edit::Action(key(10), ActionEdit::SetFunction(false));
    let bank = bank.apply(&renamed).unwrap().apply(&no_function).unwrap();
    let (next, label, _) = pasted(&bank, PAY, &text);
    assert_eq!(label, "Paste parameter Pay.Loan2");
    assert_eq!(next.structures.len(), 2);
    assert_eq!(next.actions[0].parameters[2].data_type, DataType::RecordList(record(&[20, 30])));
}

#[test]
fn rows_go_behind_the_selected_one() {
    let bank = sample();
    let text = copy(&bank, &[YEARS]);
    let order = |into: Item, position: Option<usize>| {
        let pasted = paste(&bank, into, position, &text, &mut Keys::default().into_source(), &time()).unwrap();
        let next = bank.apply(&pasted.edit).unwrap();
        next.actions[0].parameters.iter().map(|it| it.name.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(order(YEARS, None), ["Years", "Years2", "Loan"]);
    assert_eq!(order(PAY, None), ["Years", "Loan", "Years2"]);
    assert_eq!(order(PAY, Some(0)), ["Years2", "Years", "Loan"]);
}

#[test]
fn rows_become_rows_of_another_kind() {
    let bank = sample();
    let attribute = |number: u8| Item::StructureAttribute { structure: key(20), attribute: key(number) };
    let text = copy(&bank, &[attribute(21), attribute(22)]);
    let (next, _, notes) = pasted(&bank, PAY, &text);
    assert!(notes[0].starts_with("Length is left out of Rate:") && notes[1].starts_with("Decimals"), "{notes:?}");
    let rate = &next.actions[0].parameters[2];
    assert_eq!((rate.data_type.clone(), rate.is_mandatory()), (BasicType::Decimal.into(), false));

    let (next, label, notes) = pasted(&bank, CUSTOMER, &text);
    assert_eq!(label, "Paste attribute Customer.Rate");
    assert_eq!(next.entities[0].attributes[2].length, Expression::new("10"));
    assert_eq!(notes, ["“Address” is not pasted: an attribute of an entity cannot be of type Record."]);

    let entity_attributes = [31, 32].map(|it| Item::EntityAttribute { entity: key(30), attribute: key(it) });
    let (next, _, notes) = pasted(&bank, ADDRESS, &copy(&bank, &entity_attributes));
    assert_eq!(next.structures[1].attributes[2].data_type, DataType::EntityIdentifier(key(30)));
    assert_eq!(notes.len(), 4, "{notes:?}");
}

#[test]
fn rows_that_break_a_rule_are_left_out_with_the_reason() {
    let bank = sample();
    assert_eq!(
        pasting(&bank, PAY, &copy(&bank, &[LOAN])),
        Err(PasteError::NothingFits(vec![
            "“Loan” is not pasted: the action is a function and has its only output already.".to_owned()
        ]))
    );
    // Address is within Loan.
    let (next, _, notes) = pasted(&bank, ADDRESS, &copy(&bank, &[LOAN, YEARS]));
    assert_eq!(next.structures[1].attributes[1].name.as_str(), "Years");
    assert_eq!(notes, ["“Loan” is not pasted: the structure would hold itself by Record List (Loan, Customer)."]);
    assert_eq!(pasting(&bank, Item::Extension, &copy(&bank, &[LOAN])), Err(PasteError::NoPlaceForRows));
    assert!(matches!(pasting(&bank, Item::Action(key(77)), "Name"), Err(PasteError::Missing(_))));
}

#[test]
fn resources_and_icons_never_overwrite_a_file() {
    let bank = sample();
    let icon = Edit::AddResource(resource(99, Folder::ICONS, "PAY.png", b"other"));
    let (next, _, notes) = pasted(&elsewhere().apply(&icon).unwrap(), Item::Extension, &copy(&bank, &[PAY]));
    assert_eq!(next.resources[1].file_name.as_str(), "pay2.png");
    assert_eq!(next.actions[0].icon, Some(next.resources[1].key));
    assert!(notes.iter().any(|note| note.starts_with("pay.png is pasted as pay2.png")), "{notes:?}");

    let same = Edit::AddResource(resource(99, Folder::ICONS, "PAY.png", b"icon"));
    let (next, ..) = pasted(&elsewhere().apply(&same).unwrap(), Item::Extension, &copy(&bank, &[PAY]));
    assert_eq!((next.resources.len(), next.actions[0].icon), (1, Some(key(99))));
}

#[test]
fn duplicates_stand_behind_their_originals() {
    let bank = sample();
    let run = |items: &[Item]| {
        let pasted = duplicate(&bank, items, &mut Keys::default().into_source(), &time()).unwrap();
        (bank.apply(&pasted.edit).unwrap(), pasted.edit.label(&bank), pasted.items)
    };
    let (next, label, _) = run(&[ADDRESS]);
    assert_eq!((next.structures[2].name.as_str(), label.as_str()), ("Address2", "Duplicate structure Address"));
    let attribute = Item::StructureAttribute { structure: key(20), attribute: key(21) };
    let (next, label, items) = run(&[YEARS, attribute]);
    assert_eq!(next.actions[0].parameters[1].name.as_str(), "Years2");
    assert_eq!(next.structures[0].attributes[1].name.as_str(), "Rate2");
    assert_eq!((label.as_str(), items.len()), ("Duplicate 2 elements", 2));
    let (next, label, items) = run(&[YEARS, PAY]);
    assert_eq!((next.actions.len(), items.len(), label.as_str()), (2, 1, "Duplicate action Pay"));
    let nothing = duplicate(&bank, &[Item::Extension], &mut Keys::default().into_source(), &time());
    assert_eq!(nothing, Err(PasteError::Empty));
}

#[test]
fn damaged_and_hostile_copies_are_refused() {
    let bank = sample();
    let text = copy(&bank, &[PAY, Item::Resource(key(41))]);
    let error = |text: &str| pasting(&elsewhere(), Item::Extension, text).unwrap_err().to_string();
    let deep = format!("{{\"xifClip\":1,\"items\":{}", "[".repeat(100_000));
    for wrong in [
        "{",
        "{}",
        "{\"xifClip\":\"1\"}",
        "{\"xifClip\":1,\"items\":[{\"action\":{\"name\":7}}]}",
        "{\"xifClip\":1,\"items\":[{\"action\":{\"named\":\"x\"}}]}",
        "{\"xifClip\":1,\"items\":[],\"needed\":[{\"parameter\":{}}],\"more\":1}",
        "{\"xifClip\":1,\"items\":[{\"action\":{\"name\":\"x\",\"body\":\"\\u0000\"}}]}",
        deep.as_str(),
        &text.replace("Y2xhc3M", "Y2?hc3M"),
        &text[..text.len() - 5],
    ] {
        assert!(error(wrong).starts_with("The clipboard has text that is not a copy"), "{wrong}");
    }
    assert!(error("{\"xifClip\":2,\"new\":[]}").contains("later version"));
    assert_eq!(error("{\"xifClip\":1}"), PasteError::Empty.to_string());
    let many = format!("{{\"xifClip\":1,\"items\":[{}]}}", vec!["{\"action\":{}}"; 20_001].join(","));
    assert_eq!(
        error(&many),
        "The clipboard has 20001 actions; at most 20000 can be pasted at once. Paste them in smaller parts."
    );
}

#[test]
fn a_copy_that_a_person_changed_is_mended() {
    let text = r#"{"xifClip":1,"items":[
        {"structure":{"key":"same","name":"Größe","attributes":[{"name":"A"},{"name":"a"},{"type":"Number"}]}},
        {"structure":{"key":"same","name":"2nd","attributes":[{"name":"X","type":{"record":[{"structure":{"name":"Nobody"}}]}}]}},
        {"action":{"name":"F","function":true,"icon":{"name":"x"},"parameters":[
            {"name":"In","type":{"record":[{"structure":{"name":"größe"}}]}},{"name":"C","type":{"identifier":{"name":"C"}}}]}},
        {"resource":{"fileName":"a/b?.dll","folder":"..\\x/","deployAction":"Somewhere"}},
        {"entity":{"name":"E","identifier":{"name":"No"},"attributes":[{"name":"A_name_of_more_than_28_characters"}]}}
    ]}"#;
    let (next, _, notes) = pasted(&elsewhere(), Item::Extension, text);
    let starts = [
        "“Größe” is pasted as Gr__e: Names can't contain “ö”",
        "“Number” is not a data type: a row without name is pasted as a Text.",
        "“a” is pasted as a2: another attribute has that name.",
        "What had no name is pasted as Attribute1.",
        "“2nd” is pasted as Structure2nd: Names start with a letter",
        "The structure Nobody is missing: the record type of X is pasted without it.",
        "The entity C is missing: C is pasted as an Integer.",
        "F is pasted as no function: it has 0 output parameters, not one.",
        "F is pasted with the default icon",
        "The folder “..\\x/” is pasted as \\x\\.",
        "“a/b?.dll” is pasted as a_b_.dll: “/” cannot stand in a file name.",
        "“A_name_of_more_than_28_characters” is pasted as A_name_of_more_than_28_chara: The name has 33 characters",
        "E is pasted without identifier: the copy has no such attribute.",
    ];
    for start in starts {
        assert!(notes.iter().any(|note| note.starts_with(start)), "{start} in {notes:#?}");
    }
    assert_eq!(notes.len(), starts.len(), "{notes:#?}");
    assert_eq!(
        next.actions[0].parameters[0].data_type,
        DataType::Record(RecordDefinition::new([next.structures[0].key]))
    );
    assert_eq!(next.structures[0].name.as_str(), "Gr__e");
    assert_eq!(next.structures[1].name.as_str(), "Structure2nd");
    assert_eq!(next.resources[0].path(), r"\x\a_b_.dll");
    assert_eq!(next.entities[0].attributes[0].name.as_str().len(), 28);
}

//! A small extension, and edits of it made at random.

use crate::document::{INPUT, OUTPUT, action, edited, empty, key, name, parameter, resource};
use extension::{
    Action, ActionEdit, BasicType, Content, Description, Edit, Entity, EntityAttribute, EntityEdit, Expression,
    Extension, Folder, Item, Parameter, ParameterEdit, ResourceEdit, Structure, StructureAttribute, StructureEdit,
    Timestamp,
};
use proptest::prelude::*;

/// Action 10 `Pay` with input 11 `Years` and output 12 `Payment`, structure 20 `Loan` with attribute 21 `Rate`, entity 30
/// `Customer` with attribute 31 `Id`, resources 40 to 42.
pub fn sample() -> Extension {
    let years = parameter(11, "Years", INPUT, BasicType::Text);
    let pay = action(10, "Pay", [years, parameter(12, "Payment", OUTPUT, BasicType::Text)]);
    let mut structure = Structure::new(key(20), name("Loan"));
    structure.attributes = [StructureAttribute::new(key(21), name("Rate"))].into_iter().collect();
    let mut entity = Entity::new(key(30), name("Customer"));
    entity.attributes = [EntityAttribute::new(key(31), name("Id"))].into_iter().collect();
    let edits = [
        Edit::AddAction(pay, None),
        Edit::AddStructure(structure, None),
        Edit::AddEntity(entity, None),
        Edit::AddResource(resource(40, Folder::SOURCE, "Bank.cs", b"")),
        Edit::AddResource(resource(41, Folder::BINARIES, "OutSystems.NssBank.dll", b"")),
        Edit::AddResource(resource(42, Folder::ICONS, "pay.png", b"")),
    ];
    edited(&empty("Bank"), &edits)
}

/// An edit of the action `Pay`.
pub fn on_action(edit: ActionEdit) -> Edit {
    Edit::Action(key(10), edit)
}

/// An edit of a parameter of `Pay`.
pub fn on_parameter(number: u8, edit: ParameterEdit) -> Edit {
    on_action(ActionEdit::Parameter(key(number), edit))
}

/// The extension after those of the edits that are not refused.
pub fn edited_where_allowed(extension: &Extension, edits: &[Edit]) -> Extension {
    edits.iter().fold(extension.clone(), |extension, edit| extension.apply(edit).unwrap_or(extension))
}

/// Edits of the sample, and of what they add, in any order.
pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec(edit(), 0..12)
}

fn edit() -> impl Strategy<Value = Edit> {
    let numbers = || prop::sample::select(vec![10_u8, 11, 12, 13, 14, 15, 16]);
    let names = || prop::sample::select(vec!["Alpha", "Beta", "Gamma", "Delta", "Pay"]).prop_map(name);
    let text = || prop::sample::select(vec!["", "a\n", "a\nb\nc\n", "a\r\nb\r\n", "b\nc\nd\ne\n", "\u{feff}a\n"]);
    prop_oneof![
        names().prop_map(Edit::RenameExtension),
        text().prop_map(|text| Edit::SetDescription(Description::as_found(text))),
        (numbers(), names(), prop::option::of(0..3_usize))
            .prop_map(|(number, name, at)| Edit::AddAction(Action::new(key(number), name), at)),
        (numbers(), 0..4_usize).prop_map(|(number, to)| Edit::MoveAction(key(number), to)),
        (numbers(), action_edit()).prop_map(|(number, edit)| Edit::Action(key(number), edit)),
        (20..24_u8, names()).prop_map(|(number, name)| Edit::AddStructure(Structure::new(key(number), name), Some(0))),
        (20..24_u8, 0..3_usize).prop_map(|(number, to)| Edit::MoveStructure(key(number), to)),
        (20..24_u8, names()).prop_map(|(number, name)| Edit::Structure(key(number), StructureEdit::Rename(name))),
        (20..24_u8, 24..27_u8, names()).prop_map(|(number, attribute, name)| {
            let attribute = StructureAttribute::new(key(attribute), name);
            Edit::Structure(key(number), StructureEdit::AddAttribute(attribute, Some(0)))
        }),
        names().prop_map(|name| Edit::Entity(key(30), EntityEdit::Rename(name))),
        prop::option::of(Just(key(31))).prop_map(|it| Edit::Entity(key(30), EntityEdit::SetIdentifier(it))),
        prop::sample::select(vec![
            Item::Action(key(10)),
            Item::Action(key(13)),
            Item::Structure(key(20)),
            Item::Structure(key(22)),
            Item::Entity(key(30)),
            Item::Resource(key(40)),
            Item::Resource(key(43)),
            Item::Parameter { action: key(10), parameter: key(11) },
            Item::StructureAttribute { structure: key(20), attribute: key(21) },
        ])
        .prop_map(|item| Edit::Remove(vec![item])),
        (43..46_u8, names()).prop_map(|(number, name)| Edit::AddResource(resource(
            number,
            Folder::SOURCE,
            &format!("{name}.cs"),
            b""
        ))),
        (40..46_u8, text(), 0..9_u8).prop_map(|(number, text, second)| {
            let time = Timestamp::new(2026, 1, 2, 3, 4, second);
            Edit::Resource(key(number), ResourceEdit::SetContent(Content::from_bytes(text.as_bytes()), time))
        }),
    ]
}

fn action_edit() -> impl Strategy<Value = ActionEdit> {
    let numbers = || 11..20_u8;
    let names = || prop::sample::select(vec!["Alpha", "Beta", "Gamma", "Delta"]).prop_map(name);
    let types = prop::sample::select(vec![BasicType::Integer, BasicType::Text, BasicType::Date]);
    prop_oneof![
        names().prop_map(ActionEdit::Rename),
        any::<bool>().prop_map(ActionEdit::SetFunction),
        prop::option::of(Just(key(42))).prop_map(ActionEdit::SetIcon),
        (numbers(), names(), prop::option::of(0..3_usize))
            .prop_map(|(number, name, at)| { ActionEdit::AddParameter(Parameter::new(key(number), name, INPUT), at) }),
        (numbers(), 0..4_usize).prop_map(|(number, to)| ActionEdit::MoveParameter(key(number), to)),
        (numbers(), types).prop_map(|(number, basic)| {
            ActionEdit::Parameter(key(number), ParameterEdit::SetDataType(basic.into()))
        }),
        (numbers(), any::<bool>())
            .prop_map(|(number, is_so)| ActionEdit::Parameter(key(number), ParameterEdit::SetMandatory(is_so))),
        numbers().prop_map(|number| {
            ActionEdit::Parameter(key(number), ParameterEdit::SetDefault(Expression::new("\"x\"")))
        }),
    ]
}

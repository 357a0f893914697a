//! An extension and what several people made of it.

use extension::{
    Action, ActionEdit, BasicType, Description, Direction, Edit, Extension, Item, Parameter, ParameterEdit,
    ResourceEdit, Timestamp,
};
use support::document::{edited, key, name};

use crate::command::{resource, with_resources};

pub(crate) const SOURCE: &str = "class Sample {\r\n\tint a;\r\n\tint b;\r\n\tint c;\r\n\tint d;\r\n}\r\n";

/// `Sample` with an action `Pay`, whose input `Years` is an Integer, an action `Refund`, and a source.
pub(crate) fn sample() -> Extension {
    let mut pay = Action::new(key(10), name("Pay"));
    let mut years = Parameter::new(key(11), name("Years"), Direction::Input { mandatory: false });
    years.data_type = BasicType::Integer.into();
    pay.parameters = [years].into_iter().collect();
    let refund = Action::new(key(20), name("Refund"));
    let extension = with_resources(vec![resource(1, r"\Source\NET\", "Sample.cs", SOURCE.as_bytes())]);
    // As a file has it: who reads it finds the same document.
    as_read(&edited(&extension, &[Edit::AddAction(pay, None), Edit::AddAction(refund, None)]))
}

pub(crate) fn as_read(extension: &Extension) -> Extension {
    xif::parse(xif::print(extension)).unwrap()
}

pub(crate) fn renamed(to: &str) -> Edit {
    Edit::Action(key(10), ActionEdit::Rename(name(to)))
}

pub(crate) fn described(text: &str) -> Edit {
    Edit::Action(key(10), ActionEdit::SetDescription(Description::new(text).unwrap()))
}

pub(crate) fn mandatory() -> Edit {
    Edit::Action(key(10), ActionEdit::Parameter(key(11), ParameterEdit::SetMandatory(true)))
}

pub(crate) fn without_refund() -> Edit {
    Edit::Remove(vec![Item::Action(key(20))])
}

pub(crate) fn added(number: u8, text: &str) -> Edit {
    Edit::AddAction(Action::new(key(number), name(text)), None)
}

pub(crate) fn source(from: &str, to: &str) -> Edit {
    let content = extension::Content::from_bytes(SOURCE.replace(from, to).into_bytes());
    Edit::Resource(key(1), ResourceEdit::SetContent(content, Timestamp::new(2026, 1, 1, 12, 0, 0)))
}

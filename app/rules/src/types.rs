//! Data types, default values, lengths and decimals of parameters and attributes.

use super::context::{Context, Identifier, Source};
use super::rows::verify_storable;
use super::{Finding, Rule};
use extension::{BasicType, DataType, Expression, ExpressionError, Item, Name, Property, RecordDefinition};

/// The most digits of the platform's Decimal.
pub(super) const DECIMAL_LENGTH: u32 = 28;
/// The most digits after its point.
pub(super) const DECIMAL_DECIMALS: u32 = 8;

/// A data type and the default value.
pub(super) fn verify_type(
    item: Item,
    name: &Name,
    data_type: &DataType,
    default: &Expression,
    context: &Context,
    found: &mut Vec<Finding>,
) {
    match data_type {
        DataType::Basic(_) | DataType::Object => {}
        DataType::Record(record) | DataType::RecordList(record) => verify_record(item, record, context, found),
        DataType::EntityIdentifier(key) => {
            verify_reference(item, name, context.source(*key), found);
        }
        DataType::Other { type_text, .. } => {
            let text =
                format!("'{name}' data type is invalid: the platform has no type “{type_text}”. Choose another.");
            found.push(Finding::new(Rule::TypeInvalid, item.at(Property::DataType), text));
        }
    }
    // Of a type that nobody knows, nobody knows the values.
    if !default.is_empty() && !matches!(data_type, DataType::Other { .. }) {
        verify_default(item, data_type, default, found);
    }
}

fn verify_record(item: Item, record: &RecordDefinition, context: &Context, found: &mut Vec<Finding>) {
    let place = item.at(Property::RecordType);
    let missing = record.sources().iter().filter(|key| context.source(**key).is_none()).count();
    if record.is_empty() {
        let text = "'Record Definition' not set. Choose the structures or entities that it is made of.";
        found.push(Finding::new(Rule::RecordEmpty, place, text));
    } else if missing > 0 {
        let text = format!(
            "'Record Definition' contains invalid entities and/or structures: {missing} of {} are not in the extension. Choose again what it is made of.",
            record.sources().len()
        );
        found.push(Finding::new(Rule::RecordSourceMissing, place, text));
    }
}

fn verify_reference(item: Item, name: &Name, source: Option<&Source>, found: &mut Vec<Finding>) {
    let place = item.at(Property::DataType);
    match source {
        None | Some(Source::Structure) => {
            let text = format!(
                "'{name}' data type is invalid: it is the identifier of an entity that is not in the extension. Choose another."
            );
            found.push(Finding::new(Rule::TypeInvalid, place, text));
        }
        Some(Source::Entity { name: entity, identifier: Identifier::None }) => {
            let text = format!(
                "'{name}' data type is invalid: '{entity}' has no attribute set as Identifier. Set one, or choose another type."
            );
            found.push(Finding::new(Rule::TypeWithoutIdentifier, place, text));
        }
        Some(Source::Entity { .. }) => {}
    }
}

fn verify_default(item: Item, data_type: &DataType, default: &Expression, found: &mut Vec<Finding>) {
    verify_storable(item, Property::DefaultValue, default.as_str(), found);
    let Err(error) = default.check(data_type) else { return };
    let (rule, text) = match error {
        ExpressionError::NotALiteral { text, expected } => {
            let text =
                format!("Unknown object in expression: “{text}” is not a literal value. {}", expected.default_hint());
            (Rule::DefaultUnknown, text)
        }
        ExpressionError::WrongType { text, expected, found } => {
            let text =
                format!("{expected} data type required instead of {found}: “{text}”. {}", expected.default_hint());
            (Rule::DefaultType, text)
        }
        ExpressionError::OutOfRange { text, expected } => {
            let text =
                format!("'{expected}' value exceeded: “{text}” is beyond its range. Write {}.", expected.value_range());
            (Rule::DefaultRange, text)
        }
        ExpressionError::NoDefault { expected } => {
            (Rule::DefaultNotTaken, format!("{expected} takes no default value. Clear it."))
        }
    };
    found.push(Finding::new(rule, item.at(Property::DefaultValue), text));
}

/// The length and the decimals of an attribute.
pub(super) fn verify_size(
    item: Item,
    data_type: &DataType,
    length: &Expression,
    decimals: &Expression,
    found: &mut Vec<Finding>,
) {
    if length.is_empty() && decimals.is_empty() {
        return;
    }
    let digits = match data_type.basic() {
        Some(BasicType::Text | BasicType::Decimal) => verify_length(item, data_type, length, found),
        _ => {
            not_taken(item.at(Property::Length), Rule::LengthNotTaken, data_type, length, found);
            None
        }
    };
    if data_type.basic() == Some(BasicType::Decimal) {
        verify_decimals(item, digits, decimals, found);
    } else {
        not_taken(item.at(Property::Decimals), Rule::DecimalsNotTaken, data_type, decimals, found);
    }
}

fn not_taken(place: extension::Place, rule: Rule, data_type: &DataType, value: &Expression, found: &mut Vec<Finding>) {
    if !value.is_empty() {
        let label = place.property.label();
        let text = format!("{label} “{value}” has no effect: {data_type} has its own. Clear it.");
        found.push(Finding::new(rule, place, text));
    }
}

/// The length as a number, where it is one.
fn verify_length(item: Item, data_type: &DataType, length: &Expression, found: &mut Vec<Finding>) -> Option<u32> {
    let place = item.at(Property::Length);
    let number = whole_number(length);
    match number {
        _ if length.is_empty() => {}
        None | Some(0) => {
            let text =
                format!("Length “{length}” is not a whole number from 1 on. Write digits, such as 50, or nothing.");
            found.push(Finding::new(Rule::LengthInvalid, place, text));
        }
        Some(number) if number > DECIMAL_LENGTH && data_type.basic() == Some(BasicType::Decimal) => {
            let text =
                format!("The platform's Decimal has at most {DECIMAL_LENGTH} digits; Length is {number}. Lower it.");
            found.push(Finding::new(Rule::DecimalTooLong, place, text));
        }
        Some(_) => {}
    }
    number
}

fn verify_decimals(item: Item, length: Option<u32>, decimals: &Expression, found: &mut Vec<Finding>) {
    let place = item.at(Property::Decimals);
    match (whole_number(decimals), length) {
        _ if decimals.is_empty() => {}
        (None, _) => {
            let text =
                format!("Decimals “{decimals}” is not a whole number from 0 on. Write digits, such as 2, or nothing.");
            found.push(Finding::new(Rule::DecimalsInvalid, place, text));
        }
        (Some(decimals), Some(length)) if decimals > length => {
            let text =
                format!("Decimals ({decimals}) are more than Length ({length}), which counts them too. Lower them.");
            found.push(Finding::new(Rule::DecimalsInvalid, place, text));
        }
        (Some(decimals), _) if decimals > DECIMAL_DECIMALS => {
            let text =
                format!("The platform's Decimal has at most {DECIMAL_DECIMALS} decimals, not {decimals}. Lower them.");
            found.push(Finding::new(Rule::DecimalTooLong, place, text));
        }
        (Some(_), _) => {}
    }
}

/// The literal as a whole number from 0 on; the largest that counts where it is larger.
fn whole_number(expression: &Expression) -> Option<u32> {
    let digits = expression.as_str();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u32::MAX))
}

use extension::{BasicType, DataType, Expression, Extension, Property};
use rules::Rule;

use support::document::key;

use super::sample::{on_customer, on_entity, on_loan, on_parameter, record};
use super::table::Case;

fn set_default(extension: &mut Extension, data_type: impl Into<DataType>, default: &str) {
    on_parameter(extension, 0, |it| {
        it.data_type = data_type.into();
        it.default = Expression::as_found(default);
    });
}

/// Data types.
pub(crate) fn types() -> Vec<Case> {
    vec![
        Case {
            rule: Rule::TypeInvalid,
            breaks: |it| on_parameter(it, 1, |it| it.data_type = DataType::EntityIdentifier(key(99))),
            path: "Pay.Customer",
            property: Property::DataType,
            says: "'Customer' data type is invalid",
            keeps: |it| on_parameter(it, 1, |it| it.data_type = DataType::EntityIdentifier(key(40))),
        },
        Case {
            rule: Rule::TypeInvalid,
            breaks: |it| {
                let (type_text, record_text) = ("Quaternion".into(), "".into());
                on_loan(it, 0, |it| it.data_type = DataType::Other { type_text, record_text });
            },
            path: "Loan.Amount",
            property: Property::DataType,
            says: "no type “Quaternion”",
            keeps: |it| on_loan(it, 1, |it| it.data_type = DataType::Object),
        },
        Case {
            rule: Rule::TypeWithoutIdentifier,
            breaks: |it| on_entity(it, 0, |it| it.identifier = None),
            path: "Pay.Customer",
            property: Property::DataType,
            says: "'Customer' has no attribute set as Identifier.",
            // A structure of the same key is not an entity, which is another finding.
            keeps: |it| on_parameter(it, 1, |it| it.data_type = DataType::EntityIdentifier(key(20))),
        },
        Case {
            rule: Rule::RecordEmpty,
            breaks: |it| on_parameter(it, 2, |it| it.data_type = record(&[])),
            path: "Pay.Loan",
            property: Property::RecordType,
            says: "'Record Definition' not set",
            keeps: |it| on_parameter(it, 2, |it| it.data_type = record(&[40])),
        },
        Case {
            rule: Rule::RecordSourceMissing,
            breaks: |it| on_parameter(it, 2, |it| it.data_type = record(&[20, 99])),
            path: "Pay.Loan",
            property: Property::RecordType,
            says: "contains invalid entities and/or structures",
            keeps: |it| on_parameter(it, 2, |it| it.data_type = record(&[25, 20, 40])),
        },
    ]
}

/// Default values.
pub(crate) fn defaults() -> Vec<Case> {
    vec![
        Case {
            rule: Rule::DefaultUnknown,
            breaks: |it| set_default(it, BasicType::Date, "CurrDate()"),
            path: "Pay.Years",
            property: Property::DefaultValue,
            says: "Unknown object in expression",
            keeps: |it| set_default(it, BasicType::Date, "#2026-12-31#"),
        },
        Case {
            rule: Rule::DefaultType,
            breaks: |it| set_default(it, BasicType::Integer, "1.5"),
            path: "Pay.Years",
            property: Property::DefaultValue,
            says: "Integer data type required instead of Decimal",
            keeps: |it| set_default(it, BasicType::Decimal, "1"),
        },
        Case {
            rule: Rule::DefaultRange,
            breaks: |it| set_default(it, BasicType::Integer, "2147483648"),
            path: "Pay.Years",
            property: Property::DefaultValue,
            says: "'Integer' value exceeded",
            keeps: |it| set_default(it, BasicType::Integer, "-2147483648"),
        },
        Case {
            rule: Rule::DefaultRange,
            breaks: |it| {
                on_customer(it, 1, |it| {
                    it.data_type = BasicType::Decimal.into();
                    it.default = Expression::as_found("79228162514264337593543950336");
                });
            },
            path: "Customer.Name",
            property: Property::DefaultValue,
            says: "'Decimal' value exceeded",
            keeps: |it| set_default(it, BasicType::Decimal, "79228162514264337593543950335"),
        },
        Case {
            rule: Rule::DefaultNotTaken,
            breaks: |it| set_default(it, BasicType::BinaryData, "0"),
            path: "Pay.Years",
            property: Property::DefaultValue,
            says: "takes no default value",
            keeps: |it| set_default(it, BasicType::BinaryData, ""),
        },
    ]
}

/// Lengths and decimals.
pub(crate) fn sizes() -> Vec<Case> {
    fn length(extension: &mut Extension, length: &str) {
        on_loan(extension, 0, |it| it.length = Expression::as_found(length));
    }
    fn decimals(extension: &mut Extension, decimals: &str) {
        on_loan(extension, 0, |it| it.decimals = Expression::as_found(decimals));
    }
    vec![
        Case {
            rule: Rule::LengthInvalid,
            breaks: |it| on_loan(it, 1, |it| it.length = Expression::as_found("0")),
            path: "Loan.Note",
            property: Property::Length,
            says: "whole number from 1 on",
            keeps: |it| on_loan(it, 1, |it| it.length = Expression::as_found("1")),
        },
        Case {
            rule: Rule::LengthNotTaken,
            breaks: |it| on_loan(it, 1, |it| it.data_type = BasicType::Email.into()),
            path: "Loan.Note",
            property: Property::Length,
            says: "has no effect",
            keeps: |it| on_loan(it, 0, |it| it.decimals = Expression::default()),
        },
        Case {
            rule: Rule::DecimalsInvalid,
            breaks: |it| length(it, "1"),
            path: "Loan.Amount",
            property: Property::Decimals,
            says: "more than Length (1)",
            keeps: |it| length(it, "2"),
        },
        Case {
            rule: Rule::DecimalsInvalid,
            breaks: |it| decimals(it, "-1"),
            path: "Loan.Amount",
            property: Property::Decimals,
            says: "whole number from 0 on",
            keeps: |it| decimals(it, "0"),
        },
        Case {
            rule: Rule::DecimalsNotTaken,
            breaks: |it| on_loan(it, 1, |it| it.decimals = Expression::as_found("2")),
            path: "Loan.Note",
            property: Property::Decimals,
            says: "has no effect",
            keeps: |it| decimals(it, "3"),
        },
        Case {
            rule: Rule::DecimalTooLong,
            breaks: |it| length(it, "29"),
            path: "Loan.Amount",
            property: Property::Length,
            says: "at most 28 digits",
            keeps: |it| length(it, "28"),
        },
        Case {
            rule: Rule::DecimalTooLong,
            breaks: |it| decimals(it, "9"),
            path: "Loan.Amount",
            property: Property::Decimals,
            says: "at most 8 decimals",
            keeps: |it| decimals(it, "8"),
        },
    ]
}

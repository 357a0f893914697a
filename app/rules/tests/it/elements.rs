use extension::{Content, Dbms, Description, Elements, Expression, Property};
use rules::Rule;
use std::sync::Arc;

use support::document::key;

use super::sample::{change, name, on_customer, on_entity, on_loan, on_parameter, on_resource, png};
use super::table::Case;

/// What holds for every kind of element.
pub(crate) fn names() -> Vec<Case> {
    vec![
        Case {
            rule: Rule::NameInvalid,
            breaks: |it| on_parameter(it, 0, |it| it.name = name("2 Years")),
            path: "Pay.2 Years",
            property: Property::Name,
            says: "Names can't contain spaces",
            keeps: |it| on_parameter(it, 0, |it| it.name = name("Years_2")),
        },
        Case {
            rule: Rule::NameInvalid,
            breaks: |it| it.name = name("_Bänk"),
            path: "_Bänk",
            property: Property::Name,
            says: "Rename it.",
            keeps: |it| it.name = name("Bank2"),
        },
        Case {
            rule: Rule::NameTooLong,
            breaks: |it| on_customer(it, 1, |it| it.name = name(&"a".repeat(29))),
            path: "Customer.aaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            property: Property::Name,
            says: "Name value cannot have more than 28 characters",
            keeps: |it| on_loan(it, 1, |it| it.name = name(&"a".repeat(50))),
        },
        Case {
            rule: Rule::NameTaken,
            breaks: |it| on_loan(it, 1, |it| it.name = name("AMOUNT")),
            path: "Loan.AMOUNT",
            property: Property::Name,
            says: "Loan has another attribute named “AMOUNT”",
            keeps: |it| on_loan(it, 1, |it| it.name = name("Amount2")),
        },
        Case {
            rule: Rule::NameTaken,
            breaks: |it| on_entity(it, 1, |it| change(&mut it.attributes, 1, |it| it.name = name("CODE"))),
            path: "Branch.CODE",
            property: Property::Name,
            says: "Branch has another attribute named “CODE”",
            // Ignored attributes are left out.
            keeps: |it| on_entity(it, 1, |it| change(&mut it.attributes, 2, |it| it.name = name("CODE"))),
        },
        Case {
            rule: Rule::NameTaken,
            breaks: |it| on_entity(it, 1, |it| it.name = name("customer")),
            path: "customer",
            property: Property::Name,
            says: "Another entity is named “customer”",
            // Folders have names of their own.
            keeps: |it| on_entity(it, 1, |it| it.name = name("Pay")),
        },
    ]
}

/// Texts of every kind of element, and keys.
pub(crate) fn texts_and_keys() -> Vec<Case> {
    vec![
        Case {
            rule: Rule::DescriptionTooLong,
            breaks: |it| it.description = Description::as_found(&"é".repeat(256)),
            path: "Bank",
            property: Property::Description,
            says: "The description has 256 characters; the documented limit is 255",
            keeps: |it| it.description = Description::as_found(&"é".repeat(255)),
        },
        Case {
            rule: Rule::TextUnstorable,
            breaks: |it| on_customer(it, 1, |it| it.original_name = "na\u{1}me".into()),
            path: "Customer.Name",
            property: Property::OriginalName,
            says: "U+0001",
            keeps: |it| on_customer(it, 1, |it| it.original_name = "na\tme\u{fffd}".into()),
        },
        Case {
            rule: Rule::TextUnstorable,
            breaks: |it| on_parameter(it, 0, |it| it.description = Description::as_found("a\u{ffff}b")),
            path: "Pay.Years",
            property: Property::Description,
            says: "Description holds the character U+FFFF",
            keeps: |it| on_parameter(it, 0, |it| it.description = Description::as_found("a\r\nb ﬁ")),
        },
        Case {
            rule: Rule::KeyTaken,
            breaks: |it| on_entity(it, 1, |it| it.key = key(20)),
            path: "Branch",
            property: Property::Name,
            says: "has the key FBQUFBQUFBQUFBQUFBQUFA",
            // Rows are told apart within their element.
            keeps: |it| on_loan(it, 0, |it| it.key = key(11)),
        },
        Case {
            rule: Rule::KeyTaken,
            breaks: |it| on_loan(it, 1, |it| it.key = key(21)),
            path: "Loan.Amount",
            property: Property::Name,
            says: "“Note” has the key",
            keeps: |_| {},
        },
    ]
}

/// The extension itself.
pub(crate) fn the_extension() -> Vec<Case> {
    vec![
        Case {
            rule: Rule::ApplicationServer,
            breaks: |it| Arc::make_mut(&mut it.provenance).application_server_type = "J2EE".into(),
            path: "Bank",
            property: Property::Name,
            says: "'Application Server' J2EE not supported",
            keeps: |_| {},
        },
        Case {
            rule: Rule::OlderVersion,
            breaks: |it| Arc::make_mut(&mut it.provenance).last_upgrade_version = "10.0.0.402".into(),
            path: "Bank",
            property: Property::SchemaVersion,
            says: "is of OutSystems 10 (10.0.0.402)",
            keeps: |it| Arc::make_mut(&mut it.provenance).last_upgrade_version = "".into(),
        },
        Case {
            rule: Rule::DbmsUnknown,
            breaks: |it| it.dbms = Dbms::Other("Informix".into()),
            path: "Bank",
            property: Property::Dbms,
            says: "no DBMS “Informix”",
            keeps: |it| it.dbms = Dbms::Oracle,
        },
        Case {
            rule: Rule::NothingDefined,
            breaks: |it| {
                (it.actions, it.structures, it.entities) =
                    (Elements::default(), Elements::default(), Elements::default());
            },
            path: "Bank",
            property: Property::Name,
            says: "The Extension has no source code to compile",
            keeps: |it| (it.actions, it.structures) = (Elements::default(), Elements::default()),
        },
    ]
}

/// Actions and their icons.
pub(crate) fn actions() -> Vec<Case> {
    vec![
        Case {
            rule: Rule::FunctionOutput,
            breaks: |it| {
                change(&mut it.actions, 0, |it| {
                    it.is_function = true;
                    it.parameters = it.parameters.without(3);
                });
            },
            path: "Pay",
            property: Property::Function,
            says: "exactly one output parameter; Pay has none",
            keeps: |it| change(&mut it.actions, 0, |it| it.is_function = true),
        },
        Case {
            rule: Rule::FunctionOutput,
            breaks: |it| {
                change(&mut it.actions, 0, |it| {
                    it.is_function = true;
                    change(&mut it.parameters, 0, |it| it.direction = extension::Direction::Output);
                });
            },
            path: "Pay",
            property: Property::Function,
            says: "Pay has 2",
            keeps: |it| on_parameter(it, 0, |it| it.direction = extension::Direction::Output),
        },
        Case {
            rule: Rule::IconMissing,
            breaks: |it| change(&mut it.actions, 0, |it| it.icon = Some(key(99))),
            path: "Pay",
            property: Property::Icon,
            says: "not a resource of the extension",
            keeps: |it| change(&mut it.actions, 0, |it| it.icon = None),
        },
        Case {
            rule: Rule::IconNoPicture,
            breaks: |it| on_resource(it, 0, |it| it.content = Content::from_bytes(*b"hello")),
            path: "pay.png",
            property: Property::Content,
            says: "the icon of Pay but no picture",
            keeps: |it| on_resource(it, 0, |it| it.content = Content::from_bytes(*b"\xff\xd8\xff\xe0")),
        },
        Case {
            rule: Rule::IconTooLarge,
            breaks: |it| on_resource(it, 0, |it| it.content = png(65)),
            path: "pay.png",
            property: Property::Content,
            says: "larger than icons are shown",
            keeps: |it| on_resource(it, 0, |it| it.content = png(64)),
        },
        Case {
            rule: Rule::OutputDefault,
            breaks: |it| on_parameter(it, 3, |it| it.default = Expression::new("1.5")),
            path: "Pay.Payment",
            property: Property::DefaultValue,
            says: "'Payment' is an output",
            keeps: |it| on_parameter(it, 0, |it| it.default = Expression::new("1")),
        },
    ]
}

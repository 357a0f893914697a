use extension::verify::Rule;
use extension::{BasicType, Content, DataType, Dbms, Description, Elements, Expression, Extension, Property};
use std::sync::Arc;

use support::document::key;

use super::sample::{
    attribute, change, column, name, on_customer, on_entity, on_loan, on_parameter, on_resource, png, record,
};
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

/// The extension itself and its actions.
pub(crate) fn of_extension_and_actions() -> Vec<Case> {
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

/// Identifiers and attributes of entities.
#[allow(clippy::too_many_lines)] // a table
pub(crate) fn entities() -> Vec<Case> {
    vec![
        Case {
            rule: Rule::EntityEmpty,
            breaks: |it| on_entity(it, 1, |it| it.attributes = it.attributes.without(0).without(0)),
            path: "Branch",
            property: Property::Attributes,
            says: "Entity Branch must have at least one attribute",
            keeps: |it| on_entity(it, 1, |it| it.attributes = it.attributes.without(1).without(1)),
        },
        Case {
            rule: Rule::IdentifierMissing,
            breaks: |it| on_entity(it, 1, |it| it.identifier = Some(key(99))),
            path: "Branch",
            property: Property::Identifier,
            says: "none of its attributes",
            keeps: |it| on_entity(it, 1, |it| it.identifier = None),
        },
        Case {
            rule: Rule::IdentifierIgnored,
            breaks: |it| on_customer(it, 0, |it| it.is_ignored = true),
            path: "Customer",
            property: Property::Identifier,
            says: "is ignored",
            keeps: |it| on_customer(it, 1, |it| it.is_ignored = true),
        },
        Case {
            rule: Rule::IdentifierType,
            breaks: |it| on_customer(it, 0, |it| it.data_type = DataType::EntityIdentifier(key(30))),
            path: "Customer.Id",
            property: Property::DataType,
            says: "refers to itself through identifiers",
            keeps: |it| on_customer(it, 0, |it| it.data_type = DataType::EntityIdentifier(key(40))),
        },
        Case {
            rule: Rule::IdentifierType,
            breaks: |it| on_customer(it, 0, |it| it.data_type = BasicType::Decimal.into()),
            path: "Customer.Id",
            property: Property::DataType,
            says: "identifier attribute data type must be set to",
            // The type is that of the other entity's identifier.
            keeps: |it| on_entity(it, 1, |it| it.identifier = Some(key(42))),
        },
        Case {
            rule: Rule::IdentifierOptional,
            breaks: |it| on_customer(it, 0, |it| it.is_mandatory = false),
            path: "Customer.Id",
            property: Property::Mandatory,
            says: "identifier attribute must be set to 'Mandatory'",
            keeps: |it| on_customer(it, 1, |it| it.is_mandatory = false),
        },
        Case {
            rule: Rule::AutoNumberSeveral,
            breaks: |it| {
                on_customer(it, 1, |it| {
                    it.is_auto_number = true;
                    it.data_type = BasicType::Integer.into();
                });
            },
            path: "Customer.Name",
            property: Property::AutoNumber,
            says: "can only have one 'Auto Number' attribute",
            keeps: |it| {
                on_customer(it, 1, |it| {
                    it.is_auto_number = true;
                    it.is_ignored = true;
                });
            },
        },
        Case {
            rule: Rule::AutoNumberType,
            breaks: |it| on_customer(it, 0, |it| it.data_type = BasicType::Text.into()),
            path: "Customer.Id",
            property: Property::DataType,
            says: "to use 'Auto Number'",
            keeps: |it| on_customer(it, 0, |it| it.data_type = BasicType::LongInteger.into()),
        },
        Case {
            rule: Rule::OnlyAutoNumber,
            breaks: |it| on_entity(it, 0, |it| it.attributes = it.attributes.without(1).without(1)),
            path: "Customer",
            property: Property::Attributes,
            says: "exclusively composed of an 'Auto Number' attribute",
            keeps: |it| on_entity(it, 0, |it| it.attributes = it.attributes.without(1)),
        },
        Case {
            rule: Rule::BinarySeveral,
            breaks: |it| on_customer(it, 1, |it| it.data_type = BasicType::BinaryData.into()),
            path: "Customer",
            property: Property::Attributes,
            says: "only have one attribute of 'Binary Data' data type",
            keeps: |it| {
                on_entity(it, 1, |it| it.attributes = it.attributes.with(0, column(44, "A", BasicType::BinaryData)));
            },
        },
        Case {
            rule: Rule::AttributeReserved,
            breaks: |it| on_customer(it, 1, |it| it.name = name("Number")),
            path: "Customer.Number",
            property: Property::Name,
            says: "invalid attribute name in Oracle",
            keeps: |it| {
                it.dbms = Dbms::SqlServer;
                on_customer(it, 1, |it| it.name = name("Number"));
            },
        },
        Case {
            rule: Rule::AttributeType,
            breaks: |it| on_customer(it, 1, |it| it.data_type = record(&[20])),
            path: "Customer.Name",
            property: Property::DataType,
            says: "an entity's attribute has a basic type",
            keeps: |it| on_customer(it, 1, |it| it.data_type = DataType::EntityIdentifier(key(40))),
        },
    ]
}

fn set_table(extension: &mut Extension, table: &str, database: &str) {
    on_entity(extension, 1, |it| (it.physical_table, it.logical_database) = (table.into(), database.into()));
}

/// Tables, and structures as a whole.
pub(crate) fn tables_and_structures() -> Vec<Case> {
    vec![
        Case {
            rule: Rule::TableMissing,
            breaks: |it| set_table(it, " ", ""),
            path: "Branch",
            property: Property::PhysicalTable,
            says: "Branch must have a table name",
            keeps: |it| set_table(it, "B", ""),
        },
        Case {
            rule: Rule::TableTaken,
            breaks: |it| set_table(it, "CUSTOMER", ""),
            path: "Branch",
            property: Property::PhysicalTable,
            says: "Entity Customer already uses table name CUSTOMER",
            keeps: |it| set_table(it, "dbo.Customer", ""),
        },
        Case {
            rule: Rule::TableTakenElsewhere,
            breaks: |it| set_table(it, "Customer", "Legacy"),
            path: "Branch",
            property: Property::PhysicalTable,
            says: "in another logical database",
            keeps: |it| set_table(it, "Branch", "Legacy"),
        },
        Case {
            rule: Rule::TableName,
            breaks: |it| set_table(it, "[dbo].[Branch]", ""),
            path: "Branch",
            property: Property::PhysicalTable,
            says: "[dbo].[Branch] is an invalid table name in Oracle",
            keeps: |it| {
                it.dbms = Dbms::SqlServer;
                set_table(it, "[dbo].[Branch]", "");
            },
        },
        Case {
            rule: Rule::TableName,
            breaks: |it| set_table(it, "\"BRANCH\"@REMOTE.EXAMPLE", ""),
            path: "Branch",
            property: Property::PhysicalTable,
            says: "is an invalid table name in SQL Server",
            keeps: |it| {
                it.dbms = Dbms::Oracle;
                set_table(it, "\"BRANCH\"@REMOTE.EXAMPLE", "");
            },
        },
        Case {
            rule: Rule::StructureEmpty,
            breaks: |it| change(&mut it.structures, 0, |it| it.attributes = Elements::default()),
            path: "Loan",
            property: Property::Attributes,
            says: "Structure Loan must have at least one attribute",
            keeps: |it| change(&mut it.structures, 0, |it| it.attributes = it.attributes.without(0)),
        },
        Case {
            rule: Rule::StructureRecursive,
            breaks: |it| on_loan(it, 1, |it| it.data_type = record(&[25])),
            path: "Loan.Note",
            property: Property::DataType,
            says: "Loan.Note defines a recursive Structure data type definition: Loan.Note -> Rate.Loan -> Loan.",
            // The same structure twice is not a cycle.
            keeps: |it| {
                change(&mut it.structures, 1, |it| {
                    it.attributes = it.attributes.with(0, attribute(27, "Other", record(&[20])));
                });
            },
        },
        Case {
            rule: Rule::StructureRecursive,
            breaks: |it| on_loan(it, 0, |it| it.data_type = record(&[20, 20])),
            path: "Loan.Amount",
            property: Property::DataType,
            says: "definition: Loan.Amount -> Loan.",
            keeps: |_| {},
        },
    ]
}

use extension::{BasicType, DataType, Dbms, Elements, Extension, Property};
use rules::Rule;

use support::document::key;

use super::sample::{attribute, change, column, name, on_customer, on_entity, on_loan, record};
use super::table::Case;

/// Entities and their identifiers.
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
    ]
}

/// Attributes of entities.
pub(crate) fn entity_attributes() -> Vec<Case> {
    vec![
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

//! Pasting text that is not a copy: cells of a spreadsheet and lines of names.

use clip::{PasteError, Pasted, paste};
use extension::{BasicType, Edit, Entity, Extension, Item, Parameter, Structure};
use support::document::{INPUT, action, edited, empty, key, name, parameter, time};
use support::keys::Keys;

const ACTION: Item = Item::Action(key(10));
const ADDRESS: Item = Item::Structure(key(20));
const ENTITY: Item = Item::Entity(key(30));

/// Action `Pay` with the input `Years`, structure `Address`, entity `Customer`.
fn sample() -> Extension {
    let edits = [
        Edit::AddAction(action(10, "Pay", [parameter(11, "Years", INPUT, BasicType::Text)]), None),
        Edit::AddStructure(Structure::new(key(20), name("Address")), None),
        Edit::AddEntity(Entity::new(key(30), name("Customer")), None),
    ];
    edited(&empty("Bank"), &edits)
}

fn pasting(into: Item, text: &str) -> Result<Pasted, PasteError> {
    paste(&sample(), into, None, text, &mut Keys::default().into_source(), &time())
}

fn pasted(into: Item, text: &str) -> (Extension, Vec<String>) {
    let pasted = pasting(into, text).unwrap();
    (sample().apply(&pasted.edit).unwrap(), pasted.notes)
}

/// The parameters of `Pay` after `Years`, a line each.
fn parameters(text: &str) -> (Vec<String>, Vec<String>) {
    let (next, notes) = pasted(ACTION, text);
    let line = |it: &std::sync::Arc<Parameter>| {
        let (data_type, default) = (next.type_label(&it.data_type), it.default.as_str());
        let kind = match (it.is_input(), it.is_mandatory()) {
            (false, _) => "out",
            (true, true) => "in",
            (true, false) => "optional",
        };
        format!("{} {kind} {data_type} {default} {}", it.name, it.description.as_str()).trim().to_owned()
    };
    (next.actions[0].parameters.iter().skip(1).map(line).collect(), notes)
}

#[test]
fn a_table_with_a_header() {
    let (rows, notes) = parameters(
        "Data Type\tNAME\tMandatory\tDefault Value\tDescription\tInput\tColour\r\n\
         Long Integer\tCount\tno\t12\t\"several\nlines\"\tyes\tred\r\n\
         record list (address)\tPlaces\t\t\t\tOutput\t\r\n\
         Text\tTitle\tx\tO\"Neil\t\t\t\r\n\
         \t\t\t\t\t\t\r\n\
         Date\tDay\tperhaps\t2026-02-29\t\t\t\r\n",
    );
    assert_eq!(
        rows,
        [
            "Count optional Long Integer 12 several\nlines",
            "Places out Record List (Address)",
            "Title in Text \"O\"\"Neil\"",
            "Day in Date"
        ]
    );
    assert_eq!(notes.len(), 3, "{notes:?}");
    assert_eq!(notes[0], "The column “Colour” is not pasted: no property has that name.");
    assert_eq!(notes[1], "Mandatory of Day: “perhaps” is neither Yes nor No.");
    assert!(notes[2].starts_with("Default Value of Day: “2026-02-29” is not a literal value."), "{notes:?}");
}

#[test]
fn cells_and_lines_without_a_header() {
    let (rows, notes) = parameters("Name\tText\tof whom\tmore\nYears\tNumber");
    assert_eq!(rows, ["Name in Text  of whom", "Years2 in Text"]);
    assert_eq!(notes.len(), 3, "{notes:?}");
    let (rows, notes) = parameters("Name\n\nHow many, Integer\nHome, Record (Address), where, mostly\n  ");
    assert_eq!(rows, ["Name in Text", "How_many in Integer", "Home in Record (Address)  where, mostly"]);
    assert_eq!(notes.len(), 1, "{notes:?}");
    let (next, _) = pasted(ADDRESS, "Self, Address");
    assert_eq!(next.type_label(&next.structures[0].attributes[0].data_type), "Text");
}

#[test]
fn wrong_cells_are_told_about_and_the_rest_is_pasted() {
    let (next, notes) = pasted(
        ENTITY,
        &format!(
            "Name\tType\tLength\tDecimals\tOriginal Name\tAuto Number\tDescription\n\
             A_name_of_more_than_28_characters\tDecimal\t10\ttwo\tA B\tyes\t{}\n\u{1}\tObject\t-1\t\t\t\tx\u{0}y\n",
            "d".repeat(300)
        ),
    );
    let attributes = &next.entities[0].attributes;
    assert_eq!(attributes[0].name.as_str(), "A_name_of_more_than_28_chara");
    assert_eq!((attributes[0].length.as_str(), attributes[0].decimals.as_str()), ("10", ""));
    assert_eq!((&*attributes[0].original_name, attributes[0].is_auto_number), ("A B", true));
    assert_eq!(attributes[0].description.as_str().len(), 255);
    assert_eq!((attributes[1].name.as_str(), attributes[1].description.as_str()), ("Attribute_", "xy"));
    assert_eq!(notes.len(), 7, "{notes:#?}");
}

#[test]
fn default_values_lose_what_no_xif_can_store() {
    let (rows, _) = parameters("Name\tDefault Value\nQuoted\t\"\"\"a\u{1}b\"\"\"\nBare\ta\u{1}b");
    assert_eq!(rows, ["Quoted in Text \"ab\"", "Bare in Text \"ab\""]);
}

#[test]
fn too_much_and_nothing() {
    assert_eq!(pasting(ACTION, " \n\t"), Err(PasteError::Empty));
    assert_eq!(pasting(Item::Extension, "Name"), Err(PasteError::NoPlaceForRows));
    let lines = "x\n".repeat(clip::ROW_LIMIT + 1);
    assert_eq!(
        pasting(ACTION, &lines).unwrap_err().to_string(),
        "The clipboard has 5001 rows; at most 5000 can be pasted at once. Paste them in smaller parts."
    );
    let (next, notes) = pasted(ACTION, &"1\n".repeat(clip::ROW_LIMIT));
    assert_eq!(next.actions[0].parameters.len(), clip::ROW_LIMIT + 1);
    assert_eq!(notes.len(), 101);
    assert_eq!(notes[100], "4900 more cells or names were changed in the same ways.");
}

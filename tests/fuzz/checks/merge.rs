//! Any C# of the user: bringing it in step with the definition ends without a panic, and doing the same again changes nothing,
//! with the definition as it is and after edits.
//!
//! The first byte of an input chooses the edits. Behind it stand the file with the methods, another file, the project file and four
//! generated files, with a NUL between each two.

use std::sync::OnceLock;

use csharp::{FileChange, Update, fixes, new_sources, update};
use extension::{
    Action, ActionEdit, BasicType, Content, DataType, Direction, Edit, Entity, EntityAttribute, EntityEdit, Extension,
    FileName, Folder, Key, Name, Parameter, ParameterEdit, RecordDefinition, Resource, ResourceEdit, Structure,
    StructureAttribute, StructureAttributeEdit, StructureEdit, Timestamp,
};

pub(crate) fn check(bytes: &[u8]) {
    let Some((choice, files)) = bytes.split_first() else { return };
    let found = with_files(sample(), files);
    // Methods that are missing are written.
    let before = written(&found, &update(&found, &found).files);
    assert_eq!(changes(&before, &before), NOTHING, "without any change");
    let current = edits(*choice).iter().fold(before.clone(), |extension, edit| edited(&extension, edit));
    let Update { files, findings, .. } = update(&before, &current);
    let after = written(&current, &files);
    assert_eq!(changes(&before, &after), NOTHING, "the same update again");
    assert_eq!(changes(&after, &after), NOTHING, "a later update");
    for (file, line) in findings.iter().filter_map(|finding| finding.file.as_ref().zip(finding.line)) {
        let Some(resource) = current.resource_at(Folder::SOURCE, file.as_str()) else { continue };
        for fix in fixes(&current, resource.key, line) {
            let fixed = written(&current, &[fix.change]);
            let _ = update(&fixed, &fixed);
        }
    }
}

const NOTHING: [String; 0] = [];

fn changes(previous: &Extension, current: &Extension) -> Vec<String> {
    update(previous, current).files.iter().map(|file| file.file_name.to_string()).collect()
}

/// What a user does to the definition, by the bits of the choice.
fn edits(choice: u8) -> Vec<Edit> {
    let name = Name::as_found;
    let action = |edit| Edit::Action(key(10), edit);
    let date = DataType::Basic(BasicType::Date);
    let all = [
        action(ActionEdit::Rename(name("Act"))),
        action(ActionEdit::Parameter(key(11), ParameterEdit::Rename(name("Q")))),
        action(ActionEdit::MoveParameter(key(13), 0)),
        action(ActionEdit::Parameter(key(12), ParameterEdit::SetDataType(date))),
        Edit::Structure(key(20), StructureEdit::Rename(name("Credit"))),
        Edit::Structure(key(20), StructureEdit::Attribute(key(21), StructureAttributeEdit::Rename(name("Interest")))),
        Edit::Entity(key(30), EntityEdit::Rename(name("Person"))),
        Edit::RenameExtension(name("Better")),
    ];
    let bits = all.into_iter().enumerate().filter(|(bit, _)| (choice >> bit) & 1 == 1).map(|(_, edit)| edit);
    // What removes and adds has no bit of its own.
    let more = match choice & 0b1001 {
        0b1001 => vec![action(ActionEdit::RemoveParameter(key(11)))],
        _ => vec![Edit::AddAction(Action::new(key(50), name("Another")), Some(0))],
    };
    if choice.count_ones() > 2 { bits.chain(more).collect() } else { bits.collect() }
}

/// An action `Do` with an input `A` (Integer), an input `B` (Text) and an output `R` (a list of `Loan`), a structure `Loan`, an
/// entity `Customer`, and the sources that a new extension gets.
fn sample() -> &'static Extension {
    static SAMPLE: OnceLock<Extension> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let parameter = |number, name, direction, data_type| {
            let mut parameter = Parameter::new(key(number), Name::as_found(name), direction);
            parameter.data_type = data_type;
            parameter
        };
        let mut action = Action::new(key(10), Name::as_found("Do"));
        let loans = DataType::RecordList(RecordDefinition::new([key(20)]));
        let input = Direction::Input { mandatory: true };
        action.parameters = [
            parameter(11, "A", input, BasicType::Integer.into()),
            parameter(12, "B", input, BasicType::Text.into()),
            parameter(13, "R", Direction::Output, loans),
        ]
        .into_iter()
        .collect();
        let mut structure = Structure::new(key(20), Name::as_found("Loan"));
        structure.attributes = [StructureAttribute::new(key(21), Name::as_found("Rate"))].into_iter().collect();
        let mut entity = Entity::new(key(30), Name::as_found("Customer"));
        entity.attributes = [EntityAttribute::new(key(31), Name::as_found("Id"))].into_iter().collect();
        let extension = Extension::new(Name::as_found("X"), [key(1), key(2), key(3)], now());
        let edits = [Edit::AddStructure(structure, None), Edit::AddEntity(entity, None), Edit::AddAction(action, None)];
        let extension = edits.iter().fold(extension, |extension, edit| edited(&extension, edit));
        written(&extension, &new_sources(&extension))
    })
}

fn with_files(extension: &Extension, files: &[u8]) -> Extension {
    let names = ["X.cs", "Other.cs", "X.csproj", "Structures.cs", "Entities.cs", "Records.cs", "Interface.cs"];
    let files = names.into_iter().zip(files.split(|byte| *byte == 0)).filter(|(_, content)| !content.is_empty());
    files.fold(extension.clone(), |extension, (name, content)| {
        let resource = extension.resource_at(Folder::SOURCE, name).map(|resource| resource.key);
        let (folder, file_name) = (Folder::as_found(Folder::SOURCE), FileName::as_found(name));
        written(&extension, &[FileChange { resource, folder, file_name, content: Content::from_bytes(content) }])
    })
}

/// The extension with the files of an update written.
fn written(extension: &Extension, files: &[FileChange]) -> Extension {
    files.iter().fold(extension.clone(), |extension, file| {
        let (content, folder, name) = (file.content.clone(), file.folder.clone(), file.file_name.clone());
        let edit = match file.resource {
            Some(key) => Edit::Resource(key, ResourceEdit::SetContent(content, now())),
            None => {
                let number = u8::try_from(100 + extension.resources.len()).unwrap_or(u8::MAX);
                Edit::AddResource(Resource::new(key(number), name, folder, content, now()))
            }
        };
        edited(&extension, &edit)
    })
}

fn edited(extension: &Extension, edit: &Edit) -> Extension {
    match extension.apply(edit) {
        Ok(edited) => edited,
        Err(refusal) => panic!("{} is refused: {refusal}", edit.label(extension)),
    }
}

fn key(number: u8) -> Key {
    Key::from_bytes([number; 16])
}

fn now() -> Timestamp {
    Timestamp::new(2026, 1, 2, 3, 4, 5)
}

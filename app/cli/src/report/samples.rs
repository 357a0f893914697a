use extension::{
    Action, ActionEdit, BasicType, DataType, Direction, Edit, Entity, EntityAttribute, Extension, Key, Name, Parameter,
    RecordDefinition, Refusal, Structure, StructureAttribute, Timestamp,
};

use crate::editing::{derived_key, new_extension};
use crate::unpacked::Now;

/// The three XIFs that a report is about, with their file names: for the hash, for entities, for the keys of records. They
/// are the same each time, so that two reports can be compared.
pub fn samples() -> Vec<(&'static str, Extension)> {
    let made = [("ReportHash.xif", hash()), ("ReportEntities.xif", entities()), ("ReportRecords.xif", records())];
    made.into_iter().filter_map(|(name, sample)| Some((name, sample.ok()?))).collect()
}

fn empty(name: &str, number: u8) -> Result<Extension, Refusal> {
    let time = Timestamp::new(2026, 1, 1, 12, 0, 0);
    let key = Key::from_random([number, 0x58, 0x49, 0x46, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number]);
    new_extension(Name::as_found(name), key, &Now { utc: time.clone(), local: time })
}

/// The sources follow what was added to the extension without anything.
fn finished(before: &Extension, extension: &Extension) -> Result<Extension, Refusal> {
    let time = Timestamp::new(2026, 1, 1, 12, 0, 0);
    let update = csharp::update(before, extension);
    update.files.iter().try_fold(extension.clone(), |next, file| {
        let key = || derived_key(&next, &format!("{}{}", file.folder.as_str(), file.file_name));
        next.apply(&file.edit(key, time.clone()))
    })
}

fn with_action(
    extension: &Extension,
    name: &str,
    parameters: &[(&str, Direction, DataType)],
) -> Result<Extension, Refusal> {
    let key = derived_key(extension, name);
    let mut next = extension.apply(&Edit::AddAction(Action::new(key, Name::as_found(name)), None))?;
    for (own, direction, data_type) in parameters {
        let own_key = derived_key(&next, &format!("{name}/{own}"));
        let mut parameter = Parameter::new(own_key, Name::as_found(own), *direction);
        parameter.data_type = data_type.clone();
        next = next.apply(&Edit::Action(key, ActionEdit::AddParameter(parameter, None)))?;
    }
    Ok(next)
}

const INPUT: Direction = Direction::Input { mandatory: true };

fn hash() -> Result<Extension, Refusal> {
    let before = empty("ReportHash", 1)?;
    let text = DataType::Basic(BasicType::Text);
    finished(
        &before,
        &with_action(&before, "Echo", &[("Value", INPUT, text.clone()), ("Same", Direction::Output, text)])?,
    )
}

fn structure(extension: &Extension, name: &str, types: &[(&str, DataType)]) -> Result<(Extension, Key), Refusal> {
    let key = derived_key(extension, name);
    let mut structure = Structure::new(key, Name::as_found(name));
    let attribute = |(own, data_type): &(&str, DataType)| StructureAttribute {
        data_type: data_type.clone(),
        ..StructureAttribute::new(derived_key(extension, &format!("{name}/{own}")), Name::as_found(own))
    };
    structure.attributes = types.iter().map(attribute).collect();
    Ok((extension.apply(&Edit::AddStructure(structure, None))?, key))
}

fn records() -> Result<Extension, Refusal> {
    let before = empty("ReportRecords", 3)?;
    let (extension, person) = structure(&before, "Person", &[("Name", BasicType::Text.into())])?;
    let (extension, order) = structure(&extension, "Order", &[("Number", BasicType::Integer.into())])?;
    let over = |sources: &[Key]| RecordDefinition::new(sources.iter().copied());
    let parameters = [
        ("One", INPUT, DataType::Record(over(&[person]))),
        ("Several", INPUT, DataType::RecordList(over(&[order]))),
        ("Both", INPUT, DataType::RecordList(over(&[person, order]))),
        ("Count", Direction::Output, BasicType::Integer.into()),
    ];
    finished(&before, &with_action(&extension, "Count", &parameters)?)
}

fn entities() -> Result<Extension, Refusal> {
    let before = empty("ReportEntities", 2)?;
    let entity = |extension: &Extension, name: &str, types: &[(&str, DataType)], auto: bool| {
        let attribute = |(own, data_type): &(&str, DataType)| EntityAttribute {
            data_type: data_type.clone(),
            ..EntityAttribute::new(derived_key(extension, &format!("{name}/{own}")), Name::as_found(own))
        };
        let mut attributes: Vec<EntityAttribute> = types.iter().map(attribute).collect();
        if let Some(first) = attributes.first_mut() {
            first.is_auto_number = auto;
        }
        let mut entity = Entity::new(derived_key(extension, name), Name::as_found(name));
        entity.identifier = attributes.first().map(|attribute| attribute.key);
        entity.attributes = attributes.into_iter().collect();
        let key = entity.key;
        extension.apply(&Edit::AddEntity(entity, None)).map(|next| (next, key))
    };
    let (extension, country) =
        entity(&before, "Country", &[("Code", BasicType::Text.into()), ("Name", BasicType::Text.into())], false)?;
    let mut columns: Vec<(&str, DataType)> = vec![("Id", BasicType::Integer.into())];
    columns.extend([
        ("CountryCode", DataType::EntityIdentifier(country)),
        ("Amount", BasicType::Decimal.into()),
        ("Large", BasicType::LongInteger.into()),
        ("Active", BasicType::Boolean.into()),
        ("Day", BasicType::Date.into()),
        ("Moment", BasicType::DateTime.into()),
        ("Hour", BasicType::Time.into()),
        ("Picture", BasicType::BinaryData.into()),
        ("Price", BasicType::Currency.into()),
        ("Mail", BasicType::Email.into()),
        ("Phone", BasicType::PhoneNumber.into()),
    ]);
    let (extension, _) = entity(&extension, "City", &columns, true)?;
    finished(&before, &extension)
}

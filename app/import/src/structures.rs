//! The structures that a plan makes, or finds in the extension: for data classes, and for the values of lists.

use std::cell::RefCell;
use std::collections::HashMap;

use extension::{
    BasicType, DataType, Description, Extension, Folder, NAME_LIMIT, Name, RecordDefinition, Structure,
    StructureAttribute,
};
use extension::{Key, Resource};

use crate::body::values;
use crate::catalog::Catalog;
use crate::conversion::{Conversion, Records, list_of, values_of};
use crate::data_class::{DataClasses, DataMember};
use crate::naming::Names;
use crate::net_type::NetType;
use crate::plan::{Options, PlannedType, RenameError, Types};
use crate::{Reason, details};

/// The attribute of a structure that has a value and nothing else.
const VALUE: &str = "Value";

/// A structure that actions of a plan need.
#[derive(Debug, Clone)]
pub struct PlannedStructure {
    /// Its name; [`Plan::rename_structure`](crate::Plan::rename_structure) changes it.
    pub name: Name,
    /// The structure of the extension that it is; none for a new one.
    pub existing: Option<Key>,
    /// What it stands for: the class as people write it, or the values of a list.
    pub of: String,
    /// What the class's author says of it.
    pub description: Description,
    /// Its attributes.
    pub attributes: Vec<PlannedAttribute>,
    pub(crate) class: Option<PlannedClass>,
    pub(crate) basic: Option<BasicType>,
    pub(crate) left_out: Vec<(String, Reason)>,
}

/// The class that a structure stands for.
#[derive(Debug, Clone)]
pub(crate) struct PlannedClass {
    number: u32,
    /// Its name as .NET has it.
    pub(crate) name: String,
    pub(crate) of: NetType,
    pub(crate) members: Vec<DataMember>,
}

/// An attribute of a structure that will be made.
#[derive(Debug, Clone)]
pub struct PlannedAttribute {
    /// Its name.
    pub name: Name,
    /// The attribute of the extension that it is; none for a new one.
    pub existing: Option<Key>,
    /// Its type.
    pub data_type: PlannedType,
    /// What the member's author says of it.
    pub description: Description,
    /// The type of .NET, as people write it.
    pub net: String,
    /// The member that it stands for; with a question mark the one that says that there is none.
    pub(crate) member: String,
}

/// The structures of a plan.
#[derive(Debug, Clone, Default)]
pub(crate) struct Structures {
    pub(crate) all: Vec<PlannedStructure>,
    /// The class with the conversions.
    pub(crate) converter: String,
    names: Names,
    /// Whether the plan itself needs some.
    is_used: bool,
}

/// Structures on their way: each is made when the first action needs it.
pub(crate) struct Making<'c, 'a> {
    classes: DataClasses<'c, 'a>,
    extension: &'c Extension,
    is_wanted: bool,
    converter: String,
    structures: RefCell<Structures>,
    by_class: RefCell<HashMap<u32, Option<usize>>>,
}

impl<'c, 'a> Making<'c, 'a> {
    pub(crate) fn new(catalog: &'c Catalog<'a>, extension: &'c Extension, options: Options) -> Self {
        let taken = extension.structures.iter().map(|it| &it.name).chain(extension.entities.iter().map(|it| &it.name));
        let (converter, file) = converter(&catalog.assembly.name, extension);
        let structures = Structures { converter: converter.clone(), names: Names::of(taken), ..Structures::default() };
        let making = Self {
            classes: DataClasses::new(catalog),
            extension,
            is_wanted: options.types == Types::Structured,
            converter,
            structures: structures.into(),
            by_class: RefCell::default(),
        };
        if let Some(file) = file.filter(|_| making.is_wanted) {
            making.take_again(catalog, &file.content.text().unwrap_or_default());
        }
        making
    }

    /// What an earlier import made stays in the file of conversions.
    fn take_again(&self, catalog: &Catalog<'_>, text: &str) {
        let made: Vec<&str> =
            self.extension.structures.iter().filter_map(|it| details::class_of(&it.import_details)).collect();
        for index in catalog.types() {
            let name = catalog.full_name(*index);
            if name.is_some_and(|name| made.contains(&name.as_str())) {
                self.of_class(index.number());
            }
        }
        for basic in BasicType::ALL {
            if text.contains(&values_of(basic)) || text.contains(&list_of(basic)) {
                self.of_value(basic);
            }
        }
        self.structures.borrow_mut().is_used = false;
    }

    pub(crate) fn finish(self) -> Structures {
        self.structures.into_inner()
    }

    fn add(&self, structure: PlannedStructure) -> usize {
        let mut structures = self.structures.borrow_mut();
        structures.all.push(structure);
        structures.all.len() - 1
    }

    fn class(&self, number: u32) -> Option<usize> {
        let class = self.classes.get(number, &|of| Conversion::is_simple(of))?;
        let full_name = class.of.full_name.clone()?;
        let is_it = |it: &&std::sync::Arc<Structure>| details::class_of(&it.import_details) == Some(&full_name);
        let existing = self.extension.structures.iter().find(is_it).map(|it| &**it);
        let mut attributes = Attributes::of(existing);
        for member in &class.members {
            // A circle has been cut, so that this comes to an end.
            attributes.member(member, self);
        }
        let name = match existing {
            Some(existing) => existing.name.clone(),
            None => self.structures.borrow_mut().names.take(&class.of.label),
        };
        Some(self.add(PlannedStructure {
            name,
            existing: existing.map(|it| it.key),
            of: class.of.short.clone(),
            description: Description::shortened(&class.summary),
            attributes: attributes.made,
            left_out: class.left_out.clone(),
            basic: None,
            class: Some(PlannedClass { number, name: full_name, of: class.of.clone(), members: class.members.clone() }),
        }))
    }

    /// The structure that has such a value: one of the extension or a new one.
    fn value(&self, basic: BasicType) -> usize {
        let is_it = |it: &&std::sync::Arc<Structure>| {
            let list = DataType::RecordList(RecordDefinition::new([it.key]));
            self.extension.listed_basic(&list) == Some(basic)
        };
        let existing = self.extension.structures.iter().find(is_it);
        let attribute = existing.and_then(|it| it.attributes.first());
        let name = match existing {
            Some(existing) => existing.name.clone(),
            None => self.structures.borrow_mut().names.take(&format!("{}Item", basic.label().replace(' ', ""))),
        };
        self.add(PlannedStructure {
            name,
            existing: existing.map(|it| it.key),
            of: format!("values of lists of {}", basic.label()),
            description: Description::default(),
            attributes: vec![PlannedAttribute {
                name: attribute.map_or_else(|| Name::as_found(VALUE), |it| it.name.clone()),
                existing: attribute.map(|it| it.key),
                data_type: PlannedType::basic(basic),
                description: Description::default(),
                net: String::new(),
                member: VALUE.to_owned(),
            }],
            class: None,
            basic: Some(basic),
            left_out: Vec::new(),
        })
    }
}

impl Records for Making<'_, '_> {
    fn of_class(&self, number: u32) -> Option<usize> {
        if !self.is_wanted {
            return None;
        }
        let known = self.by_class.borrow().get(&number).copied();
        let at = known.unwrap_or_else(|| self.class(number));
        self.by_class.borrow_mut().insert(number, at);
        self.structures.borrow_mut().is_used |= at.is_some();
        at
    }

    fn of_value(&self, basic: BasicType) -> Option<usize> {
        let known = self.structures.borrow().all.iter().position(|it| it.basic == Some(basic));
        let at = known.unwrap_or_else(|| self.value(basic));
        self.structures.borrow_mut().is_used = true;
        Some(at)
    }

    fn converter(&self) -> &str {
        &self.converter
    }
}

impl Records for Structures {
    fn of_class(&self, number: u32) -> Option<usize> {
        self.all.iter().position(|it| it.class.as_ref().is_some_and(|class| class.number == number))
    }

    fn of_value(&self, basic: BasicType) -> Option<usize> {
        self.all.iter().position(|it| it.basic == Some(basic))
    }

    fn converter(&self) -> &str {
        &self.converter
    }
}

impl PlannedStructure {
    /// What an import changes of the structure of the extension, in words.
    pub(crate) fn changes(&self, extension: &Extension) -> Vec<String> {
        let Some(there) = self.existing.and_then(|key| extension.structures.get(key)) else { return Vec::new() };
        let mut changes = Vec::new();
        for attribute in &self.attributes {
            match attribute.existing.and_then(|key| there.attributes.get(key)) {
                None => changes.push(format!("{}.{} is new", self.name, attribute.name)),
                Some(own) => match &attribute.data_type {
                    PlannedType::Data(data_type) if own.data_type != *data_type => {
                        changes.push(format!("{}.{} becomes {data_type}", self.name, own.name));
                    }
                    _ => {}
                },
            }
        }
        let is_known = |key: Key| self.attributes.iter().any(|it| it.existing == Some(key));
        let gone = there.attributes.iter().filter(|it| !is_known(it.key));
        changes.extend(gone.map(|it| format!("{}.{} stands for nothing: it stays and is not set", self.name, it.name)));
        changes
    }
}

impl Structures {
    /// That the file of an earlier import is written anew, whatever the plan itself needs.
    pub(crate) fn keep_up(&mut self) {
        self.is_used |= !self.all.is_empty();
    }

    pub(crate) fn is_used(&self) -> bool {
        self.is_used
    }

    pub(crate) fn file_name(&self) -> String {
        format!("{}.cs", self.converter)
    }

    pub(crate) fn rename(&mut self, place: usize, name: &str) -> Result<(), RenameError> {
        let name = Name::new(name)?;
        let structure = self.all.get_mut(place).ok_or(RenameError::Missing)?;
        if structure.existing.is_some() {
            return Err(RenameError::IsThere(structure.name.clone()));
        }
        if !self.names.replace(&structure.name, &name) {
            return Err(RenameError::TakenByStructure(name));
        }
        structure.name = name;
        Ok(())
    }
}

/// Attributes on their way.
struct Attributes<'e> {
    existing: Option<&'e Structure>,
    /// The attributes of the extension's structure by their members.
    known: Vec<(&'e str, &'e StructureAttribute)>,
    names: Names,
    made: Vec<PlannedAttribute>,
}

impl<'e> Attributes<'e> {
    fn of(existing: Option<&'e Structure>) -> Self {
        let mut known = Vec::new();
        if let Some(existing) = existing {
            let told = details::members_of(&existing.import_details);
            let is_whole = told.len() == existing.attributes.len();
            for (place, (name, member)) in told.iter().enumerate() {
                let named = existing.attributes.iter().find(|it| it.name.as_str().eq_ignore_ascii_case(name));
                // One that was renamed stands where it stood.
                let placed = || {
                    let there = existing.attributes.iter().as_slice().get(place)?;
                    let is_other = told.iter().any(|(name, _)| there.name.as_str().eq_ignore_ascii_case(name));
                    (is_whole && !is_other).then_some(there)
                };
                known.extend(named.or_else(placed).map(|attribute| (*member, &**attribute)));
            }
        }
        let names = existing.into_iter().flat_map(|it| it.attributes.iter().map(|attribute| &attribute.name));
        Self { existing, known, names: Names::of(names), made: Vec::new() }
    }

    /// The attributes for a member: its value, and whether there is one where that may be null.
    fn member(&mut self, member: &DataMember, records: &dyn Records) {
        let conversion = Conversion::of(&member.of, Types::Structured, records);
        let only_read = if member.is_written { "" } else { "Only given back: the class does not take it." };
        let texts = [member.summary.as_str(), &values(&member.of, Types::Structured), only_read].map(str::to_owned);
        let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        self.add(&member.name, &member.name, conversion.data_type(), &texts.join(" "), &member.of.short);
        if conversion.is_nullable() || conversion.is_nullable_record() {
            let boolean = PlannedType::basic(BasicType::Boolean);
            let (wanted, of) = (format!("IsNull_{}", member.name), format!("{}?", member.name));
            self.add(&wanted, &of, boolean, &format!("True where {} has no value.", member.name), "bool");
        }
    }

    fn add(&mut self, wanted: &str, member: &str, data_type: PlannedType, said: &str, net: &str) {
        let known = self.known.iter().find(|(of, _)| *of == member).map(|(_, attribute)| *attribute);
        let named = || {
            let existing = self.existing?;
            let is_free = |it: &StructureAttribute| !self.known.iter().any(|(_, other)| other.key == it.key);
            let attribute = existing.attributes.iter().find(|it| it.name.as_str().eq_ignore_ascii_case(wanted))?;
            is_free(attribute).then_some(&**attribute)
        };
        let existing = known.or_else(named);
        let name = existing.map_or_else(|| self.names.take(wanted), |it| it.name.clone());
        self.made.push(PlannedAttribute {
            name,
            existing: existing.map(|it| it.key),
            data_type,
            description: Description::shortened(said),
            net: net.to_owned(),
            member: member.to_owned(),
        });
    }
}

/// The name of the class with the conversions for an assembly, and its file where an earlier import made it.
fn converter<'e>(assembly: &str, extension: &'e Extension) -> (String, Option<&'e Resource>) {
    let letters: String = assembly.chars().filter(char::is_ascii_alphanumeric).take(NAME_LIMIT).collect();
    let stem = letters.trim_start_matches(|first: char| first.is_ascii_digit());
    let stem = format!("{stem}Conversion");
    let stem = if stem.len() == "Conversion".len() { "ImportedConversion".to_owned() } else { stem };
    if let Some(file) = extension.resource_at(Folder::SOURCE, &format!("{stem}.cs"))
        && file.content.text().is_some_and(|text| text.starts_with(crate::converter::FIRST_LINE))
    {
        return (stem, Some(file));
    }
    let is_taken = |name: &str| {
        let of_source = |it: &&std::sync::Arc<Resource>| it.file_name.extension().eq_ignore_ascii_case("cs");
        let mut sources = extension.resources.iter().filter(of_source);
        sources.any(|it| it.content.text().is_some_and(|text| text.contains(name)))
    };
    let numbered = (2_u32..).map(|number| format!("{stem}{number}"));
    let free = std::iter::once(stem.clone()).chain(numbered).find(|name| !is_taken(name));
    (free.unwrap_or(stem), None)
}

use std::fmt;
use std::ops::Range;

use crate::quick::fuzzy::Pattern;
use crate::{
    BasicType, DataType, Edit, Extension, Item, Key, Name, RecordDefinition, Slot, Structure, StructureAttribute,
    set_type,
};

/// The name of the attribute that holds a value of a list.
const VALUE: &str = "Value";
/// Names of attributes that say nothing but that they are the value.
const PLAIN_NAMES: [&str; 4] = [VALUE, "Item", "Element", "Entry"];

/// A list of a basic type as a data type.
///
/// The platform's extensions know only lists of records, so it is a Record List over a structure whose one attribute has
/// the basic type. A structure is reused when it is nothing but such a wrapper: its one attribute has the type, no length,
/// no decimals and no default value, and is called `Value`, `Item`, `Element`, `Entry` or as its type, or the structure
/// is called as it would be here. Otherwise one is made: `TextItem`, `LongIntegerItem`, with the attribute `Value`.
#[derive(Debug, Clone, PartialEq)]
pub struct ListOf {
    /// The basic type.
    pub basic: BasicType,
    /// The name of the structure.
    pub structure: Name,
    /// The name of its attribute.
    pub attribute: Name,
    /// Whether the structure is made for it.
    pub is_new: bool,
    /// The edit that makes what is missing and sets the type, as one step.
    pub edit: Edit,
}

/// A list of a basic type that a list of types offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChoice {
    /// The basic type.
    pub basic: BasicType,
    /// Its [label](BasicType::list_label).
    pub label: String,
    /// The parts of the label that the typed text stands for, as byte ranges in order.
    pub matched: Vec<Range<usize>>,
    /// Whether the typed text names this list and no other.
    pub is_named: bool,
}

/// What a user is told of it.
impl fmt::Display for ListOf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { basic, structure, attribute, .. } = self;
        if self.is_new {
            write!(formatter, "The structure {structure} with the attribute {attribute} was made for the list")?;
        } else {
            write!(formatter, "The list is over the structure {structure} with the attribute {attribute}")?;
        }
        write!(
            formatter,
            ": an extension's lists are lists of records. Service Studio wants a {structure} List for it, not a {} List.",
            basic.label()
        )
    }
}

impl BasicType {
    /// What a list of it is called where a data type is chosen: `List of Text`.
    pub fn list_label(self) -> String {
        format!("List of {}", self.label())
    }
}

impl Extension {
    /// The basic types of which a list fits the slot: all, or none where records do not fit.
    pub fn offered_lists(&self, slot: Slot) -> Vec<BasicType> {
        let fits = self.fits(slot, &DataType::RecordList(RecordDefinition::default()));
        if fits { BasicType::ALL.to_vec() } else { Vec::new() }
    }

    /// The basic type of which a typed text means a list, when lists fit the slot: `List of Text`, `Text List`,
    /// `Record List of Text`. A structure of the basic type's name comes first, see [`Extension::parse_type`].
    pub fn parse_list_of(&self, slot: Slot, text: &str) -> Option<BasicType> {
        let squeezed: String =
            text.chars().filter(|it| !it.is_whitespace()).map(|it| it.to_ascii_lowercase()).collect();
        let basic = squeezed
            .strip_prefix("recordlistof")
            .or_else(|| squeezed.strip_prefix("listof"))
            .or_else(|| squeezed.strip_suffix("recordlist"))
            .or_else(|| squeezed.strip_suffix("list"))?;
        self.offered_lists(slot).into_iter().find(|it| squeezed_label(*it) == basic)
    }

    /// The lists whose label the typed text stands for, the best first: all in their usual order when nothing is typed. One
    /// that the text names in another way stands first.
    pub fn list_choices(&self, slot: Slot, text: &str) -> Vec<ListChoice> {
        let mut pattern = Pattern::new(text);
        let named = self.parse_list_of(slot, text);
        let labelled = self.offered_lists(slot).into_iter().map(|basic| (basic, basic.list_label()));
        let mut scored: Vec<(Option<i32>, BasicType, String)> =
            labelled.map(|(basic, label)| (pattern.score(&label), basic, label)).collect();
        scored.retain(|(score, basic, _)| score.is_some() || named == Some(*basic));
        if !pattern.is_empty() {
            scored.sort_by_key(|(score, basic, _)| std::cmp::Reverse((named == Some(*basic), *score)));
        }
        let choice = |(_, basic, label): (Option<i32>, BasicType, String)| ListChoice {
            is_named: named == Some(basic),
            matched: pattern.ranges(&label),
            basic,
            label,
        };
        scored.into_iter().map(choice).collect()
    }

    /// A list of the basic type for a parameter or attribute; the keys are for a structure and its attribute. `None` where
    /// no list fits.
    pub fn list_of(&self, item: Item, basic: BasicType, keys: [Key; 2]) -> Option<ListOf> {
        let slot = Slot::of(item)?;
        if !self.offered_lists(slot).contains(&basic) {
            return None;
        }
        let sources = self.record_sources(slot);
        let wrapper = self.structures.iter().find(|it| sources.contains(&it.key) && is_wrapper(it, basic));
        let set = |source: Key| set_type(item, DataType::RecordList(RecordDefinition::new([source])));
        let label = || format!("Change {} to {}", item.path(self).unwrap_or_default(), basic.list_label());
        if let Some(wrapper) = wrapper {
            let edit = Edit::All(label(), vec![set(wrapper.key)?]);
            let attribute = wrapper.attributes.first()?.name.clone();
            return Some(ListOf { basic, structure: wrapper.name.clone(), attribute, is_new: false, edit });
        }
        let stem = wrapper_name(basic);
        let own = Name::as_found(&stem);
        let structure = if self.structures.named(&own).is_some() { self.structures.free_name(&stem) } else { own };
        let mut attribute = StructureAttribute::new(keys[1], Name::as_found(VALUE));
        attribute.data_type = basic.into();
        let mut made = Structure::new(keys[0], structure.clone());
        made.attributes = [attribute].into_iter().collect();
        let edit = Edit::All(label(), vec![Edit::AddStructure(made, None), set(keys[0])?]);
        Some(ListOf { basic, structure, attribute: Name::as_found(VALUE), is_new: true, edit })
    }

    /// The basic type of whose values a record list is a list, where its one structure wraps nothing else.
    pub fn listed_basic(&self, data_type: &DataType) -> Option<BasicType> {
        let DataType::RecordList(record) = data_type else { return None };
        let [source] = record.sources() else { return None };
        let structure = self.structures.get(*source)?;
        let [attribute] = &structure.attributes[..] else { return None };
        attribute.data_type.basic().filter(|basic| is_wrapper(structure, *basic))
    }
}

fn is_wrapper(structure: &Structure, basic: BasicType) -> bool {
    let [attribute] = &structure.attributes[..] else { return false };
    let is_plain = [&attribute.length, &attribute.decimals, &attribute.default].iter().all(|it| it.as_str().is_empty());
    let is = |name: &Name, text: &str| name.as_str().eq_ignore_ascii_case(text);
    let is_named = PLAIN_NAMES.iter().any(|plain| is(&attribute.name, plain))
        || is(&attribute.name, &squeezed_label(basic))
        || is(&structure.name, &wrapper_name(basic));
    attribute.data_type == basic.into() && is_plain && is_named
}

fn wrapper_name(basic: BasicType) -> String {
    format!("{}Item", basic.label().replace(' ', ""))
}

fn squeezed_label(basic: BasicType) -> String {
    basic.label().replace(' ', "").to_ascii_lowercase()
}

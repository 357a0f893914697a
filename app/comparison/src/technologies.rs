//! Which plug-in made which element.

use std::collections::HashMap;
use std::sync::Arc;

use extension::{Extension, IMPORTED_PLUGIN, Key, Technology, USER_DEFINED_PLUGIN};

/// For each listed element the technologies that list it, as a user knows them.
type Makers = HashMap<Key, Vec<String>>;

/// Who made what in two extensions.
pub(super) struct Technologies(Option<[Makers; 2]>);

impl Technologies {
    pub(super) fn of(before: &Extension, after: &Extension) -> Self {
        let is_shared = Arc::ptr_eq(&before.technologies, &after.technologies);
        Self((!is_shared && before.technologies != after.technologies).then(|| [makers(before), makers(after)]))
    }

    /// Who made the element in each of the two, where that differs.
    pub(super) fn of_element(&self, key: Key) -> Option<(String, String)> {
        let [before, after] = self.0.as_ref()?;
        let shown = |makers: &Makers| makers.get(&key).map(|labels| labels.join(", ")).unwrap_or_default();
        let (old, new) = (shown(before), shown(after));
        (old != new).then_some((old, new))
    }
}

fn makers(extension: &Extension) -> Makers {
    let mut makers = Makers::new();
    for technology in extension.technologies.iter() {
        let lists = [&technology.resources, &technology.actions, &technology.structures, &technology.entities];
        for key in lists.into_iter().flat_map(|list| list.iter()) {
            makers.entry(*key).or_default().push(label(technology));
        }
    }
    makers
}

/// The technologies themselves, without what they list.
pub(super) fn of_extension(extension: &Extension) -> String {
    let shown = |it: &Technology| {
        let description = if it.description.is_empty() { String::new() } else { format!(", {}", it.description) };
        format!("{} {} {} {}{description}", it.name, it.key, it.plugin, it.plugin_version)
    };
    extension.technologies.iter().map(shown).collect::<Vec<_>>().join("; ")
}

fn label(technology: &Technology) -> String {
    match &*technology.plugin {
        IMPORTED_PLUGIN => "Imported".to_owned(),
        USER_DEFINED_PLUGIN => "Made by hand".to_owned(),
        other => other.to_owned(),
    }
}

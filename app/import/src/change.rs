//! Actions of an earlier import that follow their members. Their keys, and the names that the user gave, stay; so do methods that
//! were written by hand.

use std::collections::HashMap;

use extension::{Action, Direction, Edit, Extension, Folder, Item, Key, Name, Parameter, Refusal};

use crate::apply::{Steps, data_type, made, member};
use crate::details;
use crate::plan::{PlannedAction, PlannedParameter};

impl Steps<'_> {
    /// Brings an action in step with its member. `before` is what the sources follow.
    pub(crate) fn change(
        &mut self,
        key: Key,
        planned: &PlannedAction,
        records: &[Key],
        before: &mut Extension,
    ) -> Result<Key, Refusal> {
        let Some((place, action)) = found(&self.extension, key) else {
            return Err(Refusal::Missing(extension::Kind::Action));
        };
        let known = known(&action);
        // The body of the earlier import, in the names of today.
        let body = in_own_names(&action, &action.body);
        if !has_body(&self.extension, &body) {
            self.by_hand.push(action.name.to_string());
        }
        *before = replaced(before, key, |action| action.body = body.into())?;
        let mut taken: Vec<Name> = known.values().map(|own| own.name.clone()).collect();
        let mut names = HashMap::new();
        let mut parameters = Vec::new();
        for parameter in &planned.parameters {
            let own = known.get(parameter.name.as_str()).filter(|own| own.is_input() == is_input(parameter));
            let next = match own {
                Some(own) => Parameter {
                    direction: parameter.direction,
                    data_type: data_type(&parameter.data_type, records),
                    default: parameter.default.clone(),
                    ..(*own).clone()
                },
                None => {
                    let own = (self.new_key)(&format!("action:{}/{}", action.name, parameter.name));
                    let name = free(&parameter.name, &taken);
                    taken.push(name.clone());
                    Parameter { name, ..made(own, parameter, records) }
                }
            };
            names.insert(format!("ss{}", parameter.name), format!("ss{}", next.name));
            parameters.push(next);
        }
        let outputs = parameters.iter().filter(|parameter| !parameter.is_input()).count();
        let next = Action {
            import_details: details::of_action(planned).into(),
            body: renamed(&planned.body.join("\r\n"), &names).into(),
            member: planned.is_as_original.then(|| std::sync::Arc::new(member(&planned.target))),
            is_function: action.is_function && outputs == 1,
            parameters: parameters.into_iter().collect(),
            ..action
        };
        self.apply(Edit::Remove(vec![Item::Action(key)]))?;
        self.apply(Edit::AddAction(next, Some(place)))?;
        Ok(key)
    }

    /// Removes actions, and their methods where nobody changed these.
    pub(crate) fn remove(&mut self, gone: &[Key]) -> Result<(), Refusal> {
        for key in gone {
            let Some((_, action)) = found(&self.extension, *key) else { continue };
            let is_untouched = has_body(&self.extension, &in_own_names(&action, &action.body));
            let place = csharp::method_place(&self.extension, *key);
            self.apply(Edit::Remove(vec![Item::Action(*key)]))?;
            let place = place.filter(|_| is_untouched);
            // The head of a method stands in the lines above its body.
            let fix = place.and_then(|place| {
                let mut lines = (0..4).map(|above| place.line.saturating_sub(above));
                lines.find_map(|line| csharp::fixes(&self.extension, place.resource, line).into_iter().next())
            });
            match fix {
                Some(fix) => {
                    let path = format!("{}{}", fix.change.folder.as_str(), fix.change.file_name);
                    let edit = fix.change.edit(|| (self.new_key)(&path), self.now_local.clone());
                    self.apply(edit)?;
                }
                None => self.by_hand.push(action.name.to_string()),
            }
        }
        Ok(())
    }
}

/// The body of an imported action with the names that its parameters have by now.
pub(crate) fn in_own_names(action: &Action, body: &str) -> String {
    let names = known(action).into_iter().map(|(told, own)| (format!("ss{told}"), format!("ss{}", own.name)));
    renamed(body, &names.collect())
}

fn found(extension: &Extension, key: Key) -> Option<(usize, Action)> {
    let place = extension.actions.position(key)?;
    Some((place, (**extension.actions.get(key)?).clone()))
}

/// The extension with another action in the place of one.
fn replaced(extension: &Extension, key: Key, change: impl FnOnce(&mut Action)) -> Result<Extension, Refusal> {
    let Some((place, mut action)) = found(extension, key) else { return Ok(extension.clone()) };
    change(&mut action);
    extension.apply(&Edit::Remove(vec![Item::Action(key)]))?.apply(&Edit::AddAction(action, Some(place)))
}

/// The parameters of an action by the names that its report tells. One that was renamed stands where it stood.
fn known(action: &Action) -> HashMap<String, Parameter> {
    let told = details::parameters_of(&action.import_details);
    let is_whole = told.len() == action.parameters.len();
    let is_told = |name: &Name| told.iter().any(|(told, _)| name.as_str().eq_ignore_ascii_case(told));
    let mut known = HashMap::new();
    for (place, (name, _)) in told.iter().enumerate() {
        let named = action.parameters.iter().find(|it| it.name.as_str().eq_ignore_ascii_case(name));
        let placed = || action.parameters.iter().as_slice().get(place).filter(|it| is_whole && !is_told(&it.name));
        if let Some(own) = named.or_else(placed) {
            known.insert((*name).to_owned(), (**own).clone());
        }
    }
    known
}

fn is_input(parameter: &PlannedParameter) -> bool {
    matches!(parameter.direction, Direction::Input { .. })
}

fn free(wanted: &Name, taken: &[Name]) -> Name {
    let is_taken = |name: &Name| taken.iter().any(|other| other.is_same(name));
    if !is_taken(wanted) {
        return wanted.clone();
    }
    let text = wanted.as_str();
    let stem = text.get(..text.len().min(extension::NAME_LIMIT - 4)).unwrap_or(text);
    let numbered = (2_u32..1000).map(|number| Name::as_found(&format!("{stem}_{number}")));
    numbered.into_iter().find(|name| !is_taken(name)).unwrap_or_else(|| wanted.clone())
}

/// Code with other names in the place of some. Only whole names are replaced.
fn renamed(code: &str, names: &HashMap<String, String>) -> String {
    let is_part = |character: char| character == '_' || character.is_alphanumeric();
    let (mut text, mut word) = (String::new(), String::new());
    for character in code.chars().chain(['\0']) {
        if is_part(character) {
            word.push(character);
            continue;
        }
        text.push_str(names.get(&word).unwrap_or(&word));
        word.clear();
        text.push(character);
    }
    text.pop();
    text
}

/// Whether the lines of a body stand in a source file, one after the other.
fn has_body(extension: &Extension, body: &str) -> bool {
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
    };
    let wanted = lines(body);
    if wanted.is_empty() {
        return false;
    }
    let is_source = |file: &&std::sync::Arc<extension::Resource>| {
        file.file_name.extension().eq_ignore_ascii_case("cs") && file.path().starts_with(Folder::SOURCE)
    };
    let texts = extension.resources.iter().filter(is_source).filter_map(|file| file.content.text());
    texts.map(|text| lines(&text)).any(|all| all.windows(wanted.len()).any(|window| window == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_renamed() {
        let names = HashMap::from([("ssa".to_owned(), "ssb".to_owned())]);
        assert_eq!(renamed("ssa = ssab(ssa, x.ssa_1);\r\nssa", &names), "ssb = ssab(ssb, x.ssa_1);\r\nssb");
    }
}

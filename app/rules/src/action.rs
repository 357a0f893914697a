use super::context::{Change, Context};
use super::kept::Verified;
use super::rows::{verify_texts, verify_unique};
use super::types::verify_type;
use super::{Finding, Rule};
use extension::{Action, Item, Key, NAME_LIMIT, Parameter, Property};

impl Verified for Action {
    fn verify(&self, context: &Context, found: &mut Vec<Finding>) {
        verify_texts(Item::Action(self.key), (&self.name, NAME_LIMIT), &self.description, found);
        verify_function(self, found);
        for parameter in &self.parameters {
            verify_parameter(self.key, parameter, context, found);
        }
        let item = |parameter| Item::Parameter { action: self.key, parameter };
        verify_unique(&self.name, &self.parameters, |_| true, item, found);
    }

    fn is_touched_by(&self, change: &Change) -> bool {
        change.is_of(self.parameters.iter().map(|parameter| &parameter.data_type))
    }
}

fn verify_function(action: &Action, found: &mut Vec<Finding>) {
    let outputs = if action.is_function { action.outputs().count() } else { 1 };
    let name = &action.name;
    let text = match outputs {
        1 => return,
        0 => format!("A function needs exactly one output parameter; {name} has none. Add one, or clear Function."),
        more => {
            format!("A function has exactly one output parameter; {name} has {more}. Clear Function, or delete others.")
        }
    };
    found.push(Finding::new(Rule::FunctionOutput, Item::Action(action.key).at(Property::Function), text));
}

fn verify_parameter(action: Key, parameter: &Parameter, context: &Context, found: &mut Vec<Finding>) {
    let item = Item::Parameter { action, parameter: parameter.key };
    let Parameter { name, data_type, default, .. } = parameter;
    verify_texts(item, (name, NAME_LIMIT), &parameter.description, found);
    verify_type(item, name, data_type, default, context, found);
    if !parameter.is_input() && !default.is_empty() {
        let text = format!("'{name}' is an output: its default value is never used. Clear it.");
        found.push(Finding::new(Rule::OutputDefault, item.at(Property::DefaultValue), text));
    }
}

//! What the user can do instead of an edit that is refused.

use extension::{ActionEdit, Direction, Edit, Expression, Extension, Parameter, ParameterEdit, Refusal};

use crate::notice::Offer;
use crate::{Command, Surroundings, Workbench};

/// Why a field cannot take what the user wants, and what else could be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// What is wrong.
    pub text: String,
    /// What the user can choose instead.
    pub offers: Vec<Offer>,
}

impl Workbench {
    /// Whether the edit would be applied: for checks while the user types. Nothing changes.
    ///
    /// # Errors
    /// Why not, and what could be done instead.
    pub fn check(&self, edit: &Edit, surroundings: &mut dyn Surroundings) -> Result<(), Refused> {
        let Some(document) = &self.document else { return Ok(()) };
        let extension = document.extension();
        extension.apply(edit).map(drop).map_err(|refusal| Refused {
            text: refusal.to_string(),
            offers: for_refusal(extension, edit, &refusal, surroundings),
        })
    }
}

/// The offers that Integration Studio makes (the rules of functions), and the further ones that make sense.
pub(crate) fn for_refusal(
    extension: &Extension,
    edit: &Edit,
    refusal: &Refusal,
    surroundings: &mut dyn Surroundings,
) -> Vec<Offer> {
    let Edit::Action(key, action_edit) = edit else { return Vec::new() };
    let Some(action) = extension.actions.get(*key) else { return Vec::new() };
    let first = match refusal {
        Refusal::FunctionNeedsOutput { .. } => {
            let name = action.parameters.free_name("Output");
            let output = Parameter::new(surroundings.new_key(), name, Direction::Output);
            Some(("Add an output parameter", ActionEdit::AddParameter(output, None)))
        }
        Refusal::OnlyOutputOfFunction { .. } | Refusal::SecondOutputOfFunction { .. } => {
            Some(("Make it no function", ActionEdit::SetFunction(false)))
        }
        Refusal::Expression(_) => match action_edit {
            ActionEdit::Parameter(parameter, ParameterEdit::SetDataType(_)) => {
                let clear = ParameterEdit::SetDefault(Expression::default());
                Some(("Clear the default value", ActionEdit::Parameter(*parameter, clear)))
            }
            _ => None,
        },
        _ => None,
    };
    let Some((label, first)) = first else { return Vec::new() };
    let both = vec![Edit::Action(*key, first), edit.clone()];
    vec![Offer { label: label.to_owned(), command: Command::Edit(Edit::All(edit.label(extension), both)) }]
}

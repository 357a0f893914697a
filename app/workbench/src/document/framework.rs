//! Another target framework for the project.

use extension::{Edit, TargetFramework};

use crate::errors::{Code, Failure};
use crate::{Context, Surroundings, document, edit_of};

/// Changes what the project targets, as one step.
pub(crate) fn set_target_framework(
    context: &mut Context,
    framework: TargetFramework,
    surroundings: &mut dyn Surroundings,
) {
    let Some(document) = &context.document else { return };
    let changes = match csharp::retargeted(document.extension(), framework) {
        Ok(changes) => changes,
        Err(why) => return context.fail(Failure::new(Code::FrameworkFixed, why.to_string())),
    };
    let edits: Vec<Edit> = changes.iter().map(|change| edit_of(change, surroundings)).collect();
    if !edits.is_empty() {
        document::edit(
            context,
            &Edit::All(format!("Target .NET Framework {}", framework.version()), edits),
            surroundings,
        );
    }
}

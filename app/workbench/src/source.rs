//! Source files: written by hand, made to follow the definition, beside what would be generated.

mod command;
mod line_ends;
mod template;
mod update;

use crate::{Context, Effect, Surroundings};

pub use command::SourceCommand;
pub use line_ends::has_same_lines;
pub use template::BesideTemplate;
pub(crate) use update::{
    change_source, edit_of, edit_source, follow_definition, has_error, overwrite_source, update_source_and_tell,
};

/// The comparison of a source file with its template.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    beside_template: Option<BesideTemplate>,
}

impl Sources {
    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        command: SourceCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        match command {
            SourceCommand::Change { resource, text } => change_source(context, resource, &text, surroundings),
            SourceCommand::Update => update_source_and_tell(context, surroundings),
            SourceCommand::Edit { action } => return edit_source(context, action, surroundings),
            SourceCommand::CompareTemplate(resource) => self.compare_template(context, resource),
            SourceCommand::TakeFromTemplate(place) => self.take_from_template(context, place, surroundings),
            SourceCommand::CloseTemplate => self.close_template(),
        }
        Vec::new()
    }
}

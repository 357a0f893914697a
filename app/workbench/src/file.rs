//! The file of the document: a new extension, one opened from a XIF, and its save.

mod command;
mod example;
mod handle;
mod opening;
mod saving;

use crate::{Autosave, Command, Context, Effect, News, Surroundings};

pub use command::FileCommand;
pub use handle::{FileHandle, WrittenFile};
pub(crate) use saving::Saving;

/// What goes on with the file of the document.
#[derive(Debug, Default)]
pub(crate) struct Files {
    saving: Option<Saving>,
    /// What waits for the save that a question asked for.
    after_save: Option<Command>,
    /// Whether the user has been told that the hash is not proven.
    told_about_hash: bool,
}

impl Files {
    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        autosave: &Autosave,
        command: FileCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        match command {
            FileCommand::New { name, dbms, description } => {
                Self::create(context, name, dbms, description, surroundings)
            }
            FileCommand::Open { file_name, bytes, handle } => Self::open_bytes(context, file_name, bytes, handle),
            FileCommand::XifRead { job, result } => Self::read(context, autosave, job, result, surroundings),
            FileCommand::OpenExample => Self::open_example(context, surroundings),
            FileCommand::Close => {
                context.announce(News::Closes);
                Vec::new()
            }
            FileCommand::Save => self.save(context, false, surroundings),
            FileCommand::SaveAs => self.save(context, true, surroundings),
            FileCommand::Packed { job, result } => self.packed(context, job, result),
            FileCommand::Written { job, result } => self.written(context, job, result),
        }
    }
}

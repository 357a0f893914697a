//! The sources for other programs: a linked folder, and the solution as a zip.

mod command;
mod export;
mod link;

use crate::{Context, Effect, Surroundings};

pub use command::{FolderCommand, FolderFile};
pub use link::{FolderConflict, LinkedFolder, is_read_from_folder};

/// The folder that the sources are linked with.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    linked: Option<LinkedFolder>,
}

impl Folders {
    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        command: FolderCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        match command {
            FolderCommand::Link { name } => self.link_folder(context, name),
            FolderCommand::Unlink(why) => self.unlink_folder(context, why),
            FolderCommand::Read(files) => return self.folder_read(context, files, surroundings),
            FolderCommand::Written(result) => self.folder_written(context, result),
            FolderCommand::Completed(result) => self.folder_completed(context, result),
            FolderCommand::Take(place) => self.take_from_folder(context, place, surroundings),
            FolderCommand::Decide(is_deciding) => self.decide_folder(is_deciding),
            FolderCommand::Settle => self.settle_folder_conflict(context),
            FolderCommand::ExportSolution => return Self::export_solution(context),
            FolderCommand::PlatformRead { job, result } => return self.platform_read(context, job, result),
            FolderCommand::Exported { job, result } => return Self::exported(context, job, result),
        }
        Vec::new()
    }
}

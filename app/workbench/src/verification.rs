//! Verification: after each change, and as a run of its own with a log.

mod checks;
mod command;
mod fixes;
mod log;
mod marks;
mod run;

use crate::{Builds, Context, Effect, Files, Surroundings};

pub(crate) use checks::Checks;
pub use command::VerificationCommand;
pub(crate) use fixes::{check_document, fixes};
pub(crate) use log::VerifyStep;
pub use log::{VerifyLine, VerifyLineKind, VerifyRun, VerifyState};
pub use marks::{Mark, Marks};

/// The verification that the user asked for last.
#[derive(Debug, Default)]
pub(crate) struct Verifications {
    verify_run: Option<VerifyRun>,
}

impl Verifications {
    pub(crate) fn handle(
        &mut self,
        context: &mut Context,
        files: &mut Files,
        builds: &mut Builds,
        command: VerificationCommand,
        surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        match command {
            VerificationCommand::Verify { save } => return self.verify(context, files, builds, save, surroundings),
            VerificationCommand::Close => self.forget_verification(),
            // What every command does at its end.
            VerificationCommand::Check => {}
        }
        Vec::new()
    }
}

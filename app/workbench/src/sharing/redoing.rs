//! What was undone here can be done again although others have changed something meanwhile, unless they changed the same.

use std::sync::Arc;

use comparison::merge::merge;
use extension::Extension;

use crate::{Context, Document, Followed, NoticeKind, Sharing};

/// Steps beyond that are not brought to the new document: each is a merge, while the user types.
const MOST: usize = 50;

/// The steps that redo would do, and the document that they follow.
pub(super) struct Undone {
    before: Followed,
    steps: Vec<UndoneStep>,
}

struct UndoneStep {
    name: String,
    extension: Extension,
    /// The definition that the sources follow from it on, where that is another one.
    followed: Option<Extension>,
}

impl Document {
    pub(super) fn undone(&self) -> Undone {
        let later = self.history.steps().iter().enumerate().skip(self.history.position() + 1);
        let steps = later.map(|(index, step)| UndoneStep {
            name: step.name.clone(),
            extension: step.extension.clone(),
            followed: self.followed.iter().find(|(at, _)| *at == index).map(|(_, followed)| followed.clone()),
        });
        Undone { before: self.with_followed(), steps: steps.collect() }
    }

    /// Lets redo do these steps upon the document as it is now; how many do not fit it.
    pub(super) fn bring_back(&mut self, undone: Undone) -> usize {
        let (position, now) = (self.history.position(), self.with_followed());
        self.followed.retain(|(step, _)| *step <= position);
        let count = undone.steps.len();
        let mut done = 0;
        for step in undone.steps.into_iter().take(MOST) {
            let merge_of_step = merge(&undone.before.extension, &step.extension, &now.extension);
            if !merge_of_step.conflicts.is_empty() || !merge_of_step.clashes.is_empty() {
                break;
            }
            let mut extension = merge_of_step.merged;
            extension.provenance = Arc::clone(&now.extension.provenance);
            self.history.push(step.name, extension, None);
            if let Some(followed) = step.followed {
                let followed = merge(&undone.before.followed, &followed, &now.followed).merged;
                self.followed.push((self.history.position(), followed));
            }
            done += 1;
        }
        self.history.go_to(position);
        count - done
    }
}

impl Sharing {
    /// Says that redo does less than before.
    pub(super) fn tell_of_undone(context: &mut Context, who: &str, lost: usize) {
        if lost > 0 {
            let steps = words::counted(lost, "step");
            let text = format!("{who} changed what you had undone: {steps} cannot be done again.");
            context.tell(NoticeKind::Information, text);
        }
    }
}

//! Drafts that are read: to be shown, or to follow the page that leads.

use super::{DraftRead, Errand, FoundDraft, LeadEffect, Leads};
use crate::DraftId;

impl Leads {
    /// Reads the draft to show it, once all is written that this page did in it before.
    pub(super) fn show(&mut self, draft: DraftId, leads: bool, effects: &mut Vec<LeadEffect>) {
        if leads && self.queues.is_waiting(draft) {
            self.errands.insert(draft, Errand::Write);
            return self.write(draft, effects);
        }
        self.errands.insert(draft, Errand::Show { leads });
        effects.push(LeadEffect::Read { draft, leads });
    }

    /// Shows what the page that leads has kept.
    pub(super) fn follow(&mut self, draft: DraftId, effects: &mut Vec<LeadEffect>) {
        if self.begin(draft, Errand::Follow) {
            self.behind.remove(&draft);
            effects.push(LeadEffect::Read { draft, leads: false });
        } else {
            self.behind.insert(draft);
        }
    }

    /// A draft was read.
    pub(super) fn read(&mut self, draft: DraftId, read: DraftRead, effects: &mut Vec<LeadEffect>) {
        match self.errands.remove(&draft) {
            Some(Errand::Show { leads }) => self.shown(draft, read, leads, effects),
            Some(Errand::Follow) => self.followed(draft, read, effects),
            Some(errand) => drop(self.errands.insert(draft, errand)),
            None => {}
        }
        self.tidy(effects);
    }

    fn shown(&mut self, draft: DraftId, read: DraftRead, leads: bool, effects: &mut Vec<LeadEffect>) {
        // The lead may have gone while the draft was read: then it is shown without.
        let leads = leads && self.held.contains(&draft);
        match read {
            DraftRead::Found(found) => {
                let FoundDraft { stored, summary } = *found;
                if leads {
                    self.queues.begin(draft, &stored.parts, summary);
                }
                self.opening = Some(draft);
                self.know_lead(draft, leads);
                effects.push(LeadEffect::Show { stored, leads });
            }
            DraftRead::Gone if self.current() == Some(draft) => effects.push(LeadEffect::SplitOff),
            DraftRead::Gone => {
                effects.extend([LeadEffect::Address(self.current()), LeadEffect::TellGone, LeadEffect::Reload]);
            }
            DraftRead::Failed(why) => effects.push(LeadEffect::TellUnreadable(why)),
        }
    }

    fn followed(&self, draft: DraftId, read: DraftRead, effects: &mut Vec<LeadEffect>) {
        if self.leads(draft) != Some(false) {
            return;
        }
        if let DraftRead::Found(found) = read {
            effects.push(LeadEffect::Show { stored: found.stored, leads: false });
        }
    }
}

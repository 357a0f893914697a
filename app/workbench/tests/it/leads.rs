//! Who leads a draft among the tabs of a browser, over schedules of two to five tabs that open, close, edit, come and go, with locks and without: whatever
//! happens, one tab writes at a time, and nothing that was acknowledged is lost.

use std::time::Duration;

use workbench::DraftId;
use workbench::lead::LeadEvent;

use crate::tabs::{Tabs, shared};

const SCHEDULES: u64 = 1_000;

/// So long tabs do as they like, and storage and messages take their time.
const ROUGH: Duration = Duration::from_secs(15);

/// What somebody does in a tab, by chance.
fn act(tabs: &mut Tabs, at: usize) {
    let draft = tabs.pages[at].document.as_ref().map(|document| document.draft);
    match tabs.chance.below(20) {
        0..=8 => tabs.edit(at),
        9..=11 => tabs.happen(at, LeadEvent::Look),
        12..=13 => draft.into_iter().for_each(|draft| tabs.take_over(at, draft)),
        14 => tabs.close_document(at),
        15..=16 => tabs.happen(at, LeadEvent::Open(shared())),
        17 => tabs.happen(at, LeadEvent::TryAgain),
        18 => tabs.happen(at, LeadEvent::Leave),
        _ => tabs.reload(at),
    }
}

/// The tabs that show the draft and lead it.
fn leaders(tabs: &Tabs, draft: DraftId) -> Vec<usize> {
    let leads = |at: &usize| tabs.pages[*at].document.as_ref().is_some_and(|it| it.draft == draft && it.leads);
    (0..tabs.pages.len()).filter(leads).collect()
}

/// The user looks at each tab, one after the other.
fn look_around(tabs: &mut Tabs) {
    for at in 0..tabs.pages.len() {
        tabs.happen(at, LeadEvent::Look);
        tabs.happen(at, LeadEvent::TryAgain);
        tabs.run_for(Duration::from_secs(5));
    }
}

/// Two to five tabs, and the chance that this seed stands for.
fn run(seed: u64) {
    let count = 2 + usize::try_from(seed % 4).unwrap();
    let mut tabs = Tabs::new(count, seed % 8 < 6, seed);
    tabs.edit(0);
    tabs.run_for(Duration::from_secs(1));
    while tabs.now < ROUGH {
        let wait = tabs.chance.below(900);
        tabs.run_for(Duration::from_millis(wait));
        let at = tabs.chance.place(count);
        act(&mut tabs, at);
    }
    tabs.is_rough = false;
    tabs.run_for(Duration::from_secs(15));
    for at in 0..count {
        if tabs.pages[at].document.is_none() {
            tabs.happen(at, LeadEvent::Open(shared()));
            tabs.run_for(Duration::from_secs(5));
        }
    }
    look_around(&mut tabs);
    look_around(&mut tabs);
    tabs.assert_whole();
    // Whoever leads goes, and another one takes over.
    while let [leader] = leaders(&tabs, shared())[..] {
        tabs.close(leader);
        look_around(&mut tabs);
        look_around(&mut tabs);
        tabs.assert_whole();
    }
}

/// The seed of the schedule that fails is printed.
fn run_all(seeds: impl Iterator<Item = u64>) {
    for seed in seeds {
        if let Err(panic) = std::panic::catch_unwind(|| run(seed)) {
            println!("the schedule of seed {seed} failed");
            std::panic::resume_unwind(panic);
        }
    }
}

#[test]
fn one_tab_leads_and_nothing_is_lost() {
    run_all(0..SCHEDULES);
}

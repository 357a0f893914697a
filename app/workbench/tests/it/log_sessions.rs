//! Sessions of several browsers with one log, over a network on which anything may go wrong for a while: afterwards all have the same document, with
//! everything that anybody did, once.

use std::collections::BTreeSet;
use std::time::Duration;

use comparison::merge::Side;
use extension::{Action, ActionEdit, Description, Edit};
use support::document::name;
use workbench::log_session::LogEvent;
use workbench::{Command, DocumentCommand, Surroundings};

use crate::meeting::{assert_together, meeting};
use crate::network::Network;

const SCHEDULES: u64 = 1_000;

/// So long the network is rough.
const ROUGH: Duration = Duration::from_secs(20);

/// What somebody does, by chance; the names of the actions that are added.
fn act(network: &mut Network, at: usize, added: &mut Vec<String>) {
    let what = network.chance.below(12);
    let chosen = network.chance.place(100);
    let unique = format!("P{at}T{}", network.now.as_millis());
    let person = &mut network.browsers[at].person;
    match what {
        0..=3 => {
            let key = person.host.still.new_key();
            person
                .host
                .run(Command::Document(DocumentCommand::Edit(Edit::AddAction(Action::new(key, name(&unique)), None))));
            added.push(unique);
        }
        4..=6 => {
            let actions = &person.extension().actions;
            let Some(key) = actions.iter().map(|action| action.key).nth(chosen % actions.len().max(1)) else { return };
            let edit = ActionEdit::SetDescription(Description::new(&unique).unwrap());
            person.host.run(Command::Document(DocumentCommand::Edit(Edit::Action(key, edit))));
        }
        7 => person.decide(Side::Ours),
        8 => network.reload(at),
        9 => network.break_streams(),
        10 => network.happen(at, LogEvent::NetReturned),
        _ => {}
    }
    network.send_soon(at);
}

/// Two to five browsers, and the chance that this seed stands for.
fn run(seed: u64) {
    let count = 2 + usize::try_from(seed % 4).unwrap();
    let (log, people) = meeting(count);
    let mut network = Network::new(log, people, ROUGH, seed);
    let mut added = Vec::new();
    while network.now < ROUGH {
        let (wait, at) = (network.chance.below(2_000), network.chance.place(count));
        network.run_until(network.now + Duration::from_millis(wait));
        act(&mut network, at, &mut added);
    }
    for _ in 0..12 {
        network.run_until(network.now + Duration::from_secs(30));
        for at in 0..count {
            network.browsers[at].person.decide(Side::Ours);
            network.send_soon(at);
        }
    }
    let people: Vec<_> = network.browsers.into_iter().map(|browser| browser.person).collect();
    for person in &people {
        let shared = person.document().shared().unwrap();
        assert!(!person.document().has_unsent(), "something is not sent");
        assert_eq!(shared.read_to(), network.log.len() as u64, "something is not read");
    }
    assert_together(&network.log, &people);
    let names: Vec<_> = people[0].extension().actions.iter().map(|action| action.name.to_string()).collect();
    let unique: BTreeSet<_> = names.iter().cloned().collect();
    assert_eq!(unique.len(), names.len(), "something was applied twice: {names:?}");
    assert_eq!(unique, added.into_iter().collect(), "something is lost");
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
fn all_come_together_whatever_the_network_did() {
    run_all((0..SCHEDULES).step_by(2));
}

#[test]
fn all_come_together_whatever_the_network_did_to_others() {
    run_all((1..SCHEDULES).step_by(2));
}

//! Who has the shared draft open, and where.

use std::collections::HashMap;
use std::time::Duration;

use api::draft::ClientId;
use api::draft::event::PresenceEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use workbench::{SharedLink, Target};

use super::super::Studio;
use super::super::logs::At;
use crate::browser::{crypto, shared as server, storage};

/// How often a page shows that it is still there; the server forgets it after 20 seconds.
const REPEAT: Duration = Duration::from_secs(8);

/// The name under which the tab remembers its id.
const CLIENT_NAME: &str = "client";

/// Which message of each other page came last. Decrypting one takes a while, and an older one that ends later does not count.
#[derive(Default)]
pub(crate) struct Heard {
    /// The id of this page.
    client: Option<[u8; 16]>,
    count: u64,
    last: HashMap<[u8; 16], u64>,
}

impl Heard {
    /// The id of this page. It is the same after the page was loaded again, so that others do not see it twice.
    fn client(&mut self) -> [u8; 16] {
        *self.client.get_or_insert_with(|| known_client().unwrap_or_else(new_client))
    }

    /// Numbers a message of another page.
    fn note(&mut self, page: [u8; 16]) -> u64 {
        self.count += 1;
        self.last.insert(page, self.count);
        self.count
    }

    fn is_last(&self, page: [u8; 16], number: u64) -> bool {
        self.last.get(&page) == Some(&number)
    }
}

/// Somebody else who has the draft open.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Person {
    /// The page.
    pub(crate) client: [u8; 16],
    /// What he calls himself; empty when he did not say.
    pub(crate) name: String,
    /// What he has open.
    pub(crate) at: Option<Target>,
}

impl Person {
    /// The name, or a word for it.
    pub(crate) fn name(&self) -> &str {
        if self.name.is_empty() { "Somebody" } else { &self.name }
    }

    /// Up to two letters.
    pub(crate) fn initials(&self) -> String {
        let initials: String = self.name().split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
        initials.to_uppercase()
    }

    /// Which of the eight colours.
    pub(crate) fn colour(&self) -> u8 {
        self.client[0] % 8
    }
}

/// What goes to others, encrypted.
#[derive(Serialize, Deserialize)]
struct Shown {
    name: String,
    at: Option<String>,
}

fn known_client() -> Option<[u8; 16]> {
    let id: ClientId = storage::recall_in_tab(CLIENT_NAME)?.parse().ok()?;
    Some(*id.bytes())
}

fn new_client() -> [u8; 16] {
    let client = crypto::random();
    storage::remember_in_tab(CLIENT_NAME, &ClientId::from_bytes(client).text());
    client
}

/// Shows this page to others while it has a shared draft open.
pub(super) fn start(studio: Studio) {
    Effect::new(move |_| {
        studio.derived.active.track();
        show(studio);
    });
    // A page without timers is gone for others after a while.
    let _ = set_interval_with_handle(move || show(studio), REPEAT);
}

/// Shows where this page is.
pub(super) fn show(studio: Studio) {
    let Some((_, link)) = studio.logs.draft() else { return };
    let at = studio.derived.active.get_untracked().map(word_of);
    let shown = Shown { name: studio.read(|workbench| workbench.author().to_owned()), at };
    let Ok(text) = serde_json::to_string(&shown) else { return };
    send(studio, link, text);
}

fn send(studio: Studio, link: SharedLink, text: String) {
    let Some(client) = studio.heard.with(Heard::client) else { return };
    // A message that gets lost is repeated, and without one the server forgets the page.
    spawn_local(async move { drop(server::show_presence(&link, client, &text).await) });
}

/// Forgets who was there.
pub(super) fn forget(studio: Studio) {
    studio.heard.with(|heard| heard.last.clear());
    if studio.screen.people.with_untracked(|people| !people.is_empty()) {
        studio.screen.people.set(Vec::new());
    }
}

/// This page leaves the draft.
pub(super) fn leave(studio: Studio, link: SharedLink) {
    forget(studio);
    send(studio, link, String::new());
}

/// Takes over what another page shows.
pub(super) fn hear(studio: Studio, at: At, event: PresenceEvent) {
    let id = *event.client.bytes();
    let number = studio.heard.with(|heard| (heard.client() != id).then(|| heard.note(id)));
    let Some(number) = number.flatten() else { return };
    let Some(blob) = event.blob else {
        return studio.screen.people.update(|people| people.retain(|person| person.client != id));
    };
    spawn_local(async move {
        let Some((_, link)) = studio.logs.draft().filter(|(current, _)| *current == at) else { return };
        let Some(text) = server::presence(&link, id, &blob).await else { return };
        let Ok(shown) = serde_json::from_str::<Shown>(&text) else { return };
        if studio.heard.with(|heard| heard.is_last(id, number)) != Some(true) {
            return;
        }
        let person = Person { client: id, name: shown.name, at: shown.at.as_deref().and_then(target_of) };
        let people = studio.screen.people;
        let index = people.with_untracked(|people| people.iter().position(|other| other.client == id));
        match index {
            Some(index) if people.with_untracked(|people| people[index] == person) => {}
            Some(index) => people.update(|people| people[index] = person),
            None => people.update(|people| people.push(person)),
        }
    });
}

fn word_of(target: Target) -> String {
    match target {
        Target::Extension => "extension".to_owned(),
        Target::Action(key) => format!("action {key}"),
        Target::Structure(key) => format!("structure {key}"),
        Target::Entity(key) => format!("entity {key}"),
        Target::Resource(key) => format!("resource {key}"),
        Target::Source(key) => format!("source {key}"),
    }
}

fn target_of(word: &str) -> Option<Target> {
    if word == "extension" {
        return Some(Target::Extension);
    }
    let (kind, key) = word.split_once(' ')?;
    let key = key.parse().ok()?;
    let kinds = [Target::Action, Target::Structure, Target::Entity, Target::Resource, Target::Source];
    kinds.into_iter().map(|of| of(key)).find(|target| word_of(*target).split_once(' ').is_some_and(|it| it.0 == kind))
}

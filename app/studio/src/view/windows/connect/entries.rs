use api::platform::Secret;
use api::platform::connect::{Backend, Offer};
use leptos::prelude::*;
use workbench::{Connecting, ConnectionCommand};

use super::remember;
use crate::app::Studio;

/// What is typed in the window and what the server at the address offers.
#[derive(Clone, Copy)]
pub(super) struct Entries {
    studio: Studio,
    connecting: Memo<Option<Connecting>>,
    pub(super) address: RwSignal<String>,
    pub(super) user: RwSignal<String>,
    pub(super) password: RwSignal<String>,
    /// The way to the server that the user chose.
    pub(super) chosen: RwSignal<Option<Backend>>,
    /// The ways that the server offers.
    pub(super) backends: Memo<Vec<Offer>>,
    /// The chosen one of them, or the first; `None` until the server has answered.
    pub(super) offer: Memo<Option<Offer>>,
}

impl Entries {
    pub(super) fn new(studio: Studio, connecting: Memo<Option<Connecting>>, address: String) -> Self {
        let chosen = RwSignal::new(None::<Backend>);
        let backends =
            Memo::new(move |_| connecting.with(|it| it.as_ref().map(|it| it.backends().to_vec()).unwrap_or_default()));
        let offer = Memo::new(move |_| {
            backends.with(|list| {
                let wanted = chosen.get();
                list.iter().find(|offer| Some(offer.backend) == wanted).or(list.first()).cloned()
            })
        });
        let address = RwSignal::new(address);
        let (user, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        Self { studio, connecting, address, user, password, chosen, backends, offer }
    }

    pub(super) fn is_known(self) -> bool {
        self.offer.with(Option::is_some)
    }

    pub(super) fn is_busy(self) -> bool {
        self.connecting.with(|it| it.as_ref().is_some_and(Connecting::is_busy))
    }

    pub(super) fn type_address(self, address: String) {
        self.address.set(address);
        // What was known was known of another address.
        if untrack(|| self.is_known()) {
            self.studio.tell(ConnectionCommand::CloseConnect);
            self.studio.tell(ConnectionCommand::Connect);
        }
    }

    /// Asks the server at the address what it offers, or logs in when that is known.
    pub(super) fn go(self) {
        if untrack(|| self.is_busy()) {
            return;
        }
        let address = self.address.get_untracked();
        match self.offer.get_untracked() {
            Some(offer) => {
                remember(&address);
                let password = Secret::new(self.password.get_untracked());
                self.password.set(String::new());
                let (backend, user) = (offer.backend, self.user.get_untracked());
                self.studio.tell(ConnectionCommand::LogIn { backend, user, password });
            }
            None if !address.trim().is_empty() => {
                self.studio.tell(ConnectionCommand::Probe { address, certificate: None });
            }
            None => {}
        }
    }
}

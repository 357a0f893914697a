//! The other pages of the studio in this browser, and the address of this one.

use std::cell::OnceCell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};
use workbench::lead::PageNews;
use workbench::{DraftId, SharedLink, Surroundings};

use super::surroundings::Browser;

const CHANNEL: &str = "xif-studio-drafts";
const FRAGMENT: &str = "#draft=";

thread_local! {
    static OWN: OnceCell<String> = const { OnceCell::new() };
    static CHANNELS: OnceCell<Option<BroadcastChannel>> = const { OnceCell::new() };
}

fn words_of(news: PageNews) -> (&'static str, DraftId) {
    match news {
        PageNews::Changed(draft) => ("changed", draft),
        PageNews::Wanted(draft) => ("wanted", draft),
        PageNews::Taken(draft) => ("taken", draft),
    }
}

fn news_of(text: &str) -> Option<PageNews> {
    let (word, draft) = text.split_once(' ')?;
    let draft = draft.parse().ok()?;
    let all = [PageNews::Changed(draft), PageNews::Wanted(draft), PageNews::Taken(draft)];
    all.into_iter().find(|news| words_of(*news).0 == word)
}

/// The name of this page, like no other's.
pub(crate) fn own() -> String {
    OWN.with(|own| own.get_or_init(|| Browser.new_key().to_string()).clone())
}

fn with_channel(call: impl FnOnce(&BroadcastChannel)) {
    CHANNELS.with(|channel| {
        // A browser without channels leaves the pages to what they read for themselves.
        if let Some(channel) = channel.get_or_init(|| BroadcastChannel::new(CHANNEL).ok()) {
            call(channel);
        }
    });
}

/// Tells the other pages.
pub(crate) fn tell(news: PageNews) {
    let (word, draft) = words_of(news);
    // A text can always be sent.
    with_channel(|channel| drop(channel.post_message(&format!("{word} {draft}").into())));
}

/// Hears what other pages tell.
pub(crate) fn listen(heard: impl Fn(PageNews) + 'static) {
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(news) = event.data().as_string().and_then(|text| news_of(&text)) {
            heard(news);
        }
    });
    with_channel(move |channel| channel.set_onmessage(Some(on_message.into_js_value().unchecked_ref())));
}

/// What stands behind the `#` of the address, with it.
pub(crate) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Whether the address names a draft, or is a link to a shared one.
pub(crate) fn leads_somewhere() -> bool {
    SharedLink::is_meant(&fragment()) || addressed_draft().is_some()
}

/// Calls when the browser has a net again.
pub(crate) fn on_net(back: impl Fn() + 'static) {
    drop(window_event_listener(ev::online, move |_| back()));
}

/// The draft that the address names.
pub(crate) fn addressed_draft() -> Option<DraftId> {
    let fragment = window().location().hash().ok()?;
    fragment.strip_prefix(FRAGMENT)?.parse().ok()
}

/// Lets the address name the draft, so that loading the page again comes back to it; no step for Back.
pub(crate) fn address_draft(draft: Option<DraftId>) {
    let location = window().location();
    let part = |part: Result<String, JsValue>| part.unwrap_or_default();
    let fragment = draft.map(|draft| format!("{FRAGMENT}{draft}")).unwrap_or_default();
    let address = part(location.pathname()) + &part(location.search()) + &fragment;
    // Refused only to a page that changes its address a hundred times in half a minute.
    let _ = window().history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
}

/// Follows the address, when the user writes another draft into it.
pub(crate) fn on_address(changed: impl Fn() + 'static) {
    drop(window_event_listener(ev::hashchange, move |_| changed()));
}

/// Whether the user can see the page.
pub(crate) fn is_seen() -> bool {
    !document().hidden()
}

/// Calls `back` when the user comes to the page, and `away` when he leaves it or it ends.
pub(crate) fn on_attention(back: impl Fn() + Clone + 'static, away: impl Fn() + Clone + 'static) {
    let (focus, last) = (back.clone(), away.clone());
    drop(window_event_listener(ev::focus, move |_| focus()));
    drop(window_event_listener(ev::pagehide, move |_| last()));
    drop(window_event_listener(ev::visibilitychange, move |_| if is_seen() { back() } else { away() }));
}

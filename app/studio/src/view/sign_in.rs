use api::access::{Access, Proof, Standing};
use leptos::prelude::*;
use leptos::task::spawn_local;
use workbench::errors::Failure;

use crate::browser::access;
use crate::part::{Button, Dialog, icon};

/// Who the server takes the user for, on a server that asks; on others nothing.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let known = RwSignal::new(None::<Access>);
    let asks = RwSignal::new(false);
    let ask = move || {
        spawn_local(async move {
            let mut found = access::access().await;
            if found.is_err() && !access::token().is_empty() {
                // The operator may have replaced the token meanwhile.
                access::keep_token("");
                found = access::access().await;
            }
            // The view may be gone by now.
            let _ = known.try_set(found.ok());
        });
    };
    ask();
    let leave = move |by: Proof| {
        spawn_local(async move {
            match by {
                Proof::Token => access::keep_token(""),
                // Without an answer the session stays, which is then shown.
                Proof::Session => drop(access::sign_out().await),
                Proof::Proxy => {}
            }
            ask();
        });
    };
    let shown = move || match known.get()?.standing {
        Standing::Open => None,
        Standing::SignedIn { name, by } => {
            let out = (by != Proof::Proxy).then(|| {
                view! {
                    <button type="button" class="icon-button" data-testid="sign-out" on:click=move |_| leave(by)>
                        "Sign out"
                    </button>
                }
            });
            Some(
                view! {
                    <span class="status-part" data-testid="signed-in" title="Who the studio's server takes you for">
                        {icon("account", "")} {name}
                    </span>
                    {out}
                }
                .into_any(),
            )
        }
        Standing::Stranger { sign_in, token } => Some(stranger(sign_in, token, asks).into_any()),
    };
    view! {
        {shown}
        {move || asks.get().then(|| view! { <TokenWindow asks known /> })}
    }
}

/// The ways in. At the provider only a browser signs in; a token works everywhere.
fn stranger(sign_in: Option<String>, token: bool, asks: RwSignal<bool>) -> impl IntoView {
    let is_lost = sign_in.is_none() && !token;
    let provider = sign_in.map(|address| {
        view! {
            <button type="button" class="icon-button" data-testid="sign-in" on:click=move |_| access::sign_in(&address)>
                {icon("account", "")} "Sign in"
            </button>
        }
    });
    let token = token.then(|| {
        view! {
            <button type="button" class="icon-button" data-testid="enter-token" on:click=move |_| asks.set(true)>
                {icon("key", "")} "Enter access token"
            </button>
        }
    });
    let lost = is_lost.then(|| {
        view! {
            <span class="status-part is-warning" title="The proxy in front of the studio's server names no user.">
                {icon("warning", "")} "Not signed in"
            </span>
        }
    });
    view! { {provider} {token} {lost} }
}

/// Asks for an access token and keeps it for this tab when the server knows it.
#[component]
fn TokenWindow(asks: RwSignal<bool>, known: RwSignal<Option<Access>>) -> impl IntoView {
    let (token, failure) = (RwSignal::new(String::new()), RwSignal::new(None::<Failure>));
    let is_busy = RwSignal::new(false);
    let close = Callback::new(move |()| asks.set(false));
    let go = move || {
        let typed = token.get_untracked().trim().to_owned();
        if typed.is_empty() || is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        failure.set(None);
        spawn_local(async move {
            access::keep_token(&typed);
            match access::access().await {
                Ok(found) => {
                    known.set(Some(found));
                    asks.set(false);
                }
                Err(why) => {
                    access::keep_token("");
                    let _ = failure.try_set(Some(why));
                    let _ = is_busy.try_set(false);
                }
            }
        });
    };
    let failed = move || failure.get().map(|failure| failure.text);
    view! {
        <Dialog title="Access Token" close>
            <form
                on:submit=move |event| {
                    event.prevent_default();
                    go();
                }
            >
                <div class="dialog-body">
                    <p>"The operator of this studio's server gives tokens. This one is kept until the tab is closed."</p>
                    <div class="field">
                        <label for="access-token">"Token"</label>
                        <div>
                            <input
                                id="access-token"
                                class="input"
                                type="password"
                                autocomplete="off"
                                spellcheck="false"
                                autofocus
                                prop:value=move || token.get()
                                on:input=move |event| token.set(event_target_value(&event))
                            />
                        </div>
                    </div>
                    <div role="alert">{failed}</div>
                </div>
                <div class="dialog-feet">
                    <Button label="Cancel" secondary=true press=move || close.run(()) />
                    <Button label="Sign In" disabled=is_busy press=go />
                </div>
                <button type="submit" class="only-read" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}

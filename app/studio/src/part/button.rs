use leptos::prelude::*;

use super::Icon;
use crate::menu_command::keys_here;

/// A button with a text: the main one of its place, or with `secondary` another one.
#[component]
pub(crate) fn Button(
    /// Its text.
    #[prop(into)]
    label: String,
    /// What it does.
    press: impl Fn() + 'static,
    /// Whether it is not the main one.
    #[prop(optional)]
    secondary: bool,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let class = if secondary { "button is-secondary" } else { "button" };
    let pressed = move |_| {
        if !disabled.get_untracked() {
            press();
        }
    };
    // Not the attribute `disabled`: with it a button that waits for its own answer would lose the keyboard.
    view! {
        <button type="button" class=class aria-disabled=move || disabled.get().then_some("true") on:click=pressed>
            {label}
        </button>
    }
}

/// A button that shows an icon, and with `text` its name beside it.
#[component]
pub(crate) fn IconButton<T>(
    /// Its name, for screen readers and as a tip.
    #[prop(into)]
    label: Signal<String>,
    /// The icon.
    #[prop(into)]
    name: Signal<&'static str>,
    /// What it does.
    press: impl Fn() -> T + 'static,
    /// What the tip says beyond the name, such as its keys.
    #[prop(optional)]
    keys: &'static str,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Whether it is a switch, and on.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// A text beside the icon.
    #[prop(optional)]
    text: &'static str,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView
where
    T: 'static,
{
    let tip = move || if keys.is_empty() { label.get() } else { format!("{} ({})", label.get(), keys_here(keys)) };
    view! {
        <button
            type="button"
            class=format!("icon-button {class}")
            title=tip
            aria-label=move || label.get()
            aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
            prop:disabled=move || disabled.get()
            on:click=move |_| drop(press())
        >
            <Icon name />
            {(!text.is_empty()).then(|| view! { <span class="button-text">{text}</span> })}
        </button>
    }
}

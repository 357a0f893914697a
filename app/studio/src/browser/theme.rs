//! Light and dark.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlElement;

use super::storage;

/// The look that the user chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The theme of the last visit.
    pub(crate) fn remembered() -> Self {
        match storage::recall("theme").as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// What comes next: from the system's look the other one, then the system's look in the user's choice, then the system's
    /// again.
    pub(crate) fn next(self) -> Self {
        let of_system = if Self::System.is_dark() { Self::Dark } else { Self::Light };
        match self {
            Self::System => of_system.opposite(),
            chosen if chosen == of_system => Self::System,
            _ => of_system,
        }
    }

    fn opposite(self) -> Self {
        if self == Self::Dark { Self::Light } else { Self::Dark }
    }

    /// The name that the studio shows.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// Whether the page is dark under this theme.
    pub(crate) fn is_dark(self) -> bool {
        match self {
            Self::Light => false,
            Self::Dark => true,
            Self::System => {
                let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
                query.is_some_and(|query| query.matches())
            }
        }
    }

    /// Gives the page this look and remembers it.
    pub(crate) fn apply(self) {
        let name = match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        };
        storage::remember("theme", name);
        if let Some(root) = document().document_element() {
            // The attribute names are fixed and valid, so this cannot fail.
            let _ = root.set_attribute("data-theme", name);
        }
    }
}

/// Calls when the system changes between light and dark, as long as the page lives.
pub(crate) fn on_system_change(call: impl Fn() + 'static) {
    let Ok(Some(query)) = window().match_media("(prefers-color-scheme: dark)") else { return };
    let listener = Closure::<dyn Fn()>::new(call);
    query.set_onchange(Some(listener.into_js_value().unchecked_ref()));
    // The query itself must live for its listener to be called.
    std::mem::forget(query);
}

/// The colour that a design token has now, as `#rrggbb`; empty when there is none.
pub(crate) fn colour(token: &str) -> String {
    let probe = document().create_element("span").ok().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let (Some(probe), Some(body)) = (probe, document().body()) else { return String::new() };
    let _ = probe.set_attribute("style", &format!("display: none; color: var({token})"));
    let _ = body.append_child(&probe);
    let computed = window().get_computed_style(&probe).ok().flatten();
    let colour = computed.and_then(|style| style.get_property_value("color").ok()).unwrap_or_default();
    probe.remove();
    hex(&colour).unwrap_or_default()
}

/// The hexadecimal form of `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.5)`.
fn hex(colour: &str) -> Option<String> {
    let inner = colour.strip_prefix("rgba(").or_else(|| colour.strip_prefix("rgb("))?.strip_suffix(')')?;
    let mut parts = inner.split(',').map(str::trim);
    let byte = |value: u8| format!("{value:02x}");
    let mut text = String::from("#");
    for part in parts.by_ref().take(3) {
        text += &byte(part.parse().ok()?);
    }
    if let Some(alpha) = parts.next() {
        let alpha: f64 = alpha.parse().ok()?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to a byte
        let alpha = (alpha * 255.0).round().clamp(0.0, 255.0) as u8;
        text += &byte(alpha);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn colours_are_hexadecimal() {
        assert_eq!(hex("rgb(10, 106, 112)").unwrap(), "#0a6a70");
        assert_eq!(hex("rgba(255, 255, 255, 0.5)").unwrap(), "#ffffff80");
        assert_eq!(hex("light-dark(red, blue)"), None);
    }

    #[wasm_bindgen_test]
    fn the_chosen_theme_is_remembered() {
        Theme::Dark.apply();
        assert_eq!(Theme::remembered(), Theme::Dark);
        let all = [Theme::System, Theme::System.next(), Theme::System.next().next()];
        assert!(all.contains(&Theme::Light) && all.contains(&Theme::Dark), "{all:?}");
        assert_ne!(Theme::System.is_dark(), Theme::System.next().is_dark(), "the first step is seen");
        assert_eq!(all[2].next(), Theme::System, "and the system's look comes back");
        Theme::System.apply();
        assert_eq!(Theme::remembered(), Theme::System);
    }
}

//! Which keys give which command.

use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::MenuCommand;
use crate::app::Studio;
use crate::browser::focus;

/// Keys as text: modifiers and a key joined with `+`, such as `Ctrl+Shift+P`. `Ctrl` is also the
/// command key of a Mac.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keys(pub(super) &'static str);

impl Keys {
    /// The text that menus show on this system.
    pub(crate) fn shown(self) -> String {
        keys_here(self.0)
    }

    /// The keys by their names on a PC.
    pub(crate) const fn text(self) -> &'static str {
        self.0
    }

    /// Whether the event is these keys.
    pub(crate) fn are(self, event: &KeyboardEvent) -> bool {
        let Some(key) = self.0.rsplit('+').next().filter(|key| !key.is_empty()) else { return false };
        let wants = |modifier: &str| self.0.split('+').any(|part| part == modifier);
        // With Alt a Mac reports the character that the keys make; the code names the key itself.
        let is_key = event.key().eq_ignore_ascii_case(key)
            || (key.len() == 1
                && matches!(event.code().as_str(), code if code.eq_ignore_ascii_case(&format!("Key{key}")) || code == format!("Digit{key}")));
        is_key
            && wants("Ctrl") == (event.ctrl_key() || event.meta_key())
            && wants("Shift") == event.shift_key()
            && wants("Alt") == event.alt_key()
    }
}

/// Gives commands by keys, wherever the keyboard is.
pub(crate) fn listen(studio: Studio) {
    let handle = window_event_listener(ev::keydown, move |event| {
        // Keys that the code editor, a tree or a grid took for itself.
        if event.default_prevented() {
            return;
        }
        let pressed = |command: &MenuCommand| command.keys().are(&event) && !command.is_of_browser();
        let command = MenuCommand::ALL.into_iter().find(pressed).or_else(|| other_keys(&event));
        let Some(command) = command.filter(|command| !belongs_to_field(*command)) else { return };
        // A browser's own meaning of the keys (print, save the page) is never wanted here.
        event.prevent_default();
        let has_window = studio.screen.window.with_untracked(Option::is_some)
            || studio.derived.question.with_untracked(Option::is_some);
        if !has_window && command.is_enabled(studio) {
            command.run(studio);
        }
    });
    on_cleanup(move || handle.remove());
}

/// Keys as the keyboard of this system names them: on a Mac by the signs of its modifiers.
pub(crate) fn keys_here(keys: &str) -> String {
    if is_mac() { of_mac(keys) } else { keys.to_owned() }
}

fn is_mac() -> bool {
    window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

fn of_mac(keys: &str) -> String {
    let modifiers =
        [("Ctrl+", "⌘"), ("Shift+", "⇧"), ("Alt+", "⌥"), ("Delete", "⌦"), ("PageUp", "⇞"), ("PageDown", "⇟")];
    modifiers.iter().fold(keys.to_owned(), |keys, (name, sign)| keys.replace(name, sign))
}

/// Second keys of a command.
fn other_keys(event: &KeyboardEvent) -> Option<MenuCommand> {
    let others = [(Keys("F1"), MenuCommand::Palette), (Keys("Ctrl+Shift+Z"), MenuCommand::Redo)];
    others.into_iter().find(|(keys, _)| keys.are(event)).map(|(_, command)| command)
}

impl MenuCommand {
    /// Whether its keys are the browser's, which tells of them in events of their own.
    const fn is_of_browser(self) -> bool {
        matches!(self, Self::Cut | Self::Copy | Self::Paste)
    }
}

/// The source editor and a field with fresh text have an undo of their own.
fn belongs_to_field(command: MenuCommand) -> bool {
    matches!(command, MenuCommand::Undo | MenuCommand::Redo)
        && (focus::is_in_source_editor() || focus::is_in_changed_field())
        || matches!(command, MenuCommand::Find | MenuCommand::Duplicate) && focus::is_in_source_editor()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;
    use web_sys::KeyboardEventInit;

    wasm_bindgen_test_configure!(run_in_browser);

    fn press(key: &str, code: &str, [ctrl, shift, alt]: [bool; 3]) -> KeyboardEvent {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_code(code);
        init.set_ctrl_key(ctrl);
        init.set_shift_key(shift);
        init.set_alt_key(alt);
        KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap()
    }

    #[wasm_bindgen_test]
    fn keys_with_their_modifiers_and_no_others() {
        let palette = MenuCommand::Palette.keys();
        assert!(palette.are(&press("P", "KeyP", [true, true, false])));
        assert!(!palette.are(&press("p", "KeyP", [true, false, false])));
        assert!(Keys("Alt+A").are(&press("å", "KeyA", [false, false, true])));
        assert!(!Keys("").are(&press("a", "KeyA", [false, false, false])));
    }

    #[wasm_bindgen_test]
    fn a_mac_has_its_own_signs() {
        assert_eq!(of_mac("Ctrl+Shift+P"), "⌘⇧P");
        assert_eq!(of_mac("Alt+PageDown"), "⌥⇟");
        assert_eq!(of_mac("F8"), "F8");
    }

    #[wasm_bindgen_test]
    fn no_keys_give_two_commands() {
        let mut seen = std::collections::HashSet::new();
        for command in MenuCommand::ALL.into_iter().filter(|command| !command.keys().text().is_empty()) {
            assert!(seen.insert(command.keys().text()), "{command:?}");
        }
    }
}

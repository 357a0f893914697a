//! Time and keys, which the workbench asks for.

use extension::{Key, Timestamp};
use js_sys::Date;
use workbench::Surroundings;

/// The browser's clock and its source of random bytes.
pub(crate) struct Browser;

impl Surroundings for Browser {
    fn now_utc(&self) -> Timestamp {
        let now = Date::new_0();
        timestamp([
            now.get_utc_full_year(),
            now.get_utc_month() + 1,
            now.get_utc_date(),
            now.get_utc_hours(),
            now.get_utc_minutes(),
            now.get_utc_seconds(),
        ])
    }

    fn now_local(&self) -> Timestamp {
        let now = Date::new_0();
        timestamp([
            now.get_full_year(),
            now.get_month() + 1,
            now.get_date(),
            now.get_hours(),
            now.get_minutes(),
            now.get_seconds(),
        ])
    }

    fn new_key(&mut self) -> Key {
        let mut bytes = [0; 16];
        // Without the browser's random source (a page outside a secure context still has it) the key
        // comes from the weaker one of the language: 53 bits a call.
        let filled = web_sys::window()
            .and_then(|window| window.crypto().ok())
            .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
        if !filled {
            bytes.fill_with(random_byte);
        }
        Key::from_random(bytes)
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // random() is below 1
fn random_byte() -> u8 {
    (js_sys::Math::random() * 256.0) as u8
}

/// The moment of year, month from 1, day, hour, minute, second.
fn timestamp([year, month, day, hour, minute, second]: [u32; 6]) -> Timestamp {
    let small = |part: u32| u8::try_from(part).unwrap_or(u8::MAX);
    let year = u16::try_from(year).unwrap_or(u16::MAX);
    Timestamp::new(year, small(month), small(day), small(hour), small(minute), small(second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn keys_differ_and_are_version_4() {
        let keys = [Browser.new_key(), Browser.new_key()];
        assert_ne!(keys[0], keys[1]);
        assert_eq!(&keys[0].guid()[14..15], "4");
    }

    #[wasm_bindgen_test]
    fn the_time_is_now() {
        let now = Browser.now_utc();
        let browser = String::from(Date::new_0().to_iso_string());
        assert_eq!(now.as_str()[..13], browser[..13].replace('T', " "));
    }
}

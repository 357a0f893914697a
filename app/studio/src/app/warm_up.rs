//! What the user needs later is made ready while nobody waits: the worker, and reading. Browsers make good machine code only of what has
//! run a lot, so that a large extension would meet the slow one.

use extension::{Action, BasicType, Direction, Extension, Key, Name, Parameter, Timestamp};
use js_sys::Promise;
use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use crate::browser::worker;

/// Each round writes and reads about 400 KiB, a few milliseconds; after these browsers know what runs a lot.
const ROUNDS: u32 = 6;
const ACTIONS: u32 = 150;
const PARAMETERS: u32 = 10;

/// Goes through it in quiet moments; reading only when nothing was read yet.
pub(crate) fn begin(reads: bool) {
    spawn_local(async move {
        idle().await;
        worker::prepare();
        for _ in 0..if reads { ROUNDS } else { 0 } {
            idle().await;
            let text = xif::print(&sample());
            idle().await;
            drop(xif::parse(text));
        }
    });
}

/// Until the browser has nothing else to do, or for a moment where it does not tell.
async fn idle() {
    const MOMENT: i32 = 500;
    let promise = Promise::new(&mut |resolve, _| {
        if window().request_idle_callback(&resolve).is_err() {
            // A page without timers stays as it is.
            let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, MOMENT);
        }
    });
    // The promise is never rejected.
    let _ = JsFuture::from(promise).await;
}

fn sample() -> Extension {
    let name = |stem: &str, number: u32| Name::as_found(&format!("{stem}{number}"));
    let key = |number: u32| Key::from_bytes(u128::from(number).to_be_bytes());
    let mut extension = Extension::new(name("Sample", 0), [1, 2, 3].map(key), Timestamp::new(2026, 1, 1, 0, 0, 0));
    let action = |number: u32| {
        let first = (number + 1) * (PARAMETERS + 1);
        let parameter = |row: u32| {
            let direction =
                if row == 0 { Direction::Output } else { Direction::Input { mandatory: row.is_multiple_of(2) } };
            let mut parameter = Parameter::new(key(first + row + 1), name("Parameter", row), direction);
            parameter.data_type = BasicType::ALL[row as usize % BasicType::ALL.len()].into();
            parameter
        };
        let mut action = Action::new(key(first), name("Action", number));
        action.parameters = (0..PARAMETERS).map(parameter).collect();
        action
    };
    extension.actions = (0..ACTIONS).map(action).collect();
    extension
}

//! Opening and saving are gone through before the user needs them, while nobody waits: browsers make good machine code only of
//! what has run a lot, so that a large extension would meet the slow one.

use extension::{Action, BasicType, Direction, Extension, Key, Name, Parameter, Timestamp};
use js_sys::Promise;
use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use workbench::JobId;

use crate::browser::worker::{self, NO_JOB, Work};

/// Each round writes and reads about 400 KiB, a few milliseconds on the page; after these browsers know what runs a lot.
const ROUNDS: u32 = 6;
const ACTIONS: u32 = 150;
const PARAMETERS: u32 = 10;

/// Goes through them in quiet moments.
pub(crate) fn begin() {
    spawn_local(async {
        for _ in 0..ROUNDS {
            idle().await;
            // What cannot be had now is asked for again, and told of, by the user's own job.
            if round().await.is_none() {
                return;
            }
        }
    });
}

async fn round() -> Option<()> {
    let work = |work| worker::run(JobId::from_number(NO_JOB), work);
    let packed = work(Work::Pack(xif::print(&sample()))).await.ok()?;
    let bytes = work(Work::Unpack(packed)).await.ok()?;
    idle().await;
    xif::parse(String::from_utf8(bytes).ok()?).ok().map(drop)
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

//! Whether a test may pass without something that it needs.

/// The environment variable that `tests/run` sets to 1: it provides every tool, so a missing one is a failure.
pub const ALL: &str = "XIF_STUDIO_ALL";

/// Hands on what a test needs. Where it is missing, a run of everything fails here; any other run gets a printed note and
/// `None`, with which the test ends early and passes.
pub fn needed<T>(what: &str, found: Option<T>) -> Option<T> {
    needed_by(is_everything_run(), what, found)
}

/// Whether this run is one in which nothing may be left out.
pub fn is_everything_run() -> bool {
    std::env::var_os(ALL).is_some_and(|value| value == "1")
}

fn needed_by<T>(is_everything_run: bool, what: &str, found: Option<T>) -> Option<T> {
    if found.is_none() {
        assert!(!is_everything_run, "{what} is missing, and {ALL}=1 leaves nothing out; tests/run provides it");
        println!("note: {what} is missing, so this test has nothing to do (tests/run provides it)");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_handed_on() {
        assert_eq!(needed_by(true, "a tool", Some(1)), Some(1));
        assert_eq!(needed_by(false, "a tool", Some(1)), Some(1));
    }

    #[test]
    fn an_ordinary_run_does_without() {
        assert_eq!(needed_by::<()>(false, "a tool", None), None);
    }

    #[test]
    #[should_panic(expected = "a tool is missing, and XIF_STUDIO_ALL=1 leaves nothing out; tests/run provides it")]
    fn a_run_of_everything_does_not() {
        needed_by::<()>(true, "a tool", None);
    }
}

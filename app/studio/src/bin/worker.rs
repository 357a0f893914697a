//! The web worker: inflates, deflates and zips, so that the page never waits.

fn main() {
    studio::serve();
}

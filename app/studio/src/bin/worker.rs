//! The web worker: inflates and reads, deflates and zips, so that the page never waits.

fn main() {
    studio::serve();
}

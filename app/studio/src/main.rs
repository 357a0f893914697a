//! The page: the studio in a browser's window.

fn main() {
    studio::start();
}

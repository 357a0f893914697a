//! How fast two documents are compared.

fn main() {}

//! The import of a library with every kind of member, and of every library of Mono.

mod every_library;
mod fixture;
mod imported;

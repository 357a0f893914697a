//! Real builds in the real sandbox. They need the C# toolchain that the set-up lays out.
mod builds;
mod hostile;
mod program;
mod sample;

//! Real builds in the real sandbox. They need the C# toolchain that the set-up lays out.
mod builds;
mod equality;
mod hostile;
mod hosts;
mod kept;
mod program;
mod projects;
mod sample;

//! What scripts of each dialect become.

mod hostile;
mod importing;
mod scripts;

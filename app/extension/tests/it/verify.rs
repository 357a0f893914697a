//! Verification: every rule with a case, fixes that mend, and what is kept between edits is what would be found anew.

mod elements;
mod entities;
mod files;
mod incremental;
mod page;
mod sample;
mod table;
mod types;

//! What a list does without a screen: where a key moves its cursor, and which of its entries a typed text finds.
//!
//! ```
//! use listbox::{Cursor, Matcher, Step};
//!
//! let found = Matcher::new("add").best(&["Pad", "Address", "Table"], |entry| entry, 10);
//! assert_eq!(found, ["Address"]);
//!
//! let step = Step::in_field("ArrowUp").unwrap();
//! assert_eq!(Cursor::BELOW_FIELD.moved(Some(0), step, 3), Some(2));
//! ```

mod cursor;
mod matcher;

pub use cursor::{Cursor, Step, around};
pub use matcher::Matcher;

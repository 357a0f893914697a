//! Document to text. An element that was read is written along its layout: what is still so is copied,
//! what an edit changed is written anew, what nobody knows stays. An element without a layout is written
//! as Integration Studio writes it, or as the server does in a file that the server wrote.

mod attributes;
mod escape;
mod item;
mod pen;

use extension::Extension;

use item::Item;
use pen::Pen;

use crate::layout::FileLayout;

/// The definition XML of this document.
pub fn print(extension: &Extension) -> String {
    let layout = extension.origin.get::<FileLayout>();
    let mut pen = Pen::new(layout);
    if let Some(layout) = layout {
        pen.copy(layout.prolog, &layout.root.source);
        pen.item(&Item::Extension(extension), Some(&layout.root), 0);
        pen.copy(layout.epilog, &layout.root.source);
    } else {
        pen.push("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n");
        pen.item(&Item::Extension(extension), None, 0);
    }
    pen.finish()
}

//! Copying items, and pasting what was copied here or elsewhere.

use extension::Item;

use crate::{Effect, Surroundings, Workbench};

impl Workbench {
    pub(crate) fn paste(
        &mut self,
        _into: Item,
        _position: Option<usize>,
        _text: &str,
        _surroundings: &mut dyn Surroundings,
    ) -> Vec<Effect> {
        Vec::new()
    }

    pub(crate) fn duplicate(&mut self, _items: &[Item], _surroundings: &mut dyn Surroundings) -> Vec<Effect> {
        Vec::new()
    }
}

use leptos::prelude::*;

/// State that belongs to one module of the application and that no view follows. A handle, copied freely; the state lives as
/// long as the studio.
pub(crate) struct Own<T: 'static>(StoredValue<T, LocalStorage>);

impl<T> Clone for Own<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Own<T> {}

impl<T: Default> Default for Own<T> {
    fn default() -> Self {
        Self(StoredValue::new_local(T::default()))
    }
}

impl<T> Own<T> {
    /// Reads or changes the state. `None` when the studio is gone, which a promise of the browser may outlive.
    pub(super) fn with<R>(self, call: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.0.try_update_value(call)
    }
}

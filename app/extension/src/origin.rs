use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// How an element stood in the file it was read from.
///
/// The reader of a file puts here what its writer needs to reproduce the element to the byte:
/// attributes and children that nobody knows, order, white space. It travels with the element through
/// every edit and means nothing to anybody else, so it does not count when elements are compared.
#[derive(Clone, Default)]
pub struct Origin(Option<Arc<dyn Any + Send + Sync>>);

impl Origin {
    /// The origin of an element that was read.
    pub fn new<T: Any + Send + Sync>(layout: Arc<T>) -> Self {
        Self(Some(layout))
    }

    /// What the reader put in, if it was of this type.
    pub fn get<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.0.as_deref()?.downcast_ref()
    }

    /// Whether the element was read.
    pub fn is_read(&self) -> bool {
        self.0.is_some()
    }

    /// Whether the two stand for one place in one file, or both for none.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}

impl fmt::Debug for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { "Origin(read)" } else { "Origin(new)" })
    }
}

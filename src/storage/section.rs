//! An array of plain numbers, in memory or in a file.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use bytemuck::Pod;

use crate::storage::store::Store;

/// The name of a section; what it holds, and how, belongs to whoever wrote it.
pub(crate) type Name = [u8; 8];

/// A number as it stands in a file.
pub(crate) trait Plain: Pod + PartialEq + fmt::Debug + Send + Sync {}

impl<T: Pod + PartialEq + fmt::Debug + Send + Sync> Plain for T {}

/// An array of plain numbers. Nothing that is asked of it can fail: what is damaged reads as zeros and is noted in the [`Store`].
#[derive(Clone)]
pub(crate) struct Section<T: Plain>(Hold<T>);

#[derive(Clone)]
enum Hold<T: Plain> {
    Own(Arc<Vec<T>>),
    /// The bytes are aligned for `T` and a whole number of them: [`crate::storage::Image`] has checked.
    Stored(Arc<Store>, Range<usize>),
}

impl<T: Plain> Section<T> {
    /// The section at these bytes of a store, which have to be aligned for `T` and a whole number of them.
    pub(super) fn stored(store: Arc<Store>, bytes: Range<usize>) -> Self {
        Self(Hold::Stored(store, bytes))
    }

    /// The number of entries.
    pub(crate) fn len(&self) -> usize {
        match &self.0 {
            Hold::Own(own) => own.len(),
            Hold::Stored(_, bytes) => bytes.len() / size_of::<T>(),
        }
    }

    /// The entries of a range; none where it reaches beyond the end.
    #[inline]
    pub(crate) fn at(&self, range: Range<usize>) -> &[T] {
        match &self.0 {
            Hold::Own(own) => own.get(range).unwrap_or_default(),
            Hold::Stored(store, bytes) => {
                if range.start > range.end || range.end > self.len() {
                    store.note_damage("a place lies beyond its section");
                    return &[];
                }
                let size = size_of::<T>();
                let read = store.read(bytes.start + range.start * size..bytes.start + range.end * size);
                bytemuck::try_cast_slice(read).unwrap_or_default()
            }
        }
    }

    /// Whether it is in a file.
    pub(crate) fn is_stored(&self) -> bool {
        matches!(self.0, Hold::Stored(..))
    }

    /// One entry; zero beyond the end.
    pub(crate) fn one(&self, at: usize) -> T {
        self.at(at..at + 1).first().copied().unwrap_or_else(T::zeroed)
    }

    /// All entries.
    pub(crate) fn all(&self) -> &[T] {
        self.at(0..self.len())
    }

    /// Adds an entry. What is stored is read into memory first.
    pub(crate) fn push(&mut self, entry: T) {
        self.own().push(entry);
    }

    /// Adds entries. What is stored is read into memory first.
    pub(crate) fn extend_from_slice(&mut self, entries: &[T]) {
        self.own().extend_from_slice(entries);
    }

    /// All entries, to be changed. What is stored is read into memory first.
    pub(crate) fn own(&mut self) -> &mut Vec<T> {
        if let Hold::Stored(..) = self.0 {
            self.0 = Hold::Own(Arc::new(self.all().to_vec()));
        }
        match &mut self.0 {
            Hold::Own(own) => Arc::make_mut(own),
            Hold::Stored(..) => unreachable!("it was read into memory above"),
        }
    }

    /// Says in the store that what was read makes no sense; in memory that cannot be.
    pub(crate) fn note_damage(&self, what: &str) {
        if let Hold::Stored(store, _) = &self.0 {
            store.note_damage(what);
        }
    }
}

impl<T: Plain> From<Vec<T>> for Section<T> {
    fn from(own: Vec<T>) -> Self {
        Self(Hold::Own(Arc::new(own)))
    }
}

impl<T: Plain> Default for Section<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T: Plain> PartialEq for Section<T> {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl<T: Plain> fmt::Debug for Section<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Section({} entries)", self.len())
    }
}

//! The bytes of a file, and what is known of their soundness.

use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use crate::error::Error;

/// Whoever holds the bytes of a file: a mapping, a buffer, a part of the program.
pub type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Bytes in memory at an address that numbers can be read from, as a mapping has.
struct Aligned {
    words: Vec<u64>,
    length: usize,
}

impl AsRef<[u8]> for Aligned {
    fn as_ref(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.words)[..self.length]
    }
}

/// A copy of bytes that [`crate::recommender::Recommender::open`] can read where it stands.
///
/// ```
/// let index = ost::storage::aligned(&[1, 2, 3]);
/// assert_eq!((*index).as_ref(), [1, 2, 3]);
/// ```
pub fn aligned(bytes: &[u8]) -> Bytes {
    let mut words = vec![0_u64; bytes.len().div_ceil(8)];
    bytemuck::cast_slice_mut(&mut words)[..bytes.len()].copy_from_slice(bytes);
    Arc::new(Aligned { words, length: bytes.len() })
}

/// The size of a block, in bytes. Larger blocks read more than is asked for, smaller ones need more checksums.
pub(crate) const BLOCK: usize = 4 * 1024;

/// The bytes of a file whose blocks are checked as they are touched.
pub struct Store {
    bytes: Bytes,
    /// Where the blocks begin and end in the file.
    body: Range<usize>,
    /// Where the checksums stand, 4 bytes a block; none where the bytes are part of the program.
    checksums: Option<Range<usize>>,
    /// A bit for each block that was found sound.
    sound: Vec<AtomicU64>,
    damage: OnceLock<String>,
    /// What is read in place of a damaged block.
    zeros: OnceLock<Vec<u64>>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({} bytes)", self.body.len())
    }
}

impl Store {
    /// Takes bytes whose body and checksums are where they are said to be.
    pub(crate) fn new(bytes: Bytes, body: Range<usize>, checksums: Option<Range<usize>>) -> Self {
        let sound = (0..body.len().div_ceil(BLOCK).div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        Self { bytes, body, checksums, sound, damage: OnceLock::new(), zeros: OnceLock::new() }
    }

    /// Whether everything that was read so far was sound. Ask when a question is answered: what was answered from damaged bytes means nothing.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`], saying what is wrong and how to mend it.
    pub fn intact(&self) -> Result<(), Error> {
        self.damage.get().map_or(Ok(()), |what| Err(Error::damaged(what)))
    }

    /// Keeps what was found to be wrong; the first finding stays.
    pub(crate) fn note_damage(&self, what: &str) {
        let _ = self.damage.set(what.to_owned());
    }

    /// Compares every block with its checksum. `progress` is called with the bytes compared so far, after each block.
    ///
    /// # Errors
    /// As [`Store::intact`].
    pub(crate) fn check(&self, mut progress: impl FnMut(usize)) -> Result<(), Error> {
        for start in (0..self.body.len()).step_by(BLOCK) {
            let end = (start + BLOCK).min(self.body.len());
            self.read(start..end);
            progress(end);
        }
        self.intact()
    }

    /// Bytes of the body, or as many zeros where they are damaged.
    #[inline]
    pub(crate) fn read(&self, range: Range<usize>) -> &[u8] {
        if range.end <= self.body.len() && self.is_sound(&range) {
            let read = self.body.start + range.start..self.body.start + range.end;
            if let Some(read) = self.bytes.as_ref().as_ref().get(read) {
                return read;
            }
        }
        self.unsound(range)
    }

    /// What is read in place of bytes that are damaged, or not there.
    #[cold]
    fn unsound(&self, range: Range<usize>) -> &[u8] {
        let there = self.body.len().min(self.bytes.as_ref().as_ref().len().saturating_sub(self.body.start));
        let is_there = range.end <= there;
        self.note_damage(if is_there { "a block does not match its checksum" } else { "a place lies beyond the file" });
        let zeros = self.zeros.get_or_init(|| vec![0; self.body.len().div_ceil(8)]);
        bytemuck::cast_slice(zeros).get(..range.len()).unwrap_or_default()
    }

    #[inline]
    fn is_sound(&self, range: &Range<usize>) -> bool {
        let mut blocks = range.start / BLOCK..range.end.div_ceil(BLOCK);
        range.is_empty()
            || blocks.all(|block| {
                let word = self.sound.get(block / 64).map_or(0, |word| word.load(Ordering::Relaxed));
                word >> (block % 64) & 1 == 1 || self.find_sound(block)
            })
    }

    /// Compares a block for the first time. Out of line, since nearly all that is read has been compared.
    #[cold]
    fn find_sound(&self, block: usize) -> bool {
        let sound = self.checksums.as_ref().is_none_or(|checksums| self.compare(block, checksums.start + 4 * block));
        if sound && let Some(word) = self.sound.get(block / 64) {
            word.fetch_or(1 << (block % 64), Ordering::Relaxed);
        }
        sound
    }

    fn compare(&self, block: usize, checksum: usize) -> bool {
        let bytes = self.bytes.as_ref().as_ref();
        let start = self.body.start + block * BLOCK;
        let end = (start + BLOCK).min(self.body.end);
        let Some(expected) = bytes.get(checksum..checksum + 4) else { return false };
        bytes.get(start..end).is_some_and(|block| crc32fast::hash(block).to_le_bytes() == expected)
    }
}

//! Opens a file of sections.

use std::sync::Arc;

use crate::error::Error;
use crate::storage::section::{Name, Plain, Section};
use crate::storage::store::{BLOCK, Bytes, Store};
use crate::storage::writer::{ALIGN, ENTRY, HEADER, MAGIC, ORDER, VERSION};

/// A file whose sections can be taken.
#[derive(Debug, Clone)]
pub struct Image {
    store: Arc<Store>,
    table: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    name: Name,
    start: usize,
    length: usize,
    size: usize,
}

impl Image {
    /// Whether bytes are such a file, sound or not: nothing else begins so.
    pub fn is_one(bytes: &[u8]) -> bool {
        bytes.starts_with(&MAGIC)
    }

    /// Whether bytes begin so much like such a file that they are one whose beginning was damaged: nine of the twelve bytes that are the same in all.
    pub fn was_one(bytes: &[u8]) -> bool {
        let order = ORDER.to_ne_bytes();
        let all = MAGIC.iter().chain(&order);
        let own = bytes.iter().take(MAGIC.len()).chain(bytes.iter().skip(MAGIC.len() + size_of_val(&VERSION)));
        all.zip(own).filter(|(right, own)| right == own).count() >= 9
    }

    /// Opens a file: looks at its header and its table, at nothing else.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when it is cut off, changed, or of another version.
    pub fn open(bytes: Bytes) -> Result<Self, Error> {
        Self::read(bytes, true)
    }

    /// Opens bytes that are part of the program, which has its own ways of being checked.
    ///
    /// # Errors
    /// As [`Image::open`].
    pub(crate) fn open_trusted(bytes: Bytes) -> Result<Self, Error> {
        Self::read(bytes, false)
    }

    fn read(bytes: Bytes, checked: bool) -> Result<Self, Error> {
        let all = bytes.as_ref().as_ref();
        let Some(header) = all.get(..HEADER) else { return Err(Error::damaged("it is cut off")) };
        if !Self::is_one(header) {
            return Err(Error::damaged("it does not begin like one"));
        }
        if word(header, 12) != ORDER {
            return Err(Error::damaged("it was made on another kind of machine, or changed"));
        }
        if word(header, 8) != VERSION {
            return Err(Error::damaged("it was made by another version of ost, or changed"));
        }
        if checked && word(header, HEADER - 4) != crc32fast::hash(&header[..HEADER - 4]) {
            return Err(Error::damaged("its header was changed"));
        }
        let (length, body, table) = (long(header, 16), long(header, 24), long(header, 32));
        if length != Some(all.len()) {
            return Err(Error::damaged("it is cut off or was added to"));
        }
        let placed = body.zip(table).and_then(|(body, table)| {
            let (body_end, checksums) = (HEADER.checked_add(body)?, 4 * body.div_ceil(BLOCK));
            let table_end = body_end.checked_add(table)?;
            (table_end.checked_add(checksums) == length).then_some((HEADER..body_end, body_end..table_end))
        });
        let Some((body, table)) = placed else { return Err(Error::damaged("its parts do not add up")) };
        let checksums = table.end..all.len();
        let table = &all[table];
        let changed = checked && word(header, 40) != crc32fast::hash(table);
        if changed || !table.len().is_multiple_of(ENTRY) {
            return Err(Error::damaged("its table of sections was changed"));
        }
        let table = table.chunks_exact(ENTRY).map(|entry| Entry::read(entry, body.len())).collect::<Option<_>>();
        let Some(table) = table else { return Err(Error::damaged("a section lies beyond its end")) };
        let checksums = checked.then_some(checksums);
        Ok(Self { store: Arc::new(Store::new(Arc::clone(&bytes), body, checksums)), table })
    }

    /// Compares every block with its checksum. `progress` is called after each with the bytes compared so far.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when one does not match.
    pub fn check(&self, progress: impl FnMut(usize)) -> Result<(), Error> {
        self.store.check(progress)
    }

    /// The store that holds the sections.
    pub(crate) fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// The section of that name.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Damaged`] when there is none, or one of other numbers.
    pub(crate) fn section<T: Plain>(&self, name: &Name) -> Result<Section<T>, Error> {
        let entry = self.table.iter().find(|entry| entry.name == *name);
        let fits = |entry: &&Entry| entry.size == size_of::<T>() && align_of::<T>() <= ALIGN;
        let entry = entry.filter(fits).ok_or_else(|| {
            Error::damaged(&format!("it has no section {:?} of this form", String::from_utf8_lossy(name).trim_end()))
        })?;
        let aligned = self.store.read(entry.start..entry.start).as_ptr().align_offset(align_of::<T>()) == 0;
        if !aligned {
            return Err(Error::damaged("its bytes are not aligned in memory"));
        }
        Ok(Section::stored(Arc::clone(&self.store), entry.start..entry.start + entry.length))
    }

    /// The names and the bytes of all sections, in the order of the file.
    #[cfg(test)]
    pub(crate) fn raw(&self) -> impl Iterator<Item = (String, &[u8])> {
        let read = |entry: &Entry| self.store.read(entry.start..entry.start + entry.length);
        self.sizes().zip(self.table.iter().map(read)).map(|((name, _), bytes)| (name, bytes))
    }

    /// The names and sizes of all sections, in bytes, in the order of the file.
    pub fn sizes(&self) -> impl Iterator<Item = (String, usize)> {
        self.table.iter().map(|entry| (String::from_utf8_lossy(&entry.name).trim_end().to_owned(), entry.length))
    }
}

impl Entry {
    fn read(bytes: &[u8], body: usize) -> Option<Self> {
        let name = bytes.get(..8)?.try_into().ok()?;
        let (start, length, size) = (long(bytes, 8)?, long(bytes, 16)?, long(bytes, 24)?);
        let sound = start.is_multiple_of(ALIGN) && start.checked_add(length)? <= body && size > 0;
        (sound && length.is_multiple_of(size)).then_some(Self { name, start, length, size })
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_ne_bytes)
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let eight = bytes.get(at..at + 8)?.try_into().ok()?;
    usize::try_from(u64::from_ne_bytes(eight)).ok()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::storage::store::aligned;
    use crate::storage::writer::Writer;

    fn file(numbers: &[u32], bytes: &[u8]) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        let mut writer = Writer::new(&mut out).unwrap();
        writer.section(b"bytes   ", bytes).unwrap();
        writer.begin::<u32>(b"numbers ").unwrap();
        numbers.chunks(7).for_each(|part| writer.append(part).unwrap());
        writer.finish().unwrap();
        out.into_inner()
    }

    #[test]
    fn what_was_written_is_read() {
        let numbers: Vec<u32> = (0..30_000).collect();
        let image = Image::open(aligned(&file(&numbers, b"abc"))).unwrap();
        let read = image.section::<u32>(b"numbers ").unwrap();
        assert_eq!((read.all(), read.one(29_999), read.at(5..7)), (&numbers[..], 29_999, &[5, 6][..]));
        assert_eq!(image.section::<u8>(b"bytes   ").unwrap().all(), b"abc");
        assert!(image.section::<u64>(b"numbers ").is_err() && image.section::<u8>(b"nothing ").is_err());
        image.store().check(|_| ()).unwrap();
        assert_eq!((read.one(30_000), read.at(40_000..50_000)), (0, &[][..]), "beyond the end there is nothing");
        assert!(image.store().intact().is_err(), "and whoever asks for it has been misled");
    }

    proptest! {
        /// Whatever bit is turned, opening fails, or reading everything says so, or what is read is what was written.
        #[test]
        fn no_turned_bit_is_believed(at in any::<prop::sample::Index>(), bit in 0_u8..8, n in 0_usize..9_000) {
            let numbers: Vec<u32> = (0..n as u32).collect();
            let mut bytes = file(&numbers, b"some bytes");
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let Ok(image) = Image::open(aligned(&bytes)) else { return Ok(()) };
            let (read, text) = (image.section::<u32>(b"numbers "), image.section::<u8>(b"bytes   "));
            if let (Ok(read), Ok(text)) = (read, text) {
                let same = read.all() == numbers && text.all() == b"some bytes";
                prop_assert!(image.store().intact().is_err() || same);
                prop_assert!(image.store().check(|_| ()).is_err(), "a whole check finds it");
            }
        }

        #[test]
        fn a_part_of_a_file_is_no_file(part in 0.0_f64..1.0, n in 0_usize..9_000) {
            let bytes = file(&(0..n as u32).collect::<Vec<_>>(), b"x");
            prop_assert!(Image::open(aligned(&bytes[..(bytes.len() as f64 * part) as usize])).is_err());
        }
    }
}

//! Writes a file of sections.

use std::io::{self, Seek, SeekFrom, Write};

use crate::storage::section::{Name, Plain};
use crate::storage::store::BLOCK;

/// Where a file is written to: bytes go to its end, and its beginning is written once more.
pub trait Sink: Write + Seek {}

impl<W: Write + Seek> Sink for W {}

/// The first bytes of every file.
pub(super) const MAGIC: [u8; 8] = *b"ost\x89\r\n\x1a\n";
/// The version of the format. Another one cannot be read.
pub(super) const VERSION: u32 = 5;
/// Read back as another number where the bytes of numbers stand in another order.
pub(super) const ORDER: u32 = 0x0102_0304;
/// The length of the header; the body follows.
pub(super) const HEADER: usize = 4096;
/// The length of an entry of the table.
pub(super) const ENTRY: usize = 32;
/// So long are the pieces, counted from the beginning of the file, in which a buffered file is written where it is read all over, and where it is read here and
/// there. Systems that keep what was written in pieces of that length map a piece at once: many small ones would take time, a large one of which a few bytes are
/// read would take memory.
const ALL_OVER: usize = 1 << 22;
const HERE_AND_THERE: usize = 1 << 16;
/// The longest piece in which an index is written: whoever buffers a file has to give room for it.
pub const LONGEST_PIECE: usize = ALL_OVER;
/// Sections begin at multiples of this, so that numbers of any size and wide vectors are aligned.
pub(super) const ALIGN: usize = 64;

/// Writes sections one after the other; the file can be read when [`Writer::finish`] has returned.
pub(crate) struct Writer<'a> {
    out: &'a mut dyn Sink,
    /// Where the file begins in the stream.
    start: u64,
    table: Vec<u8>,
    /// The name and the first byte of the section that is being written, and the size of its entries.
    open: Option<(Name, usize, usize)>,
    written: usize,
    /// So long are the pieces that are written now.
    piece: usize,
    block: crc32fast::Hasher,
    checksums: Vec<u8>,
}

impl<'a> Writer<'a> {
    /// Begins a file.
    ///
    /// # Errors
    /// Whatever writing gives.
    pub(crate) fn new(out: &'a mut dyn Sink) -> io::Result<Self> {
        let start = out.stream_position()?;
        out.write_all(&[0; HEADER])?;
        Ok(Self {
            out,
            start,
            table: Vec::new(),
            open: None,
            written: 0,
            piece: HERE_AND_THERE,
            block: crc32fast::Hasher::new(),
            checksums: Vec::new(),
        })
    }

    /// Writes a section.
    ///
    /// # Errors
    /// Whatever writing gives.
    pub(crate) fn section<T: Plain>(&mut self, name: &Name, entries: &[T]) -> io::Result<()> {
        self.begin::<T>(name)?;
        self.append(entries)
    }

    /// Begins a section that is appended to in pieces.
    ///
    /// # Errors
    /// Whatever writing gives.
    pub(crate) fn begin<T: Plain>(&mut self, name: &Name) -> io::Result<()> {
        self.end_section();
        let gap = self.written.next_multiple_of(ALIGN) - self.written;
        self.body(&[0; ALIGN][..gap])?;
        self.open = Some((*name, self.written, size_of::<T>()));
        Ok(())
    }

    /// Appends to the section that was begun last.
    ///
    /// # Errors
    /// Whatever writing gives.
    pub(crate) fn append<T: Plain>(&mut self, entries: &[T]) -> io::Result<()> {
        self.body(bytemuck::cast_slice(entries))
    }

    /// Tells whether the sections that follow are read all over by every question, or here and there.
    pub(crate) fn read_all_over(&mut self, all_over: bool) {
        self.piece = if all_over { ALL_OVER } else { HERE_AND_THERE };
    }

    fn end_section(&mut self) {
        if let Some((name, start, size)) = self.open.take() {
            self.table.extend(name);
            self.table.extend((start as u64).to_ne_bytes());
            self.table.extend(((self.written - start) as u64).to_ne_bytes());
            self.table.extend((size as u64).to_ne_bytes());
        }
    }

    fn body(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let room = BLOCK - self.written % BLOCK;
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.out.write_all(now)?;
            self.block.update(now);
            self.written += now.len();
            if self.written.is_multiple_of(BLOCK) {
                self.end_block();
            }
            if (HEADER + self.written).is_multiple_of(self.piece) {
                self.out.flush()?;
            }
            bytes = later;
        }
        Ok(())
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        self.checksums.extend(block.finalize().to_le_bytes());
    }

    /// Writes the table, the checksums and, last, the header.
    ///
    /// # Errors
    /// Whatever writing gives.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.end_section();
        if !self.written.is_multiple_of(BLOCK) {
            self.end_block();
        }
        self.out.write_all(&self.table)?;
        self.out.write_all(&self.checksums)?;
        let length = HEADER + self.written + self.table.len() + self.checksums.len();
        let mut header = Vec::with_capacity(HEADER);
        header.extend(MAGIC);
        header.extend(VERSION.to_ne_bytes());
        header.extend(ORDER.to_ne_bytes());
        header.extend((length as u64).to_ne_bytes());
        header.extend((self.written as u64).to_ne_bytes());
        header.extend((self.table.len() as u64).to_ne_bytes());
        header.extend(crc32fast::hash(&self.table).to_ne_bytes());
        header.resize(HEADER - 4, 0);
        header.extend(crc32fast::hash(&header).to_ne_bytes());
        self.out.seek(SeekFrom::Start(self.start))?;
        self.out.write_all(&header)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufWriter;

    use super::*;

    /// Notes how far each piece reaches.
    #[derive(Default)]
    struct Pieces(Vec<usize>);

    impl Write for Pieces {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(self.0.last().unwrap_or(&0) + bytes.len());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Pieces {
        fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
            Ok(0)
        }
    }

    /// In other pieces an answer takes more memory, or more time, than it has to, and nothing else would tell.
    #[test]
    fn what_is_read_here_and_there_is_written_in_small_pieces() {
        let mut out = BufWriter::with_capacity(ALL_OVER, Pieces::default());
        let mut writer = Writer::new(&mut out).unwrap();
        writer.section(b"scatter ", &vec![1_u8; 2 * ALL_OVER]).unwrap();
        let small = 2 * ALL_OVER / HERE_AND_THERE;
        writer.read_all_over(true);
        writer.section(b"all over", &vec![1_u8; 2 * ALL_OVER]).unwrap();
        writer.finish().unwrap();
        let Pieces(ends) = out.into_inner().map_err(|_| "not written").unwrap();
        let expected: Vec<usize> =
            (1..=small).map(|i| i * HERE_AND_THERE).chain([3 * ALL_OVER, 4 * ALL_OVER]).collect();
        assert_eq!(ends[..small + 2], expected);
    }
}

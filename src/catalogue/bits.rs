//! Numbers of a few bits each, one after the other.

/// Takes numbers, the lowest bit first.
#[derive(Debug, Default)]
pub(crate) struct BitWriter {
    pub(crate) bytes: Vec<u8>,
    /// How many bits of the last byte are taken; 0 where it is full.
    taken: u32,
}

/// Gives back what a [`BitWriter`] took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BitReader<'a> {
    bytes: &'a [u8],
    /// The next bit.
    at: usize,
}

/// The bits that every number up to this one fits in.
pub(crate) fn width(largest: usize) -> u32 {
    usize::BITS - largest.leading_zeros()
}

impl BitWriter {
    /// Takes a number of at most so many bits.
    pub(crate) fn put(&mut self, mut number: u64, mut width: u32) {
        while width > 0 {
            if self.taken == 0 {
                self.bytes.push(0);
            }
            let now = (8 - self.taken).min(width);
            let last = self.bytes.len() - 1;
            // Bits that do not fit are pushed out here, and come next.
            self.bytes[last] |= (number << self.taken) as u8;
            number >>= now;
            width -= now;
            self.taken = (self.taken + now) % 8;
        }
    }

    /// Leaves the rest of the last byte empty.
    pub(crate) fn align(&mut self) {
        self.taken = 0;
    }
}

impl<'a> BitReader<'a> {
    /// Reads from the first bit on.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next number of so many bits, at most 64.
    pub(crate) fn take(&mut self, width: u32) -> Option<u64> {
        let (first, shift) = (self.at / 8, self.at % 8);
        let end = self.at.checked_add(width as usize)?;
        let kept = u64::MAX.checked_shr(u64::BITS - width).unwrap_or(0);
        let number = match self.bytes.get(first..first + 8) {
            Some(eight) if shift + width as usize <= 64 => u64::from_le_bytes(eight.try_into().ok()?) >> shift,
            _ => {
                let bytes = self.bytes.get(first..end.div_ceil(8))?;
                let mut sixteen = [0; 16];
                sixteen[..bytes.len()].copy_from_slice(bytes);
                (u128::from_le_bytes(sixteen) >> shift) as u64
            }
        };
        self.at = end;
        Some(number & kept)
    }

    /// Leaves bits out.
    pub(crate) fn skip(&mut self, bits: usize) -> Option<()> {
        self.at = self.at.checked_add(bits)?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_put_is_taken(numbers in proptest::collection::vec((any::<u64>(), 0_u32..=64), 0..60)) {
            let mut writer = BitWriter::default();
            let kept = |number: u64, width: u32| if width == 64 { number } else { number & ((1 << width) - 1) };
            numbers.iter().for_each(|(number, width)| writer.put(kept(*number, *width), *width));
            let bits: usize = numbers.iter().map(|(_, width)| *width as usize).sum();
            prop_assert_eq!(writer.bytes.len(), bits.div_ceil(8));
            let mut reader = BitReader::new(&writer.bytes);
            for (number, width) in &numbers {
                prop_assert_eq!(reader.take(*width), Some(kept(*number, *width)));
            }
            prop_assert_eq!(reader.take(8), None, "there is no more");
        }
    }
}

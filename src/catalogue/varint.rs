//! Numbers in as many bytes as they need.

/// The next so many bytes.
pub(crate) fn take<'a>(left: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = left.split_at_checked(length)?;
    *left = rest;
    Some(taken)
}

/// A number in groups of seven bits, the lowest first, as in LEB128.
pub(crate) fn number(left: &mut &[u8]) -> Option<usize> {
    // Most are below 128.
    if let Some((&byte, rest)) = left.split_first().filter(|(byte, _)| **byte < 128) {
        *left = rest;
        return Some(byte.into());
    }
    let mut number = 0_usize;
    for shift in (0..usize::BITS).step_by(7) {
        let byte = take(left, 1)?[0];
        let part = usize::from(byte & 127);
        // No number that is written has bits beyond those of a word.
        number |= (part << shift >> shift == part).then_some(part << shift)?;
        if byte < 128 {
            return Some(number);
        }
    }
    None
}

/// Writes a number that [`number`] reads.
pub(crate) fn put_number(out: &mut Vec<u8>, mut number: usize) {
    while number > 127 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_was_written_or_not_at_all() {
        for written in [0, 1, 127, 128, 300, usize::MAX >> 1, usize::MAX] {
            let mut bytes = Vec::new();
            put_number(&mut bytes, written);
            assert_eq!(number(&mut bytes.as_slice()), Some(written));
            // Bits beyond those of a word are damage, and are not passed over.
            *bytes.last_mut().unwrap() |= 128;
            bytes.extend([255; 8]);
            bytes.push(127);
            assert_eq!(number(&mut bytes.as_slice()), None);
        }
    }
}

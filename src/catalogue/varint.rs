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
        number |= usize::from(byte & 127).checked_shl(shift)?;
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

//! Ids in few bytes: most are the one before with its number one higher, or the title in lower case.

use crate::catalogue::varint::{number, put_number, take};

/// The number at the end is one higher than that of the id before.
const NEXT: u8 = 0;
/// From here on, what is shared with the title's slug; below, one more than what is shared with the id before.
const SLUG: u8 = 128;
/// All of the title's slug, and nothing more.
const WHOLE_SLUG: u8 = 255;

/// A title as it stands in an id: letters and digits in lower case, everything between them a hyphen.
pub(crate) fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for c in title.chars().filter(|c| !matches!(c, '\'' | '\u{2019}')) {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Raises the number at the end by one, keeping its digits as many; `false` where that cannot be.
fn raise(id: &mut [u8]) -> bool {
    let digits = id.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let start = id.len() - digits;
    match id[start..].iter().rposition(|digit| *digit != b'9') {
        None => false,
        Some(at) => {
            id[start + at] += 1;
            id[start + at + 1..].fill(b'0');
            true
        }
    }
}

/// Writes the first id of a group, which is read without any other.
pub(crate) fn put_first(id: &[u8], out: &mut Vec<u8>) {
    out.push(NEXT + 1);
    put_number(out, id.len());
    out.extend(id);
}

/// Writes an id, given the one before and its title's slug.
pub(crate) fn put(before: &[u8], slug: &[u8], id: &[u8], out: &mut Vec<u8>) {
    let mut next = before.to_vec();
    if raise(&mut next) && next == id {
        return out.push(NEXT);
    }
    if slug == id {
        return out.push(WHOLE_SLUG);
    }
    let shared = |other: &[u8], most: u8| {
        let same = other.iter().zip(id).take_while(|(a, b)| a == b).count();
        same.min(usize::from(most))
    };
    let (with_before, with_slug) = (shared(before, SLUG - 2), shared(slug, WHOLE_SLUG - SLUG - 1));
    let (how, rest) = if with_slug > with_before {
        (SLUG as usize + with_slug, &id[with_slug..])
    } else {
        (usize::from(NEXT) + 1 + with_before, &id[with_before..])
    };
    out.push(how as u8);
    put_number(out, rest.len());
    out.extend(rest);
}

/// The first id of a group, where it stands.
pub(crate) fn first<'a>(left: &mut &'a [u8]) -> Option<&'a [u8]> {
    let how = take(left, 1)?[0];
    let length = number(left)?;
    let id = take(left, length)?;
    (how == NEXT + 1).then_some(id)
}

/// An id as it was written.
pub(crate) struct Written<'a> {
    how: u8,
    rest: &'a [u8],
}

impl<'a> Written<'a> {
    /// Takes one.
    pub(crate) fn take(left: &mut &'a [u8]) -> Option<Self> {
        let how = take(left, 1)?[0];
        let rest = if how == NEXT || how == WHOLE_SLUG { 0 } else { number(left)? };
        Some(Self { how, rest: take(left, rest)? })
    }

    /// Whether it is made without the id before.
    pub(crate) fn stands_alone(&self) -> bool {
        self.how >= SLUG
    }

    /// Makes the id before into this one.
    pub(crate) fn follow(&self, id: &mut Vec<u8>, title: impl FnOnce() -> Option<String>) -> Option<()> {
        match self.how {
            NEXT => return raise(id).then_some(()),
            WHOLE_SLUG => *id = slug(&title()?).into_bytes(),
            SLUG.. => {
                *id = slug(&title()?).into_bytes();
                id.truncate(usize::from(self.how - SLUG));
            }
            _ => id.truncate(usize::from(self.how - NEXT - 1)),
        }
        id.extend(self.rest);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn length(before: &str, title: &str, id: &str) -> usize {
        let mut out = Vec::new();
        put(before.as_bytes(), slug(title).as_bytes(), id.as_bytes(), &mut out);
        let mut read = before.as_bytes().to_vec();
        let mut left = out.as_slice();
        Written::take(&mut left).unwrap().follow(&mut read, || Some(title.to_owned())).unwrap();
        assert_eq!((String::from_utf8(read).unwrap().as_str(), left), (id, &[][..]));
        out.len()
    }

    #[test]
    fn what_can_be_foretold_takes_a_byte() {
        assert_eq!(length("t0000199", "Any", "t0000200"), 1);
        assert_eq!(length("i-do", "I'm  Fine!", "im-fine"), 1);
        assert_eq!(length("t999", "Any", "t1000"), 6);
        assert_eq!(length("future-an-old-one", "Future", "future-the-new-one"), 2 + "the-new-one".len());
    }

    proptest! {
        #[test]
        fn every_id_comes_back(before in "[a-c9-]{0,140}", title in "[a-cA-C' 9가]{1,140}", more in "[a-c9-]{1,9}", cut in 0_usize..150) {
            for id in [format!("{}{more}", &before[..cut.min(before.len())]), format!("{}{more}", slug(&title)), more.clone()] {
                length(&before, &title, &id);
            }
        }
    }
}

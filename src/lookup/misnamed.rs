//! Which drama or artist a text is a misspelling of.

use crate::catalogue::Catalogue;
use crate::catalogue::fold::{fold, is_asked_for, unspaced};
use crate::catalogue::shared::Named;
use crate::lookup::hangul::is_hangul;
use crate::lookup::misspelling::Ruler;
use crate::lookup::romanisation::{loosened, readings};
use crate::lookup::spelling::Spelling;
use crate::lookup::wanted::{Wanted, tolerance};

/// A text that asks for no name of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Misnamed {
    /// The text, as it was written.
    pub written: String,
    /// The name it may be a misspelling of, as the catalogue writes it; none where there is none.
    pub meant: Option<String>,
}

/// Those of some texts that ask for no name of a kind, spaces aside, in their order; one without a letter is left out.
pub(crate) fn misnamed(catalogue: &Catalogue, named: Named, texts: &[&str]) -> Vec<Misnamed> {
    let mut unheld: Vec<(&str, String)> =
        texts.iter().map(|text| (*text, unspaced(text))).filter(|(_, text)| !text.is_empty()).collect();
    catalogue.each_name(named, |name| {
        if !unheld.is_empty() {
            let name = unspaced(name);
            unheld.retain(|(_, text)| !is_asked_for(&name, text));
        }
    });
    let texts: Vec<&str> = unheld.iter().map(|(text, _)| *text).collect();
    let meant = misspelt(catalogue, named, &texts, tolerance);
    texts.into_iter().zip(meant).map(|(text, meant)| Misnamed { written: text.to_owned(), meant }).collect()
}

/// By text: the name of a kind that it is a misspelling of as a whole, at most as many edits away as texts of so many letters may be, or in Hangul what it sounds
/// like: the nearest one, of equally near ones one in the same letters, then the first.
pub(super) fn misspelt(
    catalogue: &Catalogue,
    named: Named,
    texts: &[&str],
    tolerance: impl Fn(usize) -> usize,
) -> Vec<Option<String>> {
    let wanted: Vec<Wanted<'_>> = texts.iter().map(|text| Wanted::new(text)).collect();
    let sought = |wanted: &'_ Wanted<'_>| {
        // A syllable of Hangul is two letters.
        let letters = wanted.compact.chars().map(|c| if is_hangul(c) { 2 } else { 1 }).sum();
        (wanted.tolerance.min(tolerance(letters)), heard(&wanted.folded))
    };
    let mut limits: Vec<(usize, Vec<Vec<char>>)> = wanted.iter().map(sought).collect();
    let mut rulers: Vec<Ruler<'_, char>> = wanted.iter().map(|wanted| Ruler::new(&wanted.letters)).collect();
    let is_korean = |text: &str| text.chars().any(is_hangul);
    let korean: Vec<bool> = texts.iter().map(|text| is_korean(text)).collect();
    // How far it is, whether it is in other letters, whether it just goes on, which a slip seldom leaves off, and the name.
    let mut found: Vec<Option<(usize, bool, bool, String)>> = vec![None; texts.len()];
    if limits.iter().any(|(limit, heard)| *limit > 0 || !heard.is_empty()) {
        let mut spelling = Spelling::default();
        catalogue.each_name(named, |name| {
            spelling.read(&fold(name));
            let letters = spelling.letters();
            for (at, ((ruler, (limit, heard)), found)) in rulers.iter_mut().zip(&mut limits).zip(&mut found).enumerate()
            {
                let sounds = || heard.iter().any(|heard| loosened(letters).eq(heard.iter().copied()));
                let near = if *limit > 0 { ruler.distance(letters, *limit) } else { None };
                let Some(distance) = near.or_else(|| sounds().then_some(1)) else { continue };
                let other = korean[at] != is_korean(name);
                let goes_on = distance > 0 && letters.starts_with(&wanted[at].letters);
                let found_so = (distance, other, goes_on, name.to_owned());
                if found.as_ref().is_none_or(|known| found_so < *known) {
                    *limit = distance.min(*limit);
                    *found = Some(found_so);
                }
            }
        });
    }
    found.into_iter().map(|found| found.map(|(.., name)| name)).collect()
}

/// The fewest letters by which a name is heard.
const HEARD: usize = 4;

/// Family names that are not written in Latin letters as they sound.
const FAMILIES: [(char, &str); 4] = [('이', "lee"), ('박', "park"), ('임', "lim"), ('최', "choi")];

/// What a text in Hangul sounds like in Latin letters, loosened; nothing of any other.
fn heard(folded: &str) -> Vec<Vec<char>> {
    let mut latin = [String::new(), String::new()];
    let mut heard = Vec::new();
    let mut add = |latin: &str| {
        let letters: Vec<char> = latin.chars().filter(|c| *c != ' ').collect();
        let loose: Vec<char> = loosened(&letters).collect();
        if loose.len() >= HEARD && !heard.contains(&loose) {
            heard.push(loose);
        }
    };
    if readings(folded, &mut latin) {
        latin.iter().for_each(|latin| add(latin));
    }
    let mut rest = folded.chars();
    let family = FAMILIES.iter().find(|(family, _)| rest.clone().next() == Some(*family));
    rest.next();
    if let Some((_, family)) = family
        && readings(rest.as_str(), &mut latin)
    {
        latin.iter().for_each(|given| add(&format!("{family}{given}")));
    }
    heard
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Recommender;

    fn told(named: Named, texts: &[&str]) -> Vec<(String, Option<String>)> {
        let misnamed = misnamed(Recommender::embedded().catalogue(), named, texts);
        misnamed.into_iter().map(|misnamed| (misnamed.written, misnamed.meant)).collect()
    }

    fn in_latin_letters_alone() -> Catalogue {
        let recommender = Recommender::embedded();
        let tracks = recommender.catalogue().walk().map(|track| {
            let mut track = track.into_owned();
            track.artist_aliases.clear();
            track
        });
        Catalogue::new(tracks.collect()).unwrap()
    }

    #[test]
    fn a_name_that_is_held_is_not_told() {
        assert_eq!(told(Named::Series, &["luna", "호텔", "HotelDel Luna", ""]), []);
        assert_eq!(told(Named::Artists, &["taeyeon", "park bo", "아이유", "백지영"]), []);
    }

    #[test]
    fn a_misspelling_is_told_with_what_it_may_mean() {
        let meant = |written: &str, meant: Option<&str>| (written.to_owned(), meant.map(str::to_owned));
        assert_eq!(
            told(Named::Series, &["hotel dell luna", "도꺠비", "nothing is called this", "luna", "gobln"]),
            [
                meant("hotel dell luna", Some("Hotel Del Luna")),
                meant("도꺠비", Some("도깨비")),
                meant("nothing is called this", None),
                meant("gobln", Some("Goblin")),
            ]
        );
        let sung = ["백지영", "박보검", "이선희", "김나영", "최유리", "태연", "비"];
        let meanings = ["Baek Ji Young", "Park Bo Gum", "Lee Sun Hee", "Kim Na Young", "Choi Yu Ree", "TAEYEON"];
        let meanings = meanings.map(Some).into_iter().chain([None]);
        let expected: Vec<_> = sung.into_iter().zip(meanings).map(|(written, name)| meant(written, name)).collect();
        let told_so = misnamed(&in_latin_letters_alone(), Named::Artists, &sung).into_iter();
        let told_so: Vec<_> = told_so.map(|misnamed| (misnamed.written, misnamed.meant)).collect();
        assert_eq!(told_so, expected, "where no other name of theirs is written");
        assert_eq!(told(Named::Artists, &["gumy", "qqqq"]), [meant("gumy", Some("Gummy")), meant("qqqq", None)]);
    }
}

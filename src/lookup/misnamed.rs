//! Which drama or artist a text is a misspelling of.

use crate::catalogue::Catalogue;
use crate::catalogue::fold::{fold, is_asked_for, unspaced};
use crate::catalogue::shared::Named;
use crate::lookup::misspelling::Ruler;
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
pub(crate) fn misnamed(catalogue: &Catalogue, named: Named, texts: &[String]) -> Vec<Misnamed> {
    let mut unheld: Vec<(&String, String)> =
        texts.iter().map(|text| (text, unspaced(text))).filter(|(_, text)| !text.is_empty()).collect();
    catalogue.each_name(named, |name| {
        if !unheld.is_empty() {
            let name = unspaced(name);
            unheld.retain(|(_, text)| !is_asked_for(&name, text));
        }
    });
    let texts: Vec<&str> = unheld.iter().map(|(text, _)| text.as_str()).collect();
    let meant = misspelt(catalogue, named, &texts, tolerance);
    texts.into_iter().zip(meant).map(|(text, meant)| Misnamed { written: text.to_owned(), meant }).collect()
}

/// By text: the name of a kind that it is a misspelling of as a whole, at most as many edits away as texts of so many letters may be: the nearest one, of equally near
/// ones the first by its letters.
pub(super) fn misspelt(
    catalogue: &Catalogue,
    named: Named,
    texts: &[&str],
    tolerance: impl Fn(usize) -> usize,
) -> Vec<Option<String>> {
    let wanted: Vec<(Vec<char>, usize)> = texts
        .iter()
        .map(|text| Wanted::new(text))
        .map(|wanted| (wanted.letters, wanted.tolerance.min(tolerance(wanted.compact.chars().count()))))
        .collect();
    let mut rulers: Vec<Option<(Ruler<'_, char>, usize)>> = wanted
        .iter()
        .map(|(letters, limit)| if *limit > 0 { Some((Ruler::new(letters), *limit)) } else { None })
        .collect();
    let mut found: Vec<Option<(usize, String)>> = vec![None; texts.len()];
    if rulers.iter().any(Option::is_some) {
        let mut spelling = Spelling::default();
        catalogue.each_name(named, |name| {
            spelling.read(&fold(name));
            for (ruler, found) in rulers.iter_mut().zip(&mut found) {
                let Some((ruler, limit)) = ruler else { continue };
                let Some(distance) = ruler.distance(spelling.letters(), *limit) else { continue };
                if found.as_ref().is_none_or(|(own, known)| (distance, name) < (*own, known.as_str())) {
                    *limit = distance.max(1);
                    *found = Some((distance, name.to_owned()));
                }
            }
        });
    }
    found.into_iter().map(|found| found.map(|(_, name)| name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Recommender;

    fn told(named: Named, texts: &[&str]) -> Vec<(String, Option<String>)> {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let misnamed = misnamed(Recommender::embedded().catalogue(), named, &texts);
        misnamed.into_iter().map(|misnamed| (misnamed.written, misnamed.meant)).collect()
    }

    #[test]
    fn a_name_that_is_held_is_not_told() {
        assert_eq!(told(Named::Series, &["luna", "호텔", "HotelDel Luna", ""]), []);
        assert_eq!(told(Named::Artists, &["taeyeon", "park bo"]), []);
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
        assert_eq!(told(Named::Artists, &["gumy", "qqqq"]), [meant("gumy", Some("Gummy")), meant("qqqq", None)]);
    }
}

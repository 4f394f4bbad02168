//! English inflection, read backwards: the base forms a word may come from.

/// A base form with what the inflection added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base {
    /// The form to look up.
    pub(crate) form: String,
    /// Whether it was compared: happier, saddest.
    pub(crate) compared: bool,
    /// Whether a prefix or a suffix negates it: unromantic, drumless.
    pub(crate) negated: bool,
}

/// The endings that leave the meaning alone, longest first, each with whether it compares.
const ENDINGS: [(&str, bool); 23] = [
    ("fulness", false),
    ("iness", false),
    ("ally", false),
    ("ingly", false),
    ("edly", false),
    ("ness", false),
    ("fully", false),
    ("iest", true),
    ("ier", true),
    ("ily", false),
    ("ies", false),
    ("ied", false),
    ("ing", false),
    ("est", true),
    ("ish", false),
    ("ly", false),
    ("er", true),
    ("ed", false),
    ("s", false),
    ("es", false),
    ("in", false),
    ("y", false),
    ("d", false),
];

/// The base forms of a folded word, the likeliest first; not the word itself.
pub(crate) fn bases(word: &str) -> Vec<Base> {
    let mut found: Vec<Base> = Vec::new();
    if !word.is_ascii() || word.len() < 4 || word.len() > 32 {
        return found;
    }
    // A flower among flowers, no flow that is more than another.
    found.push(Base { form: format!("{word}s"), compared: false, negated: false });
    plain_bases(word, &mut found);
    // disturb: disturbing; betray: betrayed; suffocate: suffocating.
    let stem = word.strip_suffix('e').unwrap_or(word);
    for ending in ["ing", "ed"] {
        found.push(Base { form: format!("{stem}{ending}"), compared: false, negated: false });
    }
    for prefix in ["un", "non", "not"] {
        if let Some(rest) = word.strip_prefix(prefix).filter(|rest| rest.len() >= 4) {
            found.push(Base { form: rest.to_owned(), compared: false, negated: true });
        }
    }
    // "hopeless" is no lack of one hope among others but a feeling of its own; a lexicon that knows it has been asked before.
    if let Some(rest) = word.strip_suffix("less").filter(|rest| rest.len() >= 4) {
        found.push(Base { form: rest.to_owned(), compared: false, negated: true });
    }
    found
}

fn plain_bases(word: &str, found: &mut Vec<Base>) {
    for (ending, compared) in ENDINGS {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 3) else { continue };
        // loved: love; but no hand is a form of "han".
        if ending == "d" && !stem.ends_with('e') {
            continue;
        }
        let mut push = |form: String| {
            if found.iter().all(|base| base.form != form) {
                found.push(Base { form, compared, negated: false });
            }
        };
        match ending {
            "iness" | "ily" | "iest" | "ier" | "ies" | "ied" => push(format!("{stem}y")),
            "fulness" | "fully" => {
                push(format!("{stem}ful"));
                push(stem.to_owned());
            }
            // chillin'
            "in" => push(format!("{stem}ing")),
            _ => {
                push(stem.to_owned());
                // hoping: hope; but "sky" is no form of "ske".
                if !matches!(ending, "s" | "d" | "ness" | "ish") {
                    push(format!("{stem}e"));
                }
                // sadder: sad; running: run.
                let mut last = stem.bytes().rev();
                if let (Some(a), Some(b)) = (last.next(), last.next())
                    && a == b
                    && stem.len() > 3
                    && !matches!(ending, "s" | "es" | "ly" | "ness" | "d")
                {
                    push(stem[..stem.len() - 1].to_owned());
                }
                match ending {
                    // calmly: calming; joyful is listed with joy.
                    "ed" | "er" => push(format!("{stem}ing")),
                    "ly" => {
                        push(format!("{stem}le"));
                        push(format!("{stem}y"));
                    }
                    "ing" | "ingly" => {
                        push(format!("{stem}ed"));
                        push(format!("{stem}er"));
                    }
                    _ => {}
                }
            }
        }
    }
}

/// A word with runs of three or more equal letters shortened to two and to one: sooo, saaad.
pub(crate) fn shortened(word: &str) -> Vec<String> {
    let run = |keep: usize| {
        let mut short = String::with_capacity(word.len());
        let mut chars = word.chars().peekable();
        while let Some(c) = chars.next() {
            let mut n = 1;
            while chars.next_if_eq(&c).is_some() {
                n += 1;
            }
            short.extend(std::iter::repeat_n(c, if n >= 3 { keep } else { n }));
        }
        short
    };
    let (two, one) = (run(2), run(1));
    if two == word { Vec::new() } else { vec![two, one] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lead_back_to_their_bases() {
        let cases = [
            ("happier", "happy"),
            ("happiness", "happy"),
            ("happily", "happy"),
            ("sadder", "sad"),
            ("sadness", "sad"),
            ("running", "run"),
            ("hoping", "hope"),
            ("breezes", "breeze"),
            ("memories", "memory"),
            ("gently", "gentle"),
            ("rainy", "rain"),
            ("calmly", "calm"),
            ("hopefully", "hopeful"),
            ("nostalgically", "nostalgic"),
            ("chillin", "chilling"),
            ("studying", "study"),
            ("drums", "drum"),
            ("playfulness", "playful"),
        ];
        for (word, base) in cases {
            assert!(bases(word).iter().any(|b| b.form == base && !b.negated), "{word}: {:?}", bases(word));
        }
        assert!(bases("happier").iter().any(|b| b.form == "happy" && b.compared));
        assert!(bases("unromantic").iter().any(|b| b.form == "romantic" && b.negated));
        assert!(bases("drumless").iter().any(|b| b.form == "drum" && b.negated));
        assert!(bases("is").is_empty() && bases("été").is_empty());
    }

    #[test]
    fn stretched_words_are_shortened() {
        assert_eq!(shortened("sooo"), ["soo", "so"]);
        assert_eq!(shortened("happyyyy"), ["happyy", "happy"]);
        assert!(shortened("happy").is_empty());
    }
}

//! Finds the known phrases in a row of tokens, longest first, in whatever form they are written.

use crate::query::mood::bystanders::is_bystander;
use crate::query::mood::closed_class::{Role, is_slight};
use crate::query::mood::endings::{self, Ending, Joint};
use crate::query::mood::english;
use crate::query::mood::korean;
use crate::query::mood::phrases::{Found, Phrases};
use crate::query::mood::small_words::{role_of, small};
use crate::query::mood::spelling::{self, Near};
use crate::query::mood::tokens::{Kind, Token};

/// Unknown words beyond so many are not searched for spelling mistakes.
const MOST_SEARCHED: usize = 8;

/// The most words a phrase is looked for in; small words inside it do not count.
const WINDOW: usize = 8;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Unit {
    /// Something that means something.
    Concept(Concept),
    /// A word of a closed class.
    Role(Role),
    /// A comma or a full stop.
    Pause {
        /// Whether it may stand between the members of a list.
        lists: bool,
    },
    /// A word that means nothing here, with what may have been meant.
    Unknown(String, Option<Near>),
}

/// A known phrase in the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Concept {
    /// The number of its meaning.
    pub(crate) meaning: usize,
    /// As it was written.
    pub(crate) text: String,
    /// What its ending does to the sentence.
    pub(crate) ending: Ending,
    /// Whether it was compared: happier.
    pub(crate) compared: bool,
    /// Whether the word itself is negated: unromantic, drumless.
    pub(crate) negated: bool,
}

/// How a phrase was found.
struct Hit {
    tokens: usize,
    found: Found,
    ending: Ending,
    compared: bool,
    negated: bool,
    /// Whether the word itself is no form of the lexicon but leads back to one.
    derived: bool,
}

impl Hit {
    fn plain(tokens: usize, found: Found) -> Self {
        Self { tokens, found, ending: Ending::Plain, compared: false, negated: false, derived: false }
    }
}

/// Reads tokens by a table of phrases.
pub(crate) struct Matcher<'a> {
    pub(crate) phrases: &'a Phrases,
    /// Meanings below this number are the lexicon's own; a filler word that the lexicon names is no filler.
    pub(crate) own: usize,
}

impl Matcher<'_> {
    /// The units of a text, in order.
    pub(crate) fn units(&self, tokens: &[Token]) -> Vec<Unit> {
        let mut units = Vec::with_capacity(tokens.len());
        let mut searched = 0;
        // What may turn out to say something by itself: the unit and the token of each "tired of" and "without".
        let mut waiting = Vec::new();
        let alone = tokens.iter().filter(|token| token.kind != Kind::Pause).count() == 1;
        let mut at = 0;
        while at < tokens.len() {
            if tokens[at].kind == Kind::Pause {
                units.push(Unit::Pause { lists: matches!(tokens[at].text.as_str(), "," | "、" | "，" | "·") });
                at += 1;
                continue;
            }
            if let Some(n) = self.suffix(tokens, at, &mut units) {
                at += n;
                continue;
            }
            let reach = self.reach(&tokens[at..]);
            let hit = (1..=reach)
                .rev()
                .find_map(|n| self.phrase(&tokens[at..at + n]).filter(|hit| !goes_on(&tokens[at..], n, hit.ending)));
            let opens = matches!(units.last(), None | Some(Unit::Pause { .. }));
            let small = small(&tokens[at..], reach, opens);
            // "Not very fast" is not fast, as "not too fast" is not.
            let hit = hit.filter(|hit| match small {
                Some((n, Role::Degree(_))) if hit.tokens > n && units.last() == Some(&Unit::Role(Role::Not)) => {
                    self.phrase(&tokens[at + n..at + hit.tokens]).is_none()
                }
                _ => true,
            });
            match (hit, small) {
                // A phrase of more words than the closed-class ones is the better reading; of one word, a closed-class word is.
                (Some(hit), small)
                    if small.is_none_or(|(n, role)| {
                        hit.tokens > n || (hit.tokens == n && self.outranks(&hit, role, &tokens[at..], alone))
                    }) =>
                {
                    let mut concept = concept(&hit, &tokens[at..at + hit.tokens]);
                    at += hit.tokens;
                    // 우울하지만 않으면: here 지만 is "only", no "but".
                    if concept.text.ends_with("지만")
                        && tokens.get(at).is_some_and(|next| next.key.starts_with('않') || next.key == "아니면")
                    {
                        concept.ending = Ending::BeforeNegation;
                    }
                    units.push(Unit::Concept(concept));
                }
                (_, Some((n, role))) => {
                    if matches!(role, Role::Weary | Role::Not) {
                        waiting.push((units.len(), at));
                    }
                    units.push(Unit::Role(role));
                    at += n;
                }
                (_, None) => {
                    self.single(&tokens[at], &mut searched, &mut units);
                    at += 1;
                }
            }
        }
        self.spoken_of_nothing(&mut units, tokens, &waiting);
        units
    }

    /// "So tired of everything" is tired of nothing that is known; and a text of which nothing else is known is not "without" anything: it is ignored, and
    /// said to be.
    fn spoken_of_nothing(&self, units: &mut [Unit], tokens: &[Token], waiting: &[(usize, usize)]) {
        let nothing = !units.iter().any(|unit| matches!(unit, Unit::Concept(_) | Unit::Unknown(..)));
        for (unit, at) in waiting {
            let clause = |token: &&Token| token.kind != Kind::Pause;
            if units[*unit] == Unit::Role(Role::Weary) {
                let mut after = units[unit + 1..].iter().take_while(|unit| !matches!(unit, Unit::Pause { .. }));
                if !after.any(|unit| matches!(unit, Unit::Concept(_))) {
                    let own = &tokens[*at..=*at];
                    units[*unit] = match self.phrase(own) {
                        Some(hit) => Unit::Concept(concept(&hit, own)),
                        None => Unit::Unknown(own[0].text.clone(), None),
                    };
                }
            } else if nothing && *unit == waiting[0].0 && tokens[*at..].iter().take_while(clause).count() > 1 {
                let words: Vec<&str> =
                    tokens[*at..].iter().take_while(clause).map(|token| token.text.as_str()).collect();
                units[*unit] = Unit::Unknown(words.join(" "), None);
            }
        }
    }

    /// Whether a known word is meant rather than its use as a closed-class word.
    fn outranks(&self, hit: &Hit, role: Role, tokens: &[Token], alone: bool) -> bool {
        match role {
            // "vibes" alone asks for something; in "rainy vibes" it only carries the rest. And "please" is no form of pleasing.
            Role::Filler | Role::AskedFor | Role::Noun => hit.found.meaning < self.own && !hit.derived && alone,
            // "pretty" and "so" need something to be pretty or so.
            Role::Degree(_) => {
                hit.found.meaning < self.own
                    && tokens.get(1).is_none_or(|next| next.kind == Kind::Pause || role_of(next).is_some())
            }
            _ => false,
        }
    }

    /// How many tokens from here a phrase may span.
    fn reach(&self, tokens: &[Token]) -> usize {
        let words = tokens.iter().take(WINDOW.min(self.phrases.longest() + 2));
        let run = words.take_while(|token| matches!(token.kind, Kind::Word | Kind::Hangul)).count();
        // A sign stands alone.
        run.max(1)
    }

    fn phrase(&self, tokens: &[Token]) -> Option<Hit> {
        let n = tokens.len();
        let joined: String = tokens.iter().map(|token| token.key.as_str()).collect();
        let slight = || tokens.iter().any(|token| is_slight(&token.key));
        if let Some(found) = self.phrases.find(&joined)
            && (n == 1 || found.words > 1 || !slight())
        {
            return Some(Hit::plain(n, found));
        }
        let last = tokens.last()?;
        match last.kind {
            Kind::Hangul if n == 1 && is_bystander(&last.key) => None,
            // 슬픈 노래 없나요 asks for them, and 노래 추천 for nothing in particular.
            Kind::Hangul if n > 1 && (asks(tokens) || tokens.iter().all(|token| role_of(token).is_some())) => None,
            Kind::Hangul => {
                let read = |joined: &str| {
                    let likely = n == 1 || self.phrases.begins(joined);
                    likely.then(|| korean::analyse(joined, |form| self.phrases.find(form))).flatten()
                };
                let (found, ending) = read(&joined).or_else(|| read(&without_particles(tokens)?))?;
                Some(Hit { ending, ..Hit::plain(n, found) })
            }
            Kind::Word if n == 1 => self.english_word(last),
            Kind::Word => self.english_phrase(tokens),
            _ => None,
        }
    }

    fn english_word(&self, token: &Token) -> Option<Hit> {
        if is_bystander(&token.key) {
            return None;
        }
        for base in english::bases(&token.key) {
            if let Some(found) = self.phrases.find(&base.form).filter(|found| found.words == 1) {
                return Some(Hit {
                    compared: base.compared,
                    negated: base.negated,
                    derived: true,
                    ..Hit::plain(1, found)
                });
            }
        }
        english::shortened(&token.key).iter().find_map(|word| self.phrases.find(word)).map(|found| Hit::plain(1, found))
    }

    /// A phrase of several words: without its articles and pronouns, with its first or last word in another form.
    fn english_phrase(&self, tokens: &[Token]) -> Option<Hit> {
        let n = tokens.len();
        let core: Vec<&str> = tokens.iter().map(|token| token.key.as_str()).filter(|key| !is_slight(key)).collect();
        // A phrase begins and ends with words of its own.
        if core.len() < 2 || is_slight(&tokens[0].key) || is_slight(&tokens[n - 1].key) {
            return None;
        }
        if !self.phrases.spans(core[0], core[core.len() - 1]) {
            return None;
        }
        let all: Vec<&str> = tokens.iter().map(|token| token.key.as_str()).collect();
        let found = |words: &[&str]| self.phrases.find(&words.concat()).filter(|found| found.words > 1);
        for words in [all, core] {
            if let Some(found) = found(&words) {
                return Some(Hit::plain(n, found));
            }
            let (first, last) = (0, words.len() - 1);
            for place in [last, first] {
                let ing = format!("{}ing", words[place].trim_end_matches('e'));
                let forms = english::bases(words[place]).into_iter().filter(|base| !base.negated).map(|base| base.form);
                for form in forms.chain(std::iter::once(ing)) {
                    let mut changed = words.clone();
                    changed[place] = &form;
                    if let Some(found) = found(&changed) {
                        return Some(Hit::plain(n, found));
                    }
                }
            }
        }
        None
    }

    /// Hangul written on to a word of another script: chill한, drive용; `-free` written on to anything.
    fn suffix(&self, tokens: &[Token], at: usize, units: &mut [Unit]) -> Option<usize> {
        let token = &tokens[at];
        let Some(Unit::Concept(before)) = units.last_mut() else { return None };
        if token.tied == Some('-') && token.key == "free" {
            before.negated = true;
            before.text = format!("{}-{}", before.text, token.text);
            return Some(1);
        }
        if !token.glued || token.tied.is_some() || token.kind != Kind::Hangul || tokens[at - 1].kind != Kind::Word {
            return None;
        }
        let ending = endings::read(Joint::Noun, &token.key).or_else(|| {
            let root = "가나";
            let read = korean::analyse(&format!("{root}{}", token.key), |form| (form == "가나하다").then_some(()));
            read.map(|(_, ending)| ending)
        })?;
        before.ending = ending;
        before.text.push_str(&token.text);
        Some(1)
    }

    /// A word that no phrase begins with: several Korean words written as one, a spelling mistake, or unknown.
    fn single(&self, token: &Token, searched: &mut usize, units: &mut Vec<Unit>) {
        if token.kind == Kind::Hangul {
            if endings::carries(&token.key) {
                units.push(Unit::Role(Role::Filler));
                return;
            }
            if !is_bystander(&token.key)
                && let Some(parts) = self.parts(&token.key, 3)
            {
                units.extend(parts);
                return;
            }
        }
        let searchable = matches!(token.kind, Kind::Hangul | Kind::Word) && *searched < MOST_SEARCHED;
        let near = if searchable {
            *searched += 1;
            spelling::nearest(self.phrases, &token.key)
        } else {
            None
        };
        match near {
            Some(near) if near.certain => units.push(Unit::Concept(Concept {
                meaning: near.found.meaning,
                text: token.text.clone(),
                ending: Ending::Plain,
                compared: false,
                negated: false,
            })),
            near => units.push(Unit::Unknown(token.text.clone(), near)),
        }
    }
}

fn concept(hit: &Hit, tokens: &[Token]) -> Concept {
    let mut text = String::new();
    for (i, token) in tokens.iter().enumerate() {
        if i > 0
            && let Some(tie) = token.tied
        {
            text.push(tie);
        } else if i > 0 && !token.glued {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    Concept { meaning: hit.found.meaning, text, ending: hit.ending, compared: hit.compared, negated: hit.negated }
}

/// Korean words joined, those before the last without their particles: 비가 오는 날, 비 오는 날. None where that changes nothing.
fn without_particles(tokens: &[Token]) -> Option<String> {
    let (last, before) = tokens.split_last()?;
    let mut changed = false;
    let mut joined = String::new();
    for token in before {
        let bare = token.key.strip_suffix(['이', '가', '을', '를', '의', '에', '도']).filter(|bare| !bare.is_empty());
        let bare = bare.filter(|_| token.kind == Kind::Hangul);
        changed |= bare.is_some();
        joined.push_str(bare.unwrap_or(&token.key));
    }
    joined.push_str(&last.key);
    changed.then_some(joined)
}

/// Whether Korean words end by asking whether there are any songs.
fn asks(tokens: &[Token]) -> bool {
    let [.., before, last] = tokens else { return false };
    match role_of(last) {
        Some(Role::Filler) => last.key.starts_with('없'),
        Some(Role::NoneThere) => role_of(before) == Some(Role::Noun),
        _ => false,
    }
}

/// The stems of stopping, with the endings that wait for a negation.
const STOPS: [&str; 13] = [
    "그치지",
    "그칠",
    "멈추지",
    "멈출",
    "멈춰지지",
    "멎지",
    "멎을",
    "마르지",
    "마를",
    "참지",
    "참을",
    "끝나지",
    "끝날",
];

/// Whether Korean words hold a stop that is negated, which is a going on: 비가 그치지 않는 is no 비가 그치다.
fn goes_on(tokens: &[Token], n: usize, ending: Ending) -> bool {
    tokens[..n].iter().enumerate().any(|(at, token)| {
        let stop = STOPS.iter().find_map(|stop| token.key.strip_prefix(stop));
        let waits = stop.is_some_and(|rest| matches!(rest, "" | "도" | "는"));
        let next = at + 1 + usize::from(tokens.get(at + 1).is_some_and(|next| next.key == "수"));
        let negation = || tokens.get(next).is_some_and(|next| role_of(next) == Some(Role::NotBefore));
        (stop.is_some() && ending == Ending::Negated) || (waits && next >= n && negation())
    })
}

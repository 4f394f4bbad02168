//! Which closed-class word begins a row of tokens, by what stands around it.

use crate::query::mood::closed_class::{Role, is_slight, role};
use crate::query::mood::english;
use crate::query::mood::tokens::{Kind, Token};

/// The role of one token by itself.
pub(crate) fn role_of(token: &Token) -> Option<Role> {
    role(&token.key, true)
}

/// The longest run of tokens that is one closed-class word: "a little bit of".
pub(crate) fn small(tokens: &[Token], reach: usize, opens: bool) -> Option<(usize, Role)> {
    if beside(tokens) {
        return Some((1, Role::Beside));
    }
    if never_more(tokens) {
        return Some((2, Role::Degree(1.5)));
    }
    if opens && enough_of(tokens) {
        return Some((1, Role::Not));
    }
    (1..=reach.min(4)).rev().find_map(|n| {
        let key: String = tokens[..n].iter().map(|token| token.key.as_str()).collect();
        let stretched = || english::shortened(&key).iter().find_map(|key| role(key, true));
        role(&key, n == 1).or_else(|| if n == 1 { stretched() } else { None }).map(|role| (n, role))
    })
}

/// Whether English words tell a time by what they name: "after the party", but not "day after day" or "before I go".
fn beside(tokens: &[Token]) -> bool {
    matches!(tokens[0].key.as_str(), "after" | "before") && names(&tokens[1..])
}

/// Whether a clause begins with what there was enough of: "enough ballads", but not "enough is enough" or "sad enough".
fn enough_of(tokens: &[Token]) -> bool {
    tokens[0].key == "enough" && tokens.get(1).is_some_and(|next| next.kind == Kind::Word) && names(&tokens[1..])
}

/// Whether never was more of what follows: "never been happier".
fn never_more(tokens: &[Token]) -> bool {
    let [never, was, what, ..] = tokens else { return false };
    never.key == "never"
        && matches!(was.key.as_str(), "been" | "felt" | "feel" | "was" | "were" | "looked" | "sounded")
        && english::bases(&what.key).iter().any(|base| base.compared)
}

/// Whether the next word that is one by itself may name something.
fn names(tokens: &[Token]) -> bool {
    tokens.iter().find(|token| !is_slight(&token.key)).is_some_and(|next| role_of(next).is_none())
}

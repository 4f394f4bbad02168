//! An artist written as more than one name: several who sing together, or somebody with the group before or behind.

/// The words between artists who sing together.
const BETWEEN: [&str; 7] = ["x", "and", "with", "feat", "feat.", "ft.", "그리고"];

/// What Korean joins to a name that another follows.
const JOINED: [&str; 3] = ["와", "과", "하고"];

/// The names between which a text has something that joins artists; just one where it has nothing of that kind.
pub(crate) fn apart(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    for part in text.split(['&', ',', '+', '/', '×', '、']) {
        names.push(String::new());
        for word in part.split_whitespace() {
            if BETWEEN.contains(&&*word.to_lowercase()) {
                names.push(String::new());
                continue;
            }
            let bare = JOINED.iter().find_map(|joined| word.strip_suffix(joined)).filter(|bare| !bare.is_empty());
            if let Some(name) = names.last_mut() {
                if !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(bare.unwrap_or(word));
            }
            names.extend(bare.map(|_| String::new()));
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Whom a text with a group in it may mean: whoever is told by "of" or brackets to be of one, else whoever stands before or behind what is a group, as an artist of
/// that name is or what is written in capitals.
pub(crate) fn members(text: &str, is_artist: impl Fn(&str) -> bool) -> Vec<&str> {
    let is_group = |name: &str| {
        let capitals = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
        name.len() > 1 && name.chars().all(capitals) || is_artist(name)
    };
    let of = text.split_once(" of ").map(|(member, _)| member);
    let bracketed = text.trim_end().strip_suffix(')').and_then(|text| text.split_once('(')).map(|(member, _)| member);
    let korean = text.split_once("의 ").map(|(_, member)| member);
    let behind = text.rsplit_once(' ').filter(|(group, _)| is_group(group)).map(|(_, member)| member);
    let before = text.split_once(' ').filter(|(_, group)| is_group(group)).map(|(member, _)| member);
    let all = [of, bracketed, korean, behind, before].into_iter().flatten().map(str::trim);
    all.filter(|member| is_artist(member)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_names_are_taken_apart() {
        for text in
            ["Chen & Punch", "Chen,Punch", "Chen x Punch", "Chen X Punch", "Chen feat. Punch", "Chen and  Punch"]
        {
            assert_eq!(apart(text), ["Chen", "Punch"], "{text}");
        }
        assert_eq!(apart("첸과 펀치"), ["첸", "펀치"]);
        assert_eq!(apart("Baek Ji Young"), ["Baek Ji Young"]);
        assert_eq!(apart(" & "), [""; 0]);
    }

    #[test]
    fn a_group_is_told_from_its_member() {
        let artists = ["Chen", "첸", "Apink", "Punch"];
        let found = |text| members(text, |name| artists.contains(&name));
        for text in ["Chen of EXO", "Chen (EXO)", "EXO Chen", "Chen EXO", "Apink Chen"] {
            assert_eq!(found(text).first(), Some(&"Chen"), "{text}");
        }
        assert_eq!(found("엑소의 첸"), ["첸"]);
        assert_eq!(found("Kim Punch"), [""; 0], "a family name is no group");
    }
}

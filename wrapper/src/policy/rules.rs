//! Rules of people and administrators: what they say about one exact command.

/// A word of a rule: itself, or one of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// This word.
    Word(String),
    /// One of these words.
    Any(Vec<String>),
}

impl Pattern {
    fn matches(&self, word: &str) -> bool {
        match self {
            Self::Word(wanted) => wanted == word,
            Self::Any(wanted) => wanted.iter().any(|wanted| wanted == word),
        }
    }
}

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Says {
    /// It may run unasked.
    Auto,
    /// It is asked about, whatever the level.
    Ask,
    /// It is not for ghost to run.
    Refuse,
}

/// Who has written a rule; a later one may only tighten what an earlier one says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Author {
    /// Root, for the machine.
    System,
    /// The person.
    Person,
    /// A project's folder.
    Project,
}

/// One rule: an exact command, with as many words as it has patterns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The program and its arguments.
    pub argv: Vec<Pattern>,
    /// What is said about it.
    pub says: Says,
    /// For the person, a fragment; may be empty.
    pub why: String,
    /// Who says it.
    pub author: Author,
}

impl Rule {
    /// True for a command of exactly these words.
    #[must_use]
    pub fn matches<W: AsRef<str>>(&self, words: &[W]) -> bool {
        self.argv.len() == words.len()
            && self.argv.iter().zip(words).all(|(pattern, word)| pattern.matches(word.as_ref()))
    }

    /// For people: what it says, and why.
    #[must_use]
    pub fn told(&self) -> String {
        let who = match self.author {
            Author::System => "a rule of this machine",
            Author::Person => "a rule of yours",
            Author::Project => "a rule of this project",
        };
        if self.why.is_empty() { who.to_owned() } else { format!("{who}: {}", self.why) }
    }
}

/// The rule that decides about a command: the strictest that matches, and of equally strict ones the highest author's.
pub(super) fn deciding<'a>(rules: &'a [Rule], words: Option<&[&str]>) -> Option<&'a Rule> {
    let words = words?;
    let matching = rules.iter().filter(|rule| rule.matches(words));
    matching.max_by_key(|rule| (rule.says, std::cmp::Reverse(rule.author)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(argv: &[&str], says: Says, author: Author) -> Rule {
        let word = |word: &&str| match word.split_once('|') {
            Some(_) => Pattern::Any(word.split('|').map(str::to_owned).collect()),
            None => Pattern::Word((*word).to_owned()),
        };
        Rule { argv: argv.iter().map(word).collect(), says, why: String::new(), author }
    }

    #[test]
    fn a_rule_is_about_exactly_its_words() {
        let restart = rule(&["systemctl", "restart", "nginx|redis"], Says::Auto, Author::System);
        assert!(
            restart.matches(&["systemctl", "restart", "nginx"]) && restart.matches(&["systemctl", "restart", "redis"])
        );
        for other in
            [&["systemctl", "restart", "sshd"][..], &["systemctl", "restart"], &["systemctl", "restart", "nginx", "x"]]
        {
            assert!(!restart.matches(other), "{other:?}");
        }
    }

    #[test]
    fn the_strictest_decides() {
        let rules = [
            rule(&["a", "b"], Says::Auto, Author::System),
            rule(&["a", "b|c"], Says::Ask, Author::Project),
            rule(&["a", "c"], Says::Auto, Author::Person),
        ];
        let author = |words: &[&str]| deciding(&rules, Some(words)).map(|rule| (rule.says, rule.author));
        assert_eq!(author(&["a", "b"]), Some((Says::Ask, Author::Project)));
        assert_eq!(author(&["a", "c"]), Some((Says::Ask, Author::Project)));
        assert_eq!(author(&["a"]), None);
        assert_eq!(deciding(&rules[..1], Some(&["a", "b"])).map(|rule| rule.author), Some(Author::System));
        assert!(deciding(&rules, None).is_none());
    }
}

use std::collections::BTreeMap;

/// Something to say to a person: a key into the page's strings with what stands in
/// its blanks. No sentence is written in code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The key, such as `fault.out_of_range`.
    pub key: &'static str,
    /// The blanks' names and contents.
    pub blanks: Vec<(&'static str, String)>,
}

impl Message {
    /// A sentence without blanks.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self { key, blanks: Vec::new() }
    }

    /// The same sentence with one more blank filled.
    #[must_use]
    pub fn with(mut self, blank: &'static str, content: impl ToString) -> Self {
        self.blanks.push((blank, content.to_string()));
        self
    }
}

/// A language's strings: a flat JSON object from keys to sentences with `{blanks}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings(BTreeMap<String, String>);

impl Strings {
    /// The languages that there are: files in `www/locales`, the usual one first.
    pub const LANGUAGES: &[&str] = &["en"];

    /// Reads a locale file.
    ///
    /// # Errors
    /// Where the text is not a JSON object of strings.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json).map(Self)
    }

    /// The string of a key; the key itself where there is none.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The sentence with its blanks filled.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        let mut said = String::new();
        let mut rest = self.get(message.key);
        while let Some(brace) = rest.find('{') {
            let (before, blank) = rest.split_at(brace);
            // What fills a blank is not looked at again: somebody may have called a field {path}.
            let filled = message.blanks.iter().find_map(|(name, content)| {
                let after = blank.strip_prefix('{')?.strip_prefix(name)?.strip_prefix('}')?;
                Some((content.as_str(), after))
            });
            let (content, after) = filled.unwrap_or_else(|| blank.split_at(1));
            said.push_str(before);
            said.push_str(content);
            rest = after;
        }
        said + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_once() {
        let strings = Strings::parse(r#"{"k": "{a}, {b} { … } {c}."}"#).expect("JSON");
        let message = Message::new("k").with("a", "{b}").with("b", "{a}");
        assert_eq!(strings.say(&message), "{b}, {a} { … } {c}.");
    }

    #[test]
    fn every_language_has_its_file_and_every_file_is_a_language() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/locales");
        let files = std::fs::read_dir(folder).expect("the locales");
        let names = files.map(|file| file.expect("a file").path());
        let names: Vec<_> =
            names.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
        assert_eq!(names.len(), Strings::LANGUAGES.len());
        assert!(Strings::LANGUAGES.iter().all(|language| names.iter().any(|n| n == language)));
    }
}

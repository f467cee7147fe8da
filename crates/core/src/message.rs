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
        let sentence = self.get(message.key).to_owned();
        message.blanks.iter().fold(sentence, |sentence, (blank, content)| {
            sentence.replace(&format!("{{{blank}}}"), content)
        })
    }
}

//! What a person is told about a fault, held to what every such sentence promises.

use std::sync::LazyLock;

use descent_core::fault::Problem;
use descent_core::settings::Range;
use descent_core::{Bookmark, Experiment, Fault, PageNames, Strings, number};
use serde_json::Value as Json;

static ENGLISH: LazyLock<Strings> = LazyLock::new(|| {
    Strings::parse(include_str!("../../../../www/locales/en.json")).expect("the English strings")
});

/// How many characters a sentence may have beside the list of what is accepted.
const MOST: usize = 240;

/// The sentence of a fault: one line, not empty, not long, with every blank filled.
pub(crate) fn said(fault: &Fault) -> String {
    let message = fault.message();
    let sentence = ENGLISH.get(message.key);
    assert_ne!(sentence, message.key, "there is no sentence for it");
    for blank in sentence.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)) {
        // What was found stands in quotation marks and may be nothing at all.
        let fills = |name, content: &str| name == blank && (name == "found" || !content.is_empty());
        let filled = message.blanks.iter().any(|(name, content)| fills(*name, content));
        assert!(filled || blank == " … ", "{{{blank}}} is empty in {sentence}");
    }
    let line = ENGLISH.say(&message);
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    assert!(!line.contains(breaks), "more than a line: {line:?}");
    let list = message.blanks.iter().find(|(name, _)| *name == "known");
    let most = MOST + list.map_or(0, |(_, names)| names.len());
    let length = line.chars().count();
    assert!(length <= most, "{length} characters: {line}");
    line
}

/// The experiment of a text, held to reading back; or what is wrong with it, said, and
/// held to naming a place that is there.
pub(crate) fn told(text: &str) -> Result<Experiment, String> {
    match Experiment::parse(text) {
        Ok(experiment) => {
            reads_back(&experiment);
            Ok(experiment)
        }
        Err(fault) => {
            let json = serde_json::from_str(text.trim_start_matches('\u{feff}'));
            let is_there = match &fault.problem {
                // A word that JSON does not have.
                Problem::NotANumber { found, .. } if json.is_err() => text.contains(found),
                _ => json.is_ok_and(|json| stands(&fault, &json)),
            };
            assert!(is_there || fault.path.is_empty());
            Err(said(&fault))
        }
    }
}

/// Holds what was typed to being a fault, or a number of the range which reads back and
/// can be stepped.
pub(crate) fn typed(text: &str, range: Range, steps: i32) {
    match number::parse(text, range) {
        Ok(number) => {
            assert!(number.is_finite() && range.contains(number), "{number}");
            let again = number::parse(&number::exact(number), range);
            assert_eq!(again.map(f64::to_bits), Ok(number.to_bits()));
            assert!(range.contains(number::stepped(number, steps, range)));
        }
        Err(fault) => _ = said(&fault),
    }
}

/// The link of a fragment, held to reading back; none where it is refused, which is said.
pub(crate) fn opened(fragment: &str) -> Option<Bookmark> {
    const PAGE: &PageNames = &[("chart", &["cost_log", "rate"]), ("lang", &["en"])];
    let link = Bookmark::parse(fragment, PAGE).map_err(|fault| said(&fault)).ok()?;
    reads_back(&link.experiment);
    let text = link.text(PAGE);
    assert!(text.len() <= Bookmark::LONGEST, "{} bytes are written", text.len());
    let read = Bookmark::parse(&text, PAGE).unwrap_or_else(|fault| panic!("{fault}\nin {text}"));
    assert_eq!(format!("{read:?}"), format!("{link:?}"), "{text}");
    Some(link)
}

/// Holds an experiment to being the same, to the bit, after it was written and read.
pub(crate) fn reads_back(experiment: &Experiment) {
    let text = experiment.json().text();
    let read = Experiment::parse(&text).unwrap_or_else(|fault| panic!("{fault}\nin {text}"));
    assert_eq!(bits(&read), bits(experiment), "{text}");
}

/// Everything that an experiment says, to the bit: `==` knows no −0.
pub(crate) fn bits(experiment: &Experiment) -> String {
    format!("{experiment:?}")
}

/// Whether the place that a fault names is in the file; of what is missing, the object
/// that it is missing from.
fn stands(fault: &Fault, file: &Json) -> bool {
    let place = match fault.problem {
        // Of the two that are there, the reader below keeps one.
        Problem::Twice => return true,
        Problem::Missing => fault.path.rsplit_once('.').map_or("", |(place, _)| place),
        _ => &fault.path,
    };
    leads(file, place)
}

fn leads(json: &Json, path: &str) -> bool {
    let on = |json: &Json, rest: &str| leads(json, rest.strip_prefix('.').unwrap_or(rest));
    let index = |path: &str| -> Option<(usize, String)> {
        let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
        Some((index.parse().ok()?, rest.to_owned()))
    };
    match json {
        _ if path.is_empty() => true,
        Json::Object(fields) => fields
            .iter()
            .any(|(name, value)| path.strip_prefix(name).is_some_and(|rest| on(value, rest))),
        Json::Array(members) => index(path)
            .is_some_and(|(index, rest)| members.get(index).is_some_and(|json| on(json, &rest))),
        _ => false,
    }
}

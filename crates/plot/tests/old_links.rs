//! Links in the world: of each version `tests/links` has some, with all that they mean.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use descent_core::Bookmark;
use descent_plot::PAGE_NAMES;
use serde_json::{Number, Value, json};

/// A link, and what it means: data, which no default of the program has a part in.
struct Case {
    link: String,
    means: Value,
}

fn file(version: u64) -> PathBuf {
    PathBuf::from(format!("{}/../../tests/links/v{version}.json", env!("CARGO_MANIFEST_DIR")))
}

/// The cases of a version; none where there is no file yet.
fn cases(version: u64) -> Vec<Case> {
    let text = fs::read_to_string(file(version)).unwrap_or_else(|_| "[]".to_owned());
    let cases: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let text = |case: &Value| case["link"].as_str().expect("a link").to_owned();
    cases.iter().map(|case| Case { link: text(case), means: case["means"].clone() }).collect()
}

fn parse(link: &str) -> Bookmark {
    Bookmark::parse(link, PAGE_NAMES).unwrap_or_else(|fault| panic!("{link}: {fault}"))
}

/// All that a link means, every default written out.
fn meaning(link: &Bookmark) -> Value {
    let (x, y) = (link.view.x, link.view.y);
    let page = link.page.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value)));
    json!({
        "experiment": link.experiment.json(),
        "epoch": link.epoch,
        "speed": link.speed,
        "view": [x[0], x[1], y[0], y[1]],
        "threshold": link.threshold,
        "shown": link.looks.iter().map(|look| look.shown).collect::<Vec<_>>(),
        "styles": link.looks.iter().map(|look| look.style).collect::<Vec<_>>(),
        "page": page.collect::<serde_json::Map<_, _>>(),
    })
}

/// Where something that was meant is now something else. What was unknown then, such as a
/// setting that came later, may be anything.
fn differs(meant: &Value, now: &Value, path: &str) -> Option<String> {
    // −0 is not 0.
    let bits = |number: &Number| number.as_f64().map(f64::to_bits);
    match (meant, now) {
        (Value::Object(meant), Value::Object(now)) => meant.iter().find_map(|(name, meant)| {
            differs(meant, now.get(name).unwrap_or(&Value::Null), &format!("{path}.{name}"))
        }),
        (Value::Array(meant), Value::Array(now)) if meant.len() == now.len() => {
            let pairs = meant.iter().zip(now).enumerate();
            pairs
                .into_iter()
                .find_map(|(i, (meant, now))| differs(meant, now, &format!("{path}[{i}]")))
        }
        (Value::Number(meant), Value::Number(now)) if bits(meant) == bits(now) => None,
        _ if meant == now => None,
        _ => Some(format!("{path} was {meant} and is {now}")),
    }
}

#[test]
fn links_of_every_version_mean_what_they_always_did() {
    for version in 1..=Bookmark::VERSION {
        for Case { link, means } in cases(version) {
            let now = parse(&link);
            assert_eq!(differs(&means, &meaning(&now), ""), None, "{link}");
            let again = parse(&now.text(PAGE_NAMES));
            assert_eq!(again, now, "{link}");
            // Written by hand, a link has no version: that is the first one.
            if let (1, Some(bare)) = (version, link.strip_prefix("v=1&")) {
                assert_eq!(parse(bare), now, "{bare}");
            }
        }
    }
}

/// Every short link that the frozen defaults of a version give a meaning to.
fn short_links(version: u64) -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/src/link");
    let files = (1..=version).map(|it| fs::read_to_string(format!("{folder}/v{it}.txt")));
    let text: String = files.collect::<Result<_, _>>().expect("the frozen defaults");
    let lines = text.lines().filter_map(|line| line.split([',', '&']).next());
    let links = lines.filter_map(|begin| match begin.split_once('=')? {
        ("v", _) => Some(format!("v={version}")),
        ("landscape", _) => Some(format!("v={version}&{begin}&run=none")),
        ("schedule", kind) => Some(format!("v={version}&run=gradient_descent,schedule:{kind}")),
        _ => Some(format!("v={version}&{begin}")),
    });
    links.filter(|link| !link.contains('#')).collect()
}

/// `BLESS=1` adds the cases that are missing, as the program has them now; no case that is
/// there is touched.
#[test]
fn golden_every_default_of_every_version_is_in_a_case() {
    for version in 1..=Bookmark::VERSION {
        let mut cases = cases(version);
        let there: BTreeSet<_> = cases.iter().map(|case| case.link.clone()).collect();
        let missing: Vec<_> = short_links(version).difference(&there).cloned().collect();
        if std::env::var_os("BLESS").is_some() && !missing.is_empty() {
            let new = |link: String| Case { means: meaning(&parse(&link)), link };
            cases.extend(missing.into_iter().map(new));
            let text = |Case { link, means }: &Case| {
                format!("  {{ \"link\": {},\n    \"means\": {means} }}", Value::from(link.as_str()))
            };
            let text = cases.iter().map(text).collect::<Vec<_>>().join(",\n");
            fs::write(file(version), format!("[\n{text}\n]\n")).expect("cases are written");
            continue;
        }
        assert!(
            missing.is_empty(),
            "{} has no case for {}. Run `cargo xtask golden --bless`: it adds them.",
            file(version).display(),
            missing.join(", ")
        );
    }
}

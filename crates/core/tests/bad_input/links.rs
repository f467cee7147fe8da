//! Links, whole and damaged: refused in one line, or read, written and read the same.

use descent_core::fault::Problem;
use descent_core::session::{Look, Playback};
use descent_core::{Bookmark, Fault, PageNames, Region, Session};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::faults::{opened, said};
use crate::strategies::{cases, experiment};

const NO_PAGE: &PageNames = &[];

/// Any experiment, looked at in any way.
fn link() -> impl Strategy<Value = Bookmark> {
    let view = [(-1e3..1e3, 1e-3..1e2), (-1e3..1e3, 1e-3..1e2)];
    let looks = (Just((0..32).collect::<Vec<usize>>()).prop_shuffle(), any::<u32>());
    let speed = Playback::SPEED.min..Playback::SPEED.max;
    (experiment(8), looks, any::<Index>(), speed, view, -1e9..1e9).prop_map(
        |(experiment, (styles, shown), epoch, speed, view, threshold)| {
            let runs = experiment.runs.len();
            let look = |(i, style)| Look { style, shown: shown >> i & 1 == 1 };
            let [x, y] = view.map(|(from, size)| [from, from + size]);
            let epoch = epoch.index(experiment.epochs + 1);
            let looks = styles.into_iter().enumerate().take(runs).map(look).collect();
            let view = Region { x, y };
            Bookmark { looks, epoch, speed, view, threshold, ..Session::new(experiment).bookmark() }
        },
    )
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_is_written_opens_as_the_same(link in link()) {
        let text = link.text(NO_PAGE);
        let read = Bookmark { page: Vec::new(), ..opened(&text).expect("it opens") };
        prop_assert_eq!(format!("{read:?}"), format!("{link:?}"), "{}", text);
    }
}

proptest! {
    #![proptest_config(cases(4096))]

    #[test]
    fn a_damaged_link_opens_or_is_refused_in_one_line(
        link in link(),
        place in any::<Index>(),
        gone in 0..12_usize,
        new in "[&=,:;%#a-z0-9.eE\\-−<>\u{0}-\u{20}\u{202e}]{0,6}",
    ) {
        let mut letters: Vec<char> = link.text(NO_PAGE).chars().collect();
        let from = place.index(letters.len() + 1);
        letters.splice(from..(from + gone).min(letters.len()), new.chars());
        _ = opened(&letters.into_iter().collect::<String>());
    }

    #[test]
    fn any_text_opens_or_is_refused_in_one_line(text in "\\PC{0,200}") {
        _ = opened(&text);
    }
}

/// A link, one of whose parts is its last: a landscape or run with its settings.
fn parted() -> impl Strategy<Value = (String, String)> {
    let with_settings = |pair: &&str| pair.contains(',') && pair.starts_with(['l', 'r']);
    (link(), any::<Index>()).prop_filter_map("no settings", move |(link, place)| {
        let text = link.text(NO_PAGE);
        let mut pairs: Vec<&str> = text.split('&').collect();
        let members: Vec<&str> = pairs.iter().copied().filter(with_settings).collect();
        let member = (!members.is_empty()).then(|| *place.get(&members))?;
        pairs.retain(|pair| *pair != member && !pair.starts_with(['h', 's']));
        Some((pairs.join("&"), member.to_owned()))
    })
}

fn refused(text: &str) -> Fault {
    let fault = Bookmark::parse(text, NO_PAGE).expect_err(text);
    said(&fault);
    fault
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn a_setting_that_is_there_twice_is_refused(
        (others, member) in parted(),
        which in any::<Index>(),
        place in any::<Index>(),
    ) {
        let mut parts: Vec<&str> = member.split(',').collect();
        let again = parts[1 + which.index(parts.len() - 1)];
        parts.insert(1 + place.index(parts.len()), again);
        let fault = refused(&format!("{others}&{}", parts.join(",")));
        prop_assert_eq!(&fault.problem, &Problem::Twice);
        let name = again.split(':').next().expect("a name");
        let kind = fault.path.replace(".kind", "");
        let found = [fault.path.as_str(), &kind].iter().any(|path| path.ends_with(name));
        prop_assert!(found, "{} in {}", name, fault.path);
    }

    #[test]
    fn a_setting_that_is_not_there_is_refused_with_those_that_are(
        (others, member) in parted(),
        place in any::<Index>(),
        name in prop_oneof![select(vec!["kind", "", "optimizer.kind", "{path}"]).prop_map(str::to_owned), "[a-zA-Z.]{0,12}~2C"],
        value in prop_oneof![select(vec!["", ":", ":1", ":adam", ":true"])],
    ) {
        let mut parts: Vec<&str> = member.split(',').collect();
        let extra = format!("{name}{value}");
        parts.insert(1 + place.index(parts.len()), &extra);
        let fault = refused(&format!("{others}&{}", parts.join(",")));
        let name = name.replace("~2C", ",");
        prop_assert!(fault.path.ends_with(&format!(".{name}")), "{} in {}", name, fault.path);
        let Problem::UnknownField { known } = fault.problem else { panic!("{:?}", fault.problem) };
        for part in member.split(',').skip(1) {
            let here = part.split(':').next().expect("a name");
            prop_assert!(known.iter().any(|known| known == here), "{here} in {known:?}");
        }
    }

    #[test]
    fn the_order_of_settings_means_nothing((others, member) in parted(), from in any::<Index>()) {
        let mut parts: Vec<&str> = member.split(',').collect();
        let middle = from.index(parts.len() - 1);
        let as_written = Bookmark::parse(&format!("{others}&{member}"), NO_PAGE);
        parts[1..].rotate_left(middle);
        prop_assert_eq!(Bookmark::parse(&format!("{others}&{}", parts.join(",")), NO_PAGE), as_written);
    }

    /// No setting is a text yet; what the page is told may be any.
    #[test]
    fn any_text_in_a_link_arrives(text in prop_oneof![any::<String>(), "[%&,:=#+~ _^\"'\\\\0-9A-F]{0,12}"]) {
        let value: &'static str = text.leak();
        let known: &'static [&'static str] = vec!["system", value].leak();
        let names = [("theme", known), ("lang", &["en"])];
        let first = Bookmark::parse("v=1&epoch=7", &names).expect("a link");
        let told = Bookmark { page: vec![("theme", value), ("lang", "en")], ..first };
        let link = told.text(&names);
        for way in ways(&link) {
            prop_assert_eq!(Bookmark::parse(&way, &names), Ok(told.clone()), "{} by way of {}", link, way);
        }
    }
}

/// What a browser, messenger or form may make of a link.
fn ways(link: &str) -> Vec<String> {
    let encoded = |link: &str| link.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
    let form = link.replace('+', " ");
    let twice = encoded(&encoded(link));
    vec![link.to_owned(), format!("#{link}"), encoded(link), twice, encoded(&form), form]
}

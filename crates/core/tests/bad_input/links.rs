//! Links, whole and damaged: refused in one line, or read, written and read the same.

use descent_core::session::{Look, Playback};
use descent_core::{Link, PageNames, Region, Session};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::faults::opened;
use crate::strategies::{cases, experiment};

const NO_PAGE: &PageNames = &[];

/// Any experiment, looked at in any way.
fn link() -> impl Strategy<Value = Link> {
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
            Link { looks, epoch, speed, view, threshold, ..Session::new(experiment).link() }
        },
    )
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_is_written_opens_as_the_same(link in link()) {
        let text = link.text(NO_PAGE);
        let read = opened(&text).expect("it opens");
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

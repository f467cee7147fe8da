//! Links: what is written reads back, and what is wrong is said.

use descent_core::fault::Problem;
use descent_core::session::Event;
use descent_core::session::Look;
use descent_core::settings::Range;
use descent_core::{
    Bookmark, Drift, Experiment, Landscape, Listed, Optimizer, PageNames, Region, RunSpec,
    Schedule, Session, Strings, gallery,
};

const PAGE: &PageNames = &[("chart", &["cost_log", "rate"]), ("theme", &["system", "dark"])];

fn parse(text: &str) -> Bookmark {
    Bookmark::parse(text, PAGE).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

/// A session's link, with what a page is told when nothing else is said.
fn link_of(experiment: Experiment) -> Bookmark {
    let page = PAGE.iter().map(|(name, known)| (*name, known[0])).collect();
    Bookmark { page, ..Session::new(experiment).bookmark() }
}

fn check_reads_back(link: &Bookmark) -> String {
    let text = link.text(PAGE);
    assert_eq!(&parse(&text), link, "{text}");
    let bits =
        |link: &Bookmark| -> Vec<_> { link.experiment.start.iter().map(|w| w.to_bits()).collect() };
    assert_eq!(bits(&parse(&text)), bits(link), "{text}");
    let plain = |c: char| c.is_ascii_alphanumeric() || "=&,:._-".contains(c);
    assert!(text.chars().all(plain), "{text}");
    text
}

/// Every member of the lists, its numbers moved off their defaults.
fn moved<T: Listed>(kind: &str) -> T {
    let mut member = T::from_kind(kind).expect("listed");
    for knob in member.settings().knobs() {
        if let descent_core::settings::Value::Number(number) = knob.value {
            let number = (0.123_456_789_012_345_67 + number) / 2.0;
            let number = number.clamp(knob.range.min, knob.range.max);
            member.settings_mut().set(&knob.name, descent_core::settings::Value::Number(number));
        }
    }
    member
}

#[test]
fn every_landscape_optimizer_and_schedule_reads_back() {
    for landscape in Landscape::KINDS {
        for (index, optimizer) in Optimizer::KINDS.iter().enumerate() {
            let schedule = Schedule::KINDS[index % Schedule::KINDS.len()];
            let run = RunSpec {
                optimizer: moved(optimizer),
                learning_rate: 0.1 + 0.2,
                schedule: moved(schedule),
                warmup: 7,
            };
            let usual = RunSpec::new(Optimizer::from_kind(optimizer).expect("listed"));
            let experiment = Experiment {
                start: vec![1e-300, -0.1],
                epochs: 77,
                seed: 3,
                runs: vec![run, usual],
                ..Experiment::new(moved(landscape))
            };
            check_reads_back(&link_of(experiment));
        }
    }
}

#[test]
fn every_part_of_the_view_reads_back() {
    let exhibit = gallery::GALLERY.last().expect("an exhibit");
    let experiment = Experiment::parse(exhibit.file).expect("an experiment");
    let mut link = link_of(experiment);
    let runs = link.experiment.runs.len();
    link.looks = (0..runs).map(|i| Look { style: runs - i, shown: i % 2 == 0 }).collect();
    link.epoch = 11;
    link.speed = 3000.0;
    link.view = Region { x: [-0.1, 1.0 / 3.0], y: [1e-5, 2.0] };
    link.threshold = -1e-7;
    link.page = vec![("chart", "rate"), ("theme", "dark")];
    let text = check_reads_back(&link);
    for name in ["hidden", "styles", "epoch", "speed", "view", "threshold", "chart", "theme"] {
        assert!(text.contains(&format!("&{name}=")), "{name} in {text}");
    }
}

#[test]
fn a_threshold_of_zero_is_one_like_any_other() {
    // Himmelblau's own is 0.5, the saddle's 0.
    for (kind, own) in [("himmelblau", 0.5), ("saddle", 0.0)] {
        let landscape = Landscape::from_kind(kind).expect("listed");
        let mut link = link_of(Experiment::new(landscape));
        assert_eq!(link.threshold, own);
        for threshold in [0.0, -1.0, 0.5] {
            link.threshold = threshold;
            let text = check_reads_back(&link);
            assert_eq!(text.contains("threshold"), threshold != own, "{text}");
            let told = parse(&format!("landscape={kind}&threshold={threshold}"));
            assert_eq!(told.threshold, threshold, "{kind}");
        }
    }
}

#[test]
fn any_of_the_runs_may_be_hidden() {
    let experiment = Experiment::parse(gallery::GALLERY[0].file).expect("an experiment");
    let mut link = link_of(experiment);
    let runs = link.experiment.runs.len();
    assert_eq!(runs, 4);
    for hidden in 0..1 << runs {
        let is_hidden = |run: usize| hidden >> run & 1 == 1;
        link.looks = (0..runs).map(|style| Look { style, shown: !is_hidden(style) }).collect();
        let text = check_reads_back(&link);
        let said: Vec<_> = (0..runs).filter(|&run| is_hidden(run)).collect();
        let said: Vec<_> = said.iter().map(usize::to_string).collect();
        let expected = if said.is_empty() {
            String::new()
        } else {
            format!("v={}&hidden={}", Bookmark::VERSION, said.join(","))
        };
        assert_eq!(text, expected);
    }
}

#[test]
fn what_is_as_it_is_by_itself_is_not_said() {
    for (index, exhibit) in gallery::GALLERY.iter().enumerate() {
        let experiment = Experiment::parse(exhibit.file).expect("an experiment");
        let text = check_reads_back(&link_of(experiment));
        let named = format!("v={}&experiment={}", Bookmark::VERSION, exhibit.id);
        assert_eq!(text, if index == 0 { String::new() } else { named });
    }
}

#[test]
fn an_empty_link_is_the_page_as_it_opens() {
    let first = gallery::experiments()[0].clone();
    for text in ["", "#", "&"] {
        assert_eq!(parse(text), link_of(first.clone()), "{text}");
    }
    let link = parse("");
    assert_eq!(
        (link.text(PAGE), link.lasting(PAGE)),
        (String::new(), format!("v={}", Bookmark::VERSION))
    );
    assert_eq!(parse(&link.lasting(PAGE)), link);
    let other = parse("experiment=beale_saddle");
    assert_eq!(other.lasting(PAGE), other.text(PAGE));
}

#[test]
fn percent_signs_and_the_hash_are_understood() {
    let plain = parse("v=1&landscape=beale&start=0.5,-1&run=adam,beta1:0.5");
    for text in [
        "#v=1&landscape=beale&start=0.5,-1&run=adam,beta1:0.5",
        "v%3D1%26landscape%3Dbeale%26start%3D0.5%2C-1%26run%3Dadam%2Cbeta1%3A0.5",
        "run=adam%2Cbeta1%3A0.5&landscape=beale&start=0.5%2C%E2%88%921",
        "%23v%253D1%2526landscape%253Dbeale%2526start%253D0.5%252C-1%2526run%253Dadam%252Cbeta1%253A0.5",
    ] {
        assert_eq!(parse(text), plain);
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let long = "x".repeat(Bookmark::LONGEST + 1);
    let runs = "&run=adam".repeat(33);
    let later = format!("v={}", Bookmark::VERSION + 1);
    let cases: &[(&str, &str, &str)] = &[
        (&later, "v", "fault.version"),
        ("experiment=mine", "experiment", "fault.unknown_name"),
        ("landscape=hill", "landscape.kind", "fault.unknown_name"),
        ("landscape=beale,depth:3", "landscape.depth", "fault.no_fields"),
        ("landscape=quadratic,condition:-1", "landscape.condition", "fault.out_of_range"),
        ("start=1", "start", "fault.not_a_place"),
        ("start=1,NaN", "start[1]", "fault.not_a_number"),
        ("start=1,2&start=1,3", "start", "fault.twice"),
        ("epochs=1e9", "epochs", "fault.whole_out_of_range"),
        ("epochs=1.5", "epochs", "fault.not_whole"),
        ("run=sgd", "runs[0].optimizer.kind", "fault.unknown_name"),
        ("run=adam&run=adam,beta1:2", "runs[1].optimizer.beta1", "fault.out_of_range"),
        ("run=adam,schedule:never", "runs[0].schedule.kind", "fault.unknown_name"),
        ("run=adam&run=none", "runs[1].optimizer.kind", "fault.unknown_name"),
        (&runs, "runs", "fault.too_many"),
        ("hidden=9", "hidden", "fault.whole_out_of_range"),
        ("hidden=4", "hidden", "fault.whole_out_of_range"),
        ("hidden=1,1", "hidden", "fault.not_runs"),
        ("run=none&hidden=0", "hidden", "fault.too_many"),
        ("styles=0,0,1,2", "styles", "fault.not_styles"),
        ("epoch=151", "epoch", "fault.whole_out_of_range"),
        ("speed=0", "speed", "fault.out_of_range"),
        ("view=1,1,0,2", "view", "fault.not_a_view"),
        ("view=0,1,0", "view", "fault.not_a_view"),
        ("threshold=low", "threshold", "fault.not_a_number"),
        ("theme=pink", "theme", "fault.unknown_name"),
        ("<script>", "<script>", "fault.unknown_field"),
        ("start=%FF,1", "", "fault.not_text"),
        (&long, "", "fault.too_long"),
    ];
    for (text, path, key) in cases {
        let fault = Bookmark::parse(text, PAGE).expect_err(text);
        assert_eq!((fault.path.as_str(), fault.message().key), (*path, *key), "{text}");
    }
}

#[test]
fn the_most_that_is_accepted_is() {
    assert_eq!(parse(&"&run=adam".repeat(32)).experiment.runs.len(), 32);
    let longest = format!("v=1{}", "&".repeat(Bookmark::LONGEST - 3));
    assert_eq!(parse(&longest), parse("v=1"));
    for (text, most) in [("epochs=100000", 100_000), ("epochs=7&epoch=7", 7)] {
        let link = parse(text);
        assert_eq!(link.experiment.epochs, most, "{text}");
    }
    assert_eq!(parse("styles=31,30,29,28").looks[0].style, 31);
}

#[test]
fn which_styles_and_runs_are_accepted_is_said() {
    let problem = |text: &str| Bookmark::parse(text, PAGE).expect_err(text).problem;
    let not_styles = |text| {
        let range = Range::whole(0, 31);
        assert_eq!(problem(text), Problem::NotDistinct { expected: "fault.not_styles", range });
    };
    ["styles=0,0,1,2", "styles=0,1,2", "styles=0,1,2,3,4"].into_iter().for_each(not_styles);
    let range = Range::whole(0, 3);
    let not_runs = Problem::NotDistinct { expected: "fault.not_runs", range };
    assert_eq!(problem("hidden=2,2"), not_runs);
    assert_eq!(problem("run=none&hidden=0,1"), Problem::TooMany { found: 2, most: 0 });
    for (text, most) in [("styles=0,1,2,32", 31.0), ("hidden=4", 3.0), ("epoch=151", 150.0)] {
        let Problem::OutOfRange { range, .. } = problem(text) else { panic!("{text}") };
        assert_eq!((range.min, range.max), (0.0, most), "{text}");
    }
}

#[test]
fn an_unknown_experiment_is_said_with_all_of_the_gallery() {
    let strings = Strings::parse(include_str!("../../../www/locales/en.json")).expect("JSON");
    let fault = Bookmark::parse("experiment=mine", PAGE).expect_err("unknown");
    let ids: Vec<_> = gallery::GALLERY.iter().map(|exhibit| exhibit.id).collect();
    let expected = format!("experiment: “mine” is not known; accepted are: {}.", ids.join(", "));
    assert_eq!(strings.say(&fault.message()), expected);
}

#[test]
fn a_setting_of_another_schedule_is_said_with_what_would_be_accepted() {
    let strings = Strings::parse(include_str!("../../../www/locales/en.json")).expect("JSON");
    let said = |run: &str| {
        let fault = Bookmark::parse(&format!("v=1&run=adam,{run}"), PAGE).expect_err(run);
        strings.say(&fault.message())
    };
    assert_eq!(
        said("schedule.period:300"),
        "runs[0].schedule.period is not a setting of the schedule inverse_time, which has: decay. \
         It is accepted with another schedule: cosine."
    );
    assert_eq!(
        said("schedule:constant,schedule.decay:0.1"),
        "runs[0].schedule.decay is not a setting of the schedule constant, which has none. It is \
         accepted with another schedule: inverse_time, exponential."
    );
    assert_eq!(
        said("schedule:cosine,schedule.peiod:0.1"),
        "runs[0].schedule.peiod is not known; accepted are: period, floor."
    );
}

#[test]
fn a_long_wrong_name_is_not_repeated_whole() {
    let fault = Bookmark::parse(&"x".repeat(Bookmark::LONGEST), PAGE).expect_err("unknown");
    assert!(matches!(fault.problem, Problem::UnknownField { .. }));
    let strings = include_str!("../../../www/locales/en.json");
    let said = Strings::parse(strings).expect("JSON").say(&fault.message());
    assert!(said.chars().count() < 300, "{said}");
}

#[test]
fn what_a_page_has_new_and_no_more_is_drift() {
    // The frozen defaults say `chart=cost_log` and nothing of colours.
    let drift = Drift::of(&[("chart", &["rate"]), ("colours", &["two", "many"])]);
    assert_eq!(drift.added, ["v=1&colours=two"]);
    assert_eq!(drift.changed, ["v=2&chart=rate"]);
    let lost: Vec<_> = drift.lost.into_iter().map(|fault| fault.path).collect();
    assert_eq!(lost, ["chart"]);
    assert_eq!(Drift::of(PAGE), Drift::default());
}

#[test]
fn a_session_opens_as_it_was_told() {
    let mut told = Session::new(Experiment::parse(gallery::GALLERY[2].file).expect("B"));
    told.send(Event::Seek { epoch: 40 }).expect("accepted");
    told.send(Event::ShowRun { run: 1, shown: false }).expect("accepted");
    told.send(Event::set("threshold", "7")).expect("a threshold");
    let mut opened = Session::new(Experiment::parse(gallery::GALLERY[0].file).expect("A"));
    let generation = opened.generation();
    opened.open(parse(&told.bookmark().text(PAGE)));
    assert_eq!(opened.bookmark(), told.bookmark());
    assert!(opened.generation() > generation);
    // Runs that are not ticked are computed last.
    told.complete();
    opened.complete();
    for run in 0..told.runs().len() {
        assert_eq!(opened.readout(run), told.readout(run));
    }
}

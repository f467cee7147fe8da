//! A link is as strict as a file: what it says wrong is refused in the same sentence, which
//! names the place and what would be accepted.

use descent_core::{Bookmark, Experiment, Landscape, Optimizer, PageNames};

use crate::faults::{said, told};

const PAGE: &PageNames = &[("chart", &["cost_log", "rate"]), ("theme", &["system", "dark"])];

const ADAM: &str = "beta1, beta2, epsilon, epsilon_hat, bias_correction, amsgrad";

fn refused(link: &str) -> String {
    said(&Bookmark::parse(link, PAGE).expect_err(link))
}

fn check(link: &str, expected: &str) {
    assert_eq!(refused(link), expected, "{link}");
}

/// What a file says about the same mistake.
fn check_as_file(link: &str, fields: &str, expected: &str) {
    check(link, expected);
    let landscape = if fields.starts_with("\"landscape\"") { "" } else { LANDSCAPE };
    let file = format!(r#"{{"version": 1, {landscape} {fields}}}"#);
    assert_eq!(told(&file).expect_err("a fault"), expected, "{file}");
}

const LANDSCAPE: &str = r#""landscape": {"kind": "booth"},"#;

#[test]
fn a_link_and_a_file_say_the_same() {
    let run = |optimizer: &str, more: &str| {
        format!(r#""runs": [{{"optimizer": {{"kind": {optimizer}}}{more}}}]"#)
    };
    let known = |kinds: &[&str]| format!("is not known; accepted are: {}.", kinds.join(", "));
    for (link, fields, expected) in [
        ("epochs=1.5", r#""epochs": 1.5"#.to_owned(), "epochs: “1.5” is not a whole number; accepted is a whole number from 1 to 100000.".to_owned()),
        ("epochs=0", r#""epochs": 0"#.to_owned(), "epochs: 0 is out of range; accepted is a whole number from 1 to 100000.".to_owned()),
        ("seed=-1", r#""seed": -1"#.to_owned(), "seed: −1 is out of range; accepted is a whole number from 0 to 9007199254740991.".to_owned()),
        ("run=adam,warmup:0.5", run(r#""adam""#, r#", "warmup": 0.5"#), "runs[0].warmup: “0.5” is not a whole number; accepted is a whole number from 0 to 100000.".to_owned()),
        ("run=adam,schedule:step,schedule.every:0", run(r#""adam""#, r#", "schedule": {"kind": "step", "every": 0}"#), "runs[0].schedule.every: 0 is out of range; accepted is a whole number from 1 to 1000000.".to_owned()),
        ("run=adam,schedule:cosine,schedule.decay:1", run(r#""adam""#, r#", "schedule": {"kind": "cosine", "decay": 1}"#), "runs[0].schedule.decay is not a setting of the schedule cosine, which has: period, floor. It is accepted with another schedule: inverse_time, exponential.".to_owned()),
        ("run=adam,schedule:constant,schedule.decay:1", run(r#""adam""#, r#", "schedule": {"kind": "constant", "decay": 1}"#), "runs[0].schedule.decay is not a setting of the schedule constant, which has none. It is accepted with another schedule: inverse_time, exponential.".to_owned()),
        ("run=adam,schedule:linear", run(r#""adam""#, r#", "schedule": {"kind": "linear"}"#), "runs[0].schedule.kind: “linear” is not known; accepted are: constant, inverse_time, exponential, step, cosine, plateau, piecewise_linear.".to_owned()),
        ("run=adam,beta1:2", run(r#""adam", "beta1": 2"#, ""), "runs[0].optimizer.beta1: 2 is out of range; accepted is a number from 0 to 0.9999.".to_owned()),
        ("run=adam,amsgrad:1", run(r#""adam", "amsgrad": 1"#, ""), "runs[0].optimizer.amsgrad must be true or false.".to_owned()),
        ("run=momentum,convention:keras", run(r#""momentum", "convention": "keras""#, ""), "runs[0].optimizer.convention: “keras” is not known; accepted are: classical, pytorch, averaged.".to_owned()),
        ("run=adam,beta1:0.5,beta1:0.9", run(r#""adam", "beta1": 0.5, "beta1": 0.9"#, ""), "runs[0].optimizer.beta1 is there twice; accepted is one of them.".to_owned()),
        ("run=adam,warmup:1,beta1:0.5,warmup:1", run(r#""adam""#, r#", "warmup": 1, "warmup": 1"#), "runs[0].warmup is there twice; accepted is one of them.".to_owned()),
        ("run=", run(r#""""#, ""), format!("runs[0].optimizer.kind: “” {}", known(Optimizer::KINDS))),
        ("run=sgd", run(r#""sgd""#, ""), format!("runs[0].optimizer.kind: “sgd” {}", known(Optimizer::KINDS))),
        ("landscape=", r#""landscape": {"kind": ""}"#.to_owned(), format!("landscape.kind: “” {}", known(Landscape::KINDS))),
        ("landscape=quadratic,conditon:2", r#""landscape": {"kind": "quadratic", "conditon": 2}"#.to_owned(), "landscape.conditon is not known; accepted are: condition, angle.".to_owned()),
        ("landscape=booth,angle:2", r#""landscape": {"kind": "booth", "angle": 2}"#.to_owned(), "landscape.angle is not known; nothing can be set here.".to_owned()),
        ("landscape=quadratic,:2", r#""landscape": {"kind": "quadratic", "": 2}"#.to_owned(), "landscape.“” is not known; accepted are: condition, angle.".to_owned()),
        ("landscape=quadratic,angle:1,angle:1", r#""landscape": {"kind": "quadratic", "angle": 1, "angle": 1}"#.to_owned(), "landscape.angle is there twice; accepted is one of them.".to_owned()),
        ("start=1e7,0", r#""start": [1e7, 0]"#.to_owned(), "start[0]: 1e7 is out of range; accepted is a number from −1000000 to 1000000.".to_owned()),
    ] {
        check_as_file(link, &fields, &expected);
    }
}

#[test]
fn an_unknown_setting_is_said_with_all_that_a_link_takes_there() {
    let adam = format!("learning_rate, {ADAM}, schedule, schedule.decay, warmup");
    for name in
        ["bta1", "kind", "rho", "optimizer.beta1", "optimizer.kind", "learning_rat", "Beta1"]
    {
        let expected = format!("runs[0].{name} is not known; accepted are: {adam}.");
        check(&format!("run=adam,{name}:0.5"), &expected);
    }
    let nothing = format!("runs[1].“” is not known; accepted are: {adam}.");
    for text in ["adam,,beta1:0.5", "adam,", "adam,:1", "adam,beta1:0.5,"] {
        check(&format!("run=momentum&run={text}"), &nothing);
    }
    check(
        "run=gradient_descent,beta:0.9,schedule:step",
        "runs[0].beta is not known; accepted are: learning_rate, schedule, schedule.factor, \
         schedule.every, warmup.",
    );
    check(
        "run=adam,schedule.kind:step",
        "runs[0].schedule.kind is not known; accepted are: decay.",
    );
    check("landscape=booth,kind:beale", "landscape.kind is not known; nothing can be set here.");
    let names = "v, experiment, landscape, penalty, start, epochs, seed, noise, run, hidden, styles, epoch, speed, \
                 view, threshold, chart, theme";
    check("epoch=1&sped=2", &format!("sped is not known; accepted are: {names}."));
    check("=1", &format!("“” is not known; accepted are: {names}."));
}

#[test]
fn whole_numbers_are_told_of_as_whole_numbers() {
    for text in ["", "1.5", "abc", "NaN", "1,000", "0x10", "1e400"] {
        let expected = format!(
            "epochs: “{text}” is not a whole number; accepted is a whole number from 1 to 100000."
        );
        check(&format!("epochs={text}"), &expected);
    }
    check(
        "epochs",
        "epochs: “” is not a whole number; accepted is a whole number from 1 to 100000.",
    );
    check("epoch=151", "epoch: 151 is out of range; accepted is a whole number from 0 to 150.");
    check("hidden=0,4", "hidden: 4 is out of range; accepted is a whole number from 0 to 3.");
    check("hidden=", "hidden: “” is not a whole number; accepted is a whole number from 0 to 3.");
    check(
        "styles=0,1,2,32",
        "styles: 32 is out of range; accepted is a whole number from 0 to 31.",
    );
}

#[test]
fn runs_are_named_once_and_only_if_they_are_there() {
    check("hidden=1,1", "hidden must be different whole numbers from 0 to 3, each for one run.");
    check("run=none&hidden=0", "hidden has 1 members; at most 0 are accepted.");
    let styles = "styles must be different whole numbers from 0 to 31, one for every run.";
    for text in ["0,1,2", "0,1,2,2", "0,1,2,3,4", "0"] {
        check(&format!("styles={text}"), styles);
    }
    check("run=none&styles=0", styles);
}

#[test]
fn a_comma_separates_and_is_no_decimal_one() {
    check(
        "threshold=0,5",
        "threshold: “0,5” is not a number; accepted is a number from −1e9 to 1e9, such as 0.001 or 1e-3.",
    );
    check("start=1,2,3", "start must be two numbers, w1,w2.");
    check("theme=dark,system", "theme: “dark,system” is not known; accepted are: system, dark.");
}

#[test]
fn of_another_version_the_version_is_said() {
    let (latest, later) = (Bookmark::VERSION, (Bookmark::VERSION + 1).to_string());
    for version in [&later, "0", "", "1.0", "01", "one"] {
        let expected = format!(
            "version “{version}” is not known; this program reads versions up to {latest}."
        );
        check(&format!("anything=1&run=sgd&v={version}"), &expected);
    }
    check("v=1&v=1", "v is there twice; accepted is one of them.");
}

#[test]
fn a_tilde_that_stands_for_nothing_is_refused() {
    let sentence = |path: &str, found: &str| {
        format!(
            "{path}: “{found}” cannot be read: ~ takes two hexadecimal digits of UTF-8, such as \
             ~2C for a comma."
        )
    };
    for (link, path, found) in [
        ("run=adam,beta1:~", "runs[0].optimizer.beta1", "~"),
        ("run=adam,~2:1", "runs[0].optimizer.~2", "~2"),
        ("run=~FF", "runs[0].optimizer.kind", "~FF"),
        ("landscape=quadratic,angle:~GG", "landscape.angle", "~GG"),
        ("start=~,1", "start[0]", "~"),
        ("threshold=1~2", "threshold", "1~2"),
        ("theme=~", "theme", "~"),
        ("experiment=~", "experiment", "~"),
    ] {
        check(link, &sentence(path, found));
    }
    let long = "~".repeat(Bookmark::LONGEST - 10);
    assert!(refused(&format!("theme={long}")).starts_with(&format!("theme: “{}…”", &long[..64])));
    // Both the place and what was found there are as long as a sentence repeats them.
    let steering = "\u{1e}".repeat(64);
    refused(&format!("run=adam,schedule.{steering}:~{steering}"));
    refused(&format!("run=adam,schedule.~{steering}"));
}

#[test]
fn the_order_of_settings_means_nothing() {
    let parse = |link: &str| Bookmark::parse(link, PAGE).expect(link);
    for (one, other) in [
        (
            "run=adam,schedule:cosine,schedule.period:9",
            "run=adam,schedule.period:9,schedule:cosine",
        ),
        (
            "run=adam,learning_rate:2,beta1:0.5,warmup:3",
            "run=adam,warmup:3,beta1:0.5,learning_rate:2",
        ),
        ("landscape=quadratic,angle:1,condition:2", "landscape=quadratic,condition:2,angle:1"),
        (
            "start=1,2&landscape=beale&epoch=9&epochs=9",
            "epochs=9&epoch=9&landscape=beale&start=1,2",
        ),
    ] {
        assert_eq!(parse(one), parse(other));
    }
    assert_eq!(parse("&&start=1,2&"), parse("start=1,2"));
    assert_eq!(parse("epochs=1e3").experiment.epochs, 1000);
    let booth = Landscape::from_kind("booth").expect("listed");
    assert_eq!(parse("landscape=booth&run=none").experiment, Experiment::new(booth));
}

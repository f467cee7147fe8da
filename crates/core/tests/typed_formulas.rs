//! Landscapes whose formula is typed in.

use descent_core::landscapes::Typed;
use descent_core::session::{Effect, Event};
use descent_core::settings::Value;
use descent_core::{
    Bookmark, Digest, Experiment, Landscape, Notation, Optimizer, Problem, Run, RunSpec, Session,
    Settings, Strings, Table,
};

fn typed(formula: &str, parameters: &[(&str, f64)]) -> Typed {
    let mut typed = Typed::default();
    for &(name, value) in parameters {
        assert!(typed.set(&format!("parameters.{name}"), Value::Number(value)));
    }
    assert!(typed.set("formula", Value::Text(formula.to_owned())));
    assert_eq!(typed.check(), Ok(()), "{formula}");
    typed
}

fn slope(it: &dyn Problem, w: &[f64]) -> (f64, Vec<f64>) {
    it.slope(w)
}

fn english() -> Strings {
    Strings::parse(include_str!("../../../www/locales/en.json")).expect("the English strings")
}

/// An experiment file on a landscape with these fields.
fn file(fields: &str) -> String {
    format!(r#"{{"version": 1, "landscape": {{"kind": "formula", {fields}}}, "runs": []}}"#)
}

/// What a person is told about a file with these fields of its landscape.
fn check_fault(fields: &str, expected: &str) {
    let fault = Experiment::parse(&file(fields)).expect_err("a fault");
    assert_eq!(english().say(&fault.message()), expected, "{fields}");
}

/// Formulas of one to six parameters, each with a place where it is smooth.
fn smooth() -> Vec<(Typed, Vec<f64>)> {
    let mut cases = Vec::new();
    for (formula, w) in [
        ("w^4/4 - a*w^2 + sin(5w)/b", &[0.7][..]),
        ("(x^2 + 1)^(y*a) + e^(-x*y) + |x - y|^1.5", &[0.4, -1.1]),
        ("max(x, y)^2 - min(x*y, b)*where(x <= y, (y + 3)^x, ln(y + 9))", &[0.4, 1.1]),
        ("max(x, y)^2 - min(x*y, b)*where(x <= y, (y + 3)^x, ln(y + 9))", &[1.4, 1.1]),
        ("a*w1*w2 + w2^3*w3 - tanh(w3/b)/(1 + w1^2) + arctan(w1 - w2)", &[0.3, -0.8, 1.7]),
        ("(w1 - w2)^2 + 2^(w3*w4)/b + sqrt(1 + w5^2)*cos(w1)", &[0.3, -0.8, 1.7, 0.2, -2.1]),
        ("quotient(w6, w1) + sign(w2)*w3*w3", &[0.3, -0.8, 1.7, 9.0, 9.0, -2.1]),
    ] {
        let typed = typed(formula, &[("a", 1.3), ("b", -2.5)]);
        assert_eq!(typed.dim(), w.len(), "{formula}");
        cases.push((typed, w.to_vec()));
    }
    cases
}

/// The derivative of `f` at 0 by central differences of fourth order.
fn difference(f: impl Fn(f64) -> f64) -> f64 {
    let h = 1e-3;
    (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h)
}

#[test]
fn derivatives_agree_with_differences_in_any_dimension() {
    for (it, w) in smooth() {
        let (cost, gradient) = slope(&it, &w);
        assert_eq!(cost.to_bits(), it.cost(&w).to_bits());
        let formula = it.formula().expect("a formula");
        assert_eq!(formula.eval(&w).to_bits(), cost.to_bits());
        let mut hessian = it.hessian(&w).expect("a formula").into_iter();
        let moved = |i: usize, t: f64| {
            let mut w = w.clone();
            w[i] += t;
            w
        };
        for (i, exact) in gradient.into_iter().enumerate() {
            let by_cost = difference(|t| it.cost(&moved(i, t)));
            assert!((exact - by_cost).abs() <= 1e-8 * (1.0 + exact.abs()), "{it:?}: {by_cost}");
            for j in i..w.len() {
                let by_differences = difference(|t| slope(&it, &moved(i, t)).1[j]);
                let exact = hessian.next().expect("a triangle");
                let near = (exact - by_differences).abs() <= 1e-7 * (1.0 + exact.abs());
                assert!(near, "{it:?} by w{i} and w{j}: {exact} and {by_differences}");
            }
        }
        assert_eq!(hessian.next(), None);
    }
}

#[test]
fn two_parameters_have_the_gradient_of_reverse_mode_too() {
    for (it, w) in smooth().into_iter().filter(|case| case.1.len() == 2) {
        let (mut gradient, mut tape) = ([0.0; 2], descent_core::formula::Tape::default());
        it.formula().expect("a formula").slope(&w, &mut gradient, &mut tape);
        for (backward, forward) in gradient.into_iter().zip(slope(&it, &w).1) {
            assert!((backward - forward).abs() <= 1e-14 * forward.abs(), "{it:?}");
        }
    }
}

#[test]
fn a_formula_has_the_value_that_it_has_in_mathematics() {
    for (formula, w, cost) in [
        ("w", &[3.0][..], 3.0),
        ("7", &[3.0], 7.0),
        ("y", &[3.0, 4.0], 4.0),
        ("x*w1 + y*w2", &[3.0, 4.0], 25.0),
        ("w₁ + 10w₂", &[3.0, 4.0], 43.0),
        ("w3", &[3.0, 4.0, 5.0], 5.0),
        ("0*w16", &[0.0; 16], 0.0),
        ("ln(e^2) + w", &[3.0], 5.0),
        ("(-w)^-1", &[4.0], -0.25),
        ("2^3^2 + 0*w", &[4.0], 512.0),
    ] {
        let it = typed(formula, &[]);
        assert_eq!((it.dim(), it.cost(w)), (w.len(), cost), "{formula}");
        assert_eq!(it.start().len(), w.len());
    }
}

/// Formulas as people type them, with value and gradient at a point from a computer algebra system.
#[test]
fn values_and_gradients_are_those_of_a_computer_algebra_system() {
    let file = include_str!("../../../tests/reference/formulas.json");
    let file: serde_json::Value = serde_json::from_str(file).expect("valid JSON");
    let cases = file["cases"].as_array().expect("cases");
    assert_eq!(cases.len(), 60);
    let near = |found: f64, expected: &serde_json::Value| {
        let expected = expected.as_f64().expect("a number");
        (found - expected).abs() <= 1e-12 * expected.abs()
    };
    for case in cases {
        let formula = case["formula"].as_str().expect("a formula");
        let it = typed(formula, &[]);
        let w = case["at"].as_array().expect("a point").iter().map(|w| w.as_f64().expect("w"));
        let (cost, gradient) = slope(&it, &w.take(it.dim()).collect::<Vec<_>>());
        assert!(near(cost, &case["value"]), "{formula}: {cost}");
        for (found, expected) in gradient.iter().zip(case["gradient"].as_array().expect("two")) {
            assert!(near(*found, expected), "{formula}: {gradient:?}");
        }
    }
}

#[test]
fn a_negative_base_has_a_slope_where_the_exponent_is_constant() {
    for exponent in ["3", "(4 - 1)", "n"] {
        let it = typed(&format!("w^{exponent}"), &[("n", 3.0)]);
        assert_eq!(slope(&it, &[-2.0]), (-8.0, vec![12.0]), "{exponent}");
    }
    let it = typed("x^5 + y^5", &[]);
    assert_eq!(slope(&it, &[-1.0, -2.0]), (-33.0, vec![5.0, 80.0]));
}

#[test]
fn what_is_typed_is_typeset() {
    let it = typed("(1.5 - x + x*y)^2 + sin(3x)/2", &[]);
    assert_eq!(it.written(Notation::Text), "J = (1.5 - x + x*y)^2 + sin(3x)/2");
    let mathml = it.written(Notation::MathMl);
    assert!(mathml.starts_with("<math><mi>J</mi>") && mathml.ends_with("</math>"), "{mathml}");
    for piece in ["<mi>x</mi>", "<mi>y</mi>", "<mi>sin</mi>", "<mfrac>", "<mn>1.5</mn>"] {
        assert!(mathml.contains(piece), "{piece} in {mathml}");
    }
    let mathml = typed("beta*w2", &[("beta", 2.0)]).written(Notation::MathMl);
    let index = "<msub><mi>w</mi><mi mathvariant=\"normal\">2</mi></msub>";
    assert!(mathml.contains(index) && mathml.contains("<mi>β</mi>"), "{mathml}");
}

#[test]
fn a_file_says_the_formula_its_parameters_and_the_region() {
    let fields = r#""formula": "(x - a)^2 + sin(3x*y)", "parameters": {"a": 1},
        "region": {"w1": [-2, 3], "w2": [-1, 1]}"#;
    let experiment = Experiment::parse(&file(fields)).expect("an experiment");
    let it = experiment.landscape.get();
    assert_eq!(it.cost(&[3.0, 0.0]), 4.0);
    assert_eq!((it.region().x, it.region().y), ([-2.0, 3.0], [-1.0, 1.0]));
    assert_eq!(experiment.start, [-0.75, 0.5]);
    let text = experiment.json().text();
    assert_eq!(Experiment::parse(&text), Ok(experiment), "{text}");
    let written = r#""parameters":{"a":1.0},"region":{"w1":[-2.0,3.0],"w2":[-1.0,1.0]}"#;
    assert!(text.contains(written), "{text}");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    check_fault(
        r#""formula": "(x - a)^2""#,
        "landscape.formula, line 1, column 6: “a” is neither given nor set; \
         known are x, y, w1, …, w16; another name can be a parameter.",
    );
    check_fault(
        r#""formula": "w17 + w2""#,
        "landscape.formula, line 1, column 1: “w17” is one parameter too many; \
         accepted are w1 to w16.",
    );
    check_fault(
        r#""formula": "x + (y""#,
        "landscape.formula, line 1, column 7: “)” is missing here.",
    );
    for name in ["x", "w2", "w17", "e", "sin", "2"] {
        check_fault(
            &format!(r#""parameters": {{"{name}": 1}}"#),
            &format!(
                "landscape.parameters.{name} cannot be the name of a parameter; accepted is a \
                 letter, then letters, digits and _, but no given name and no function."
            ),
        );
    }
    for side in ["[1]", "[1, 1]", "[2, -2]", "7"] {
        check_fault(
            &format!(r#""region": {{"w2": {side}}}"#),
            "landscape.region.w2 must be two numbers of which the first is clearly smaller, \
             such as [-2, 2].",
        );
    }
    check_fault(r#""formula": 7"#, "landscape.formula must be one line in quotation marks.");
}

#[test]
fn the_last_good_formula_stays() {
    let mut it = typed("x^2 + a*y^2", &[("a", 3.0)]);
    for half in ["x^2 +", "x^2 + b", "x^2 + sin(", ""] {
        assert!(it.set("formula", Value::Text(half.to_owned())));
        let fault = it.check().expect_err(half);
        assert_eq!(fault.path, "formula");
        assert_eq!((it.dim(), it.cost(&[1.0, 2.0])), (2, 13.0), "{half}");
    }
    assert!(it.set("formula", Value::Text("x^2 + a*y".to_owned())));
    assert_eq!((it.check(), it.cost(&[1.0, 2.0])), (Ok(()), 7.0));
    assert!(it.set("parameters.b", Value::Number(5.0)));
    assert!(it.drop_unused_parameters() && !it.drop_unused_parameters());
    let names: Vec<_> = it.knobs().into_iter().map(|knob| knob.name).collect();
    assert_eq!(names, ["formula", "parameters.a", "region.w1", "region.w2"]);
    assert_eq!(it.cost(&[1.0, 2.0]), 7.0);
}

#[test]
fn what_looks_alike_is_no_exponential_work() {
    for side in ["where(x <= 1, ", "where(x >= 1, ", "sign(", "quotient(1, ", "max(x, "] {
        let close = if side.starts_with("where") { ", y)" } else { ")" };
        let formula = format!("{}x + y{}", side.repeat(50), close.repeat(50));
        let Ok(experiment) = Experiment::parse(&file(&format!(r#""formula": "{formula}""#))) else {
            panic!("{formula}")
        };
        let landscape = experiment.landscape;
        assert!(landscape.get().slope(&[0.5, 0.25]).0.is_finite());
        let nodes = landscape.get().formula().expect("a formula").nodes().len();
        assert!(nodes < 1000, "{nodes} nodes of {formula}");
        let optimizer = Optimizer::from_kind("adam").expect("listed");
        let trace = descent_core::run::Step::trace(&landscape, &optimizer).expect("a trace");
        assert!(trace.nodes.len() < 5000, "{} operations of {formula}", trace.nodes.len());
        let experiment = Experiment::new(landscape);
        for library in descent_core::export::Library::ALL {
            let script = descent_core::export::code(&experiment, library).expect("a script");
            assert!(script.len() < 60_000, "{} bytes of {formula}", script.len());
        }
    }
}

/// Every optimizer on a formula, from its own start.
fn experiment(formula: &str) -> Experiment {
    let landscape = Landscape::Typed(typed(formula, &[("a", 1.3), ("b", -2.5)]));
    let runs = Optimizer::all().into_iter().map(RunSpec::new).collect();
    Experiment { runs, epochs: 30, ..Experiment::new(landscape) }
}

const FORMULAS: [&str; 4] = [
    "(w - a)^2 + sin(3w)",
    "(x - a)^2 + where(x < y, y^2, |x*y|) + exp(b*y)/9",
    "(w1 - a)^2 + w2^2*w3^2 + (w3 + w1)^4 - b*w2*w2",
    "w1^2 + 2w2^2 + 3w3^2 + 4w4^2 + 5w5^2 + a*w1*w5",
];

#[test]
fn runs_tables_digests_and_links_have_as_many_parameters() {
    for formula in FORMULAS {
        let experiment = experiment(formula);
        let dim = experiment.start.len();
        let mut session = Session::new(experiment.clone());
        session.load(experiment.clone());
        let table = Table::state_of(&experiment, 5);
        let (header, text) = (table.header(), table.text(session.runs()));
        let names = |name: &str| {
            let names: Vec<_> = (1..=dim).map(|place| format!("{name}{place}")).collect();
            names.join(",")
        };
        let begins = format!("run,optimizer,epoch,learning_rate,{},cost,", names("w"));
        let rest = format!("{},evaluations,{},{}", names("gradient"), names("m"), names("v"));
        assert!(header.starts_with(&(begins + &rest)), "{header}");
        assert!(text.lines().all(|line| line.split(',').count() == header.split(',').count()));
        let mut replayed = Run::new(&experiment.landscape, &experiment.start, &experiment.runs[5]);
        (0..=30).step_by(7).chain([30]).for_each(|epoch| replayed.extend_to(epoch));
        assert_eq!(replayed.trajectory(), session.runs()[5].trajectory(), "{formula}");
        let cost = experiment.landscape.get().cost(&experiment.start);
        let last = session.readout(5).expect("a run").cost;
        assert!(last < cost, "{formula}: from {cost} to {last}");

        let link = session.bookmark().lasting(&[]);
        let opened = Bookmark::parse(&link, &[]).expect("the link opens");
        assert_eq!(opened.experiment, experiment, "{link}");
        assert_eq!(Digest::of(&opened.experiment), Digest::of(&experiment));
    }
}

#[test]
fn a_link_written_by_hand_begins_where_the_formula_does() {
    let open =
        |text: &str| Bookmark::parse(text, &[]).map(|link| (link.experiment.start, link.view));
    let (start, _) = open("landscape=formula,formula:w3*x&run=adam").expect("a link");
    assert_eq!(start, [-1.0, 1.0, 0.5]);
    let (start, view) = open("landscape=formula,region.w1:0~2C4&run=adam").expect("a link");
    assert_eq!((start, view.x), (vec![1.0, 1.0], [0.0, 4.0]));
    let fault = open("landscape=formula,formula:x~+q").expect_err("an unknown name");
    assert_eq!(fault.path, "landscape.formula");
    open("landscape=formula,formula:x~+q,parameters.q:2").expect("a link");
}

#[test]
fn a_session_follows_what_is_typed() {
    let mut session = Session::new(experiment(FORMULAS[1]));
    let mut set = |path: &str, text: &str| {
        let event = Event::Set { path: path.to_owned(), text: text.to_owned() };
        session.send(event).map(|effect| (effect, session.view(), session.experiment().clone()))
    };
    let (effect, _, experiment) = set("landscape.formula", "x^2 + y^2 + w3^2").expect("a formula");
    assert_eq!((effect, experiment.start.len()), (Effect::Changed, 3));
    let (_, view, _) = set("landscape.region.w1", "-1, 5").expect("a side");
    assert_eq!(view.x, [-1.0, 5.0]);
    let (_, view, _) = set("landscape.region.w1[0]", "0.5").expect("an end");
    assert_eq!(view.x, [0.5, 5.0]);
    let fault = set("landscape.region.w1[0]", "5").expect_err("an empty side");
    assert_eq!(fault.path, "landscape.region.w1");
    set("landscape.formula", "x^2 + (").expect_err("half a formula");
    let (_, _, experiment) = set("start[2]", "2").expect("the formula stays");
    assert_eq!(experiment.landscape.get().dim(), 3);
    set("landscape.formula", "w^2").expect("a formula");
    assert_eq!(session.start(), [session.experiment().start[0], 0.0]);
    assert!(session.sample(9, 5).values.iter().all(|cost| cost.is_finite()));
}

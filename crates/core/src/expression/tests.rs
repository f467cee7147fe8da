use super::*;

const NAMES: [&str; 4] = ["x", "y", "a", "beta"];
const VALUES: [f64; 4] = [0.7, -1.3, 2.0, 0.9];

fn read(text: &str) -> Result<Expression, Misread> {
    expression(text, &mut |name| NAMES.iter().position(|known| *known == name))
}

fn value(text: &str) -> f64 {
    read(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}")).evaluate(&VALUES)
}

#[test]
fn formulas_have_the_values_that_they_have_in_mathematics() {
    let [x, y, a, beta] = VALUES;
    for (text, expected) in [
        ("1 + 2*3", 7.0),
        ("(1 + 2)*3", 9.0),
        ("10 - 3 - 2", 5.0),
        ("16/4/2", 2.0),
        ("2^3^2", 512.0),
        ("-2^2", -4.0),
        ("(-2)^2", 4.0),
        ("2^-1", 0.5),
        ("2**3", 8.0),
        ("3x", 3.0 * x),
        ("2(x + 1)", 2.0 * (x + 1.0)),
        ("(x + 1)(y - 1)", (x + 1.0) * (y - 1.0)),
        ("1/2x", 0.5 * x),
        ("2x^2", 2.0 * x * x),
        ("x² + y³", x * x + y * y * y),
        ("−x·y × 2", -x * y * 2.0),
        ("|y - |y||", (y - y.abs()).abs()),
        ("a^beta", libm::pow(a, beta)),
        ("beta^2.5", libm::pow(beta, 2.5)),
        ("sqrt(a) + exp(x) + log(a) + ln(a)", a.sqrt() + libm::exp(x) + 2.0 * libm::log(a)),
        ("sin(pi*x) + cos(π y) + tanh(x) + atan(y)".replace("π y", "π*y").as_str(), {
            let pi = std::f64::consts::PI;
            libm::sin(pi * x) + libm::cos(pi * y) + libm::tanh(x) + libm::atan(y)
        }),
        ("max(x, y) - min(x, y)", x - y),
        ("sign(y) + abs(y)", -1.0 - y),
        ("quotient(x, 0)", 0.0),
        ("quotient(x, a)", x / a),
        ("where(x < y, 1, 2) + where(x > y, 10, 20)", 12.0),
        ("where(x <= x, 1, 2) + where(x >= x, 10, 20) + where(x == x, 100, 200)", 111.0),
        ("1e3 + .5 + 1. + 2.5E-1", 1001.75),
    ] {
        let found = value(text);
        assert!((found - expected).abs() <= 1e-14 * expected.abs(), "{text}: {found}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (text, column, key) in [
        ("", 1, "formula.ends"),
        ("x +", 4, "formula.ends"),
        ("x + * y", 5, "formula.unexpected"),
        ("x y", 3, "formula.unexpected"),
        ("(x + y", 7, "formula.missing"),
        ("|x + y", 7, "formula.missing"),
        ("x + gamma", 5, "formula.unknown_name"),
        ("x + f(x)", 5, "formula.unknown_function"),
        ("sqrt x", 6, "formula.missing"),
        ("sqrt(x, y)", 1, "formula.arguments"),
        ("max(x)", 1, "formula.arguments"),
        ("x < y", 3, "formula.comparison"),
        ("where(x, 1, 2)", 8, "formula.missing"),
        ("x = y", 3, "formula.equals"),
        ("x $ y", 3, "formula.character"),
        ("1e999", 1, "formula.number"),
        ("x + .", 5, "formula.number"),
    ] {
        let fault = read(text).expect_err(text);
        assert_eq!((fault.column, fault.key), (column, key), "{text}");
    }
}

#[test]
fn neither_depth_nor_length_is_without_bound() {
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(400), close.repeat(400));
    for text in [deep("(", ")"), deep("-", ""), deep("2^", ""), deep("|", ""), deep("((", "")] {
        assert_eq!(read(&text).expect_err("too deep").key, "formula.too_deep");
    }
    assert_eq!(read(&"x+".repeat(501)).expect_err("too long").key, "formula.too_long");
    assert!(value(&format!("x{}", "+x".repeat(499))) > 0.0);
}

#[test]
fn formulas_are_written_in_python_with_as_few_parentheses_as_it_needs() {
    let names = NAMES.map(str::to_owned);
    let kinds = [Kind::Vector, Kind::Vector, Kind::Scalar, Kind::Scalar];
    let python = Python { names: &names, kinds: &kinds };
    for (text, expected) in [
        ("x-(y-a)", "x - (y - a)"),
        ("(x-y)-a", "x - y - a"),
        ("x/(y*a)", "x / (y * a)"),
        ("-x^2", "-x**2"),
        ("(-x)^2", "(-x)**2"),
        ("a^-beta", "a**-beta"),
        ("(a^beta)^2", "(a**beta)**2"),
        ("sqrt(x) + sqrt(a)", "sqrt(x) + math.sqrt(a)"),
        ("atan(x) + arctan(a)", "arctan(x) + math.atan(a)"),
        ("max(x, y) + max(a, beta)", "maximum(x, y) + max(a, beta)"),
        ("max(a, x) + min(x - y, a)", "x.clip(min=a) + (x - y).clip(max=a)"),
        ("x*where(a > 1, y, 0)", "x * (y if a > 1 else 0 + 0 * x)"),
        ("where(a > 1, y, beta)", "y if a > 1 else beta + 0 * x"),
        ("where(x > 1, y, 0)", "where(x > 1, y, 0)"),
        (
            "quotient(x, y) - quotient(a, beta)",
            "quotient(x, y) - (0 * a if beta == 0 else a / beta)",
        ),
    ] {
        assert_eq!(python.write(&read(text).expect(text)), expected);
    }
}

/// The characters that are seen, with fractions as [over|under] and raised ones after ^.
fn seen(mathml: &str) -> String {
    let mut seen = mathml.to_owned();
    for (tag, shown) in [
        ("<mfrac><mrow>", "["),
        ("</mrow></mfrac>", "]"),
        ("</mrow><mrow>", "|"),
        ("<msup><mrow>", "⟨"),
        ("<msqrt>", "√{"),
        ("</msqrt>", "}"),
        ("</mtr>", ";"),
        ("\u{2062}", ""),
        ("\u{2061}", ""),
    ] {
        seen = seen.replace(tag, shown);
    }
    let mut in_tag = false;
    let shown = seen.chars().filter(|&c| {
        in_tag |= c == '<';
        let shown = !in_tag;
        in_tag &= c != '>';
        shown
    });
    shown.collect()
}

#[test]
fn formulas_are_typeset_as_a_textbook_has_them() {
    let names = NAMES.map(typeset::symbol);
    let typeset = Typeset { names: &names };
    for (text, expected) in [
        ("x - (y - a)", "x−(y−a)"),
        ("(x + y)*a", "(x+y)a"),
        ("beta*x/(1 - beta^2)", "[βx|1−⟨β|2]"),
        ("x*(-y)", "x(−y)"),
        ("x + (1 - y)*a", "x+(1−y)a"),
        ("-x*y", "−xy"),
        ("sqrt(x + 1) + |y|", "√{x+1}+|y|"),
        ("x^0.5 + exp(-x)", "√{x}+e−x"),
        ("max(x, y) - sin(x)", "max(x,y)−sin(x)"),
        ("quotient(x, y + 1e-8)", "[x|y+10−8]"),
        ("2*pi*x", "2πx"),
        ("x*2", "x·2"),
        ("2.5e-3x", "0.0025x"),
    ] {
        let written = typeset.write(&read(text).expect(text));
        assert_eq!(seen(&written), expected, "{written}");
    }
    let choice = typeset.write(&read("where(x < y, 1, 2)").expect("a choice"));
    assert_eq!(seen(&choice), "{1x&lt;y;2x≥y;", "{choice}");
}

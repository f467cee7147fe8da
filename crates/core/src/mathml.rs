//! A formula as a textbook prints it, in plain text and in MathML.

use std::f64::consts::{E, PI, SQRT_2};

use crate::number::exact;
use crate::symbol::{Formula, Function, Op, Operator};

/// How many nodes are written out, and how many levels; an ellipsis stands for more.
const NODES: usize = 2000;
const LEVELS: usize = 32;

/// A term of more characters than this may be broken inside its parentheses.
const LINE: usize = 30;

/// Where a line may be broken, as browsers do not break lines inside `<math>`.
const BREAK: &str = "</math><math>";

/// A product's invisible sign, before a function that is written as a word.
const THIN: &str = "<mo lspace=\"0.167em\" rspace=\"0\">\u{2062}</mo>";

const SQRT_3: f64 = 1.732_050_807_568_877_2;

/// How a formula is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// Unicode text, for labels and titles: J = 100(w₂ − w₁²)² + (1 − w₁)².
    Text,
    /// Presentation MathML: `<math>` elements one after the other, so that a narrow
    /// column can break the line between them.
    MathMl,
}

impl Formula {
    /// The formula as [`Notation::Text`].
    #[must_use]
    pub fn to_text(&self) -> String {
        self.write(Notation::Text, ["w1", "w2"])
    }

    /// The formula as [`Notation::MathMl`].
    #[must_use]
    pub fn to_mathml(&self) -> String {
        self.write(Notation::MathMl, ["w1", "w2"])
    }

    /// The formula over parameters of these names. Digits that end a name become its
    /// subscript.
    #[must_use]
    pub fn write(&self, notation: Notation, names: [&str; 2]) -> String {
        let math = notation == Notation::MathMl;
        let (nodes, root) = simplify(self);
        let out = String::new();
        let mut pen = Pen { nodes, names, math, breaks: math, nodes_left: NODES, levels: 0, out };
        pen.tag("<math>");
        pen.put("mi", "J");
        pen.infix(" = ");
        pen.sum(root);
        pen.tag("</math>");
        pen.out
    }
}

/// The graph without what a reader would strike out (+ 0, · 0, · 1, / 1, as knobs
/// bring them), and with norms written as roots.
fn simplify(formula: &Formula) -> (Vec<Op>, usize) {
    let mut nodes = formula.nodes().to_vec();
    let mut places: Vec<usize> = Vec::with_capacity(nodes.len());
    for place in 0..nodes.len() {
        let is = |place: usize, value| nodes[place] == Op::Constant(value);
        let mut stands_at = place;
        nodes[place] = match nodes[place] {
            Op::Unary(function, a) => match nodes[places[a]] {
                Op::Constant(value) => Op::Constant(function.apply(value)),
                _ => Op::Unary(function, places[a]),
            },
            Op::Binary(operator, a, b) => {
                let (a, b) = (places[a], places[b]);
                match (operator, nodes[a], nodes[b]) {
                    (_, Op::Constant(a), Op::Constant(b)) => Op::Constant(operator.apply(a, b)),
                    (Operator::Sub, ..) if is(a, 0.0) => Op::Unary(Function::Neg, b),
                    (Operator::Norm, ..) => {
                        let end = nodes.len();
                        nodes.push(Op::Unary(Function::Square, a));
                        nodes.push(Op::Unary(Function::Square, b));
                        nodes.push(Op::Binary(Operator::Add, end, end + 1));
                        Op::Unary(Function::Sqrt, end + 2)
                    }
                    _ => {
                        stands_at = match operator {
                            Operator::Add if is(a, 0.0) => b,
                            Operator::Add | Operator::Sub if is(b, 0.0) => a,
                            Operator::Mul if is(a, 1.0) || is(b, 0.0) => b,
                            Operator::Mul | Operator::Div if is(b, 1.0) || is(a, 0.0) => a,
                            _ => place,
                        };
                        Op::Binary(operator, a, b)
                    }
                }
            }
            leaf => leaf,
        };
        places.push(stands_at);
    }
    (nodes, places[formula.root()])
}

/// What a power is taken of: a node, or a letter such as π.
#[derive(Clone, Copy, PartialEq)]
enum Base {
    Node(usize),
    Letter(&'static str),
}

/// A number times powers.
struct Powers {
    number: f64,
    factors: Vec<(Base, u32)>,
}

impl Powers {
    const fn one() -> Self {
        Self { number: 1.0, factors: Vec::new() }
    }

    fn is_number(&self) -> bool {
        self.factors.is_empty()
    }

    fn is_one(&self) -> bool {
        self.is_number() && self.number == 1.0
    }

    fn push(&mut self, base: Base, exponent: u32) {
        if let Some(factor) = self.factors.iter_mut().find(|factor| factor.0 == base) {
            factor.1 = factor.1.saturating_add(exponent);
        } else if let Base::Letter(_) = base {
            self.factors.insert(0, (base, exponent));
        } else {
            self.factors.push((base, exponent));
        }
    }
}

/// A term of a sum: powers over powers.
struct Term {
    negative: bool,
    over: Powers,
    under: Powers,
}

impl Term {
    fn is_number(&self) -> bool {
        self.over.is_number() && self.under.is_number()
    }

    fn sides(&mut self, inverse: bool) -> (&mut Powers, &mut Powers) {
        let Self { over, under, .. } = self;
        if inverse { (under, over) } else { (over, under) }
    }
}

/// A number as number · letter / divisor: one whose decimals do not seem to end may be
/// a fraction, or a multiple of π, e or a root; else six digits of it are enough.
fn recognize(value: f64) -> (f64, &'static str, f64) {
    if exact(value).len() <= 12 {
        return (value, "", 1.0);
    }
    for divisor in (1..=12).map(f64::from) {
        for (letter, unit) in [("", 1.0), ("π", PI), ("e", E), ("√2", SQRT_2), ("√3", SQRT_3)]
        {
            let number = (value * divisor / unit).round();
            if (number * unit / divisor - value).abs() <= f64::EPSILON * value {
                return (number, letter, divisor);
            }
        }
    }
    (format!("{value:.5e}").parse().unwrap_or(value), "", 1.0)
}

/// The name of a function that is written as a word.
fn word(function: Function) -> Option<&'static str> {
    Some(match function {
        Function::Ln => "ln",
        Function::Sin => "sin",
        Function::Cos => "cos",
        Function::Tanh => "tanh",
        _ => return None,
    })
}

/// `digits` as the Unicode characters of a row of small ones.
fn small(digits: &str, row: &str) -> String {
    digits.bytes().filter_map(|digit| row.chars().nth(usize::from(digit - b'0'))).collect()
}

struct Pen<'a> {
    nodes: Vec<Op>,
    names: [&'a str; 2],
    math: bool,
    /// Whether what is written stands in `<math>` itself and so may end it: [`BREAK`].
    breaks: bool,
    nodes_left: usize,
    levels: usize,
    out: String,
}

impl Pen<'_> {
    /// A tag, which text does without.
    fn tag(&mut self, tag: &str) {
        if self.math {
            self.out.push_str(tag);
        }
    }

    /// A token, in text without its element.
    fn put(&mut self, element: &str, token: &str) {
        if self.math {
            for part in ["<", element, ">", token, "</", element, ">"] {
                self.out.push_str(part);
            }
        } else {
            self.out.push_str(token);
        }
    }

    /// An operator between two operands; `spaced` as it stands in text.
    fn infix(&mut self, spaced: &str) {
        self.tag("<mo form=\"infix\">");
        self.out.push_str(if self.math { spaced.trim() } else { spaced });
        self.tag("</mo>");
    }

    /// The terms of a sum.
    fn terms(&mut self, root: usize) -> Vec<Term> {
        let mut terms = Vec::new();
        let mut stack = vec![(root, false)];
        while let Some((node, negative)) = stack.pop() {
            match self.nodes[node] {
                Op::Binary(Operator::Add, a, b) if !negative => {
                    stack.extend([(b, false), (a, false)]);
                }
                Op::Binary(Operator::Sub, a, b) if !negative => {
                    stack.extend([(b, true), (a, false)]);
                }
                _ => {
                    terms.push(self.term(node, negative));
                    if self.nodes_left == 0 {
                        break;
                    }
                }
            }
        }
        terms
    }

    /// A node as a product of powers.
    fn term(&mut self, node: usize, negative: bool) -> Term {
        let mut term = Term { negative, over: Powers::one(), under: Powers::one() };
        let mut stack = vec![(node, 1_u32, false)];
        while let Some((node, exponent, inverse)) = stack.pop() {
            if self.nodes_left == 0 {
                term.over.push(Base::Letter("…"), 1);
                break;
            }
            self.nodes_left -= 1;
            let mut power = |a, of: u32| stack.push((a, exponent.saturating_mul(of), inverse));
            match self.nodes[node] {
                Op::Unary(Function::Square, a) => power(a, 2),
                Op::Unary(Function::Cube, a) => power(a, 3),
                Op::Unary(Function::Fourth, a) => power(a, 4),
                Op::Constant(value) if exponent == 1 => self.constant(value, &mut term, inverse),
                Op::Unary(Function::Neg, a) if exponent == 1 => {
                    term.negative ^= true;
                    power(a, 1);
                }
                Op::Binary(Operator::Mul, a, b) if exponent == 1 => {
                    stack.extend([(b, 1, inverse), (a, 1, inverse)]);
                }
                Op::Binary(Operator::Div, a, b) if exponent == 1 => {
                    stack.extend([(b, 1, !inverse), (a, 1, inverse)]);
                }
                _ => term.sides(inverse).0.push(Base::Node(node), exponent),
            }
        }
        self.fold_roots(&mut term);
        let (over, under) = (&mut term.over, &mut term.under);
        if over.number == 0.5 && !under.is_one() {
            (over.number, under.number) = (1.0, under.number * 2.0);
        } else if over.number == 1.0 && under.is_number() && under.number == 2.0 {
            // Half of a sum, but w/2.
            let sum = |&(base, _): &(Base, u32)| match base {
                Base::Node(node) => matches!(self.nodes[node], Op::Binary(..)),
                Base::Letter(_) => false,
            };
            if over.factors.iter().any(sum) {
                (over.number, under.number) = (0.5, 1.0);
            }
        }
        term
    }

    fn constant(&mut self, value: f64, term: &mut Term, inverse: bool) {
        let (number, letter, divisor) = recognize(value.abs());
        let (over, under) = term.sides(inverse);
        over.number *= number;
        under.number *= divisor;
        if let Some(radicand) = letter.strip_prefix('√') {
            let radicand = self.add(Op::Constant(radicand.parse().unwrap_or(f64::NAN)));
            over.push(Base::Node(self.add(Op::Unary(Function::Sqrt, radicand))), 1);
        } else if !letter.is_empty() {
            over.push(Base::Letter(letter), 1);
        }
        term.negative ^= value < 0.0;
    }

    /// √a / √b as √(a/b).
    fn fold_roots(&mut self, term: &mut Term) {
        let root = |nodes: &[Op], powers: &Powers| {
            powers.factors.iter().enumerate().find_map(|(index, &factor)| match factor {
                (Base::Node(node), 1) => match nodes[node] {
                    Op::Unary(Function::Sqrt, radicand) => Some((index, radicand)),
                    _ => None,
                },
                _ => None,
            })
        };
        let roots = (root(&self.nodes, &term.over), root(&self.nodes, &term.under));
        if let (Some((over, a)), Some((under, b))) = roots {
            let quotient = self.add(Op::Binary(Operator::Div, a, b));
            term.over.factors[over].0 = Base::Node(self.add(Op::Unary(Function::Sqrt, quotient)));
            term.under.factors.remove(under);
        }
    }

    fn add(&mut self, op: Op) -> usize {
        self.nodes.push(op);
        self.nodes.len() - 1
    }

    /// A node as a sum that does not begin with a minus if it can begin without: first
    /// then comes its number, or else its first positive term.
    fn sum(&mut self, root: usize) {
        if self.levels == LEVELS {
            return self.put("mi", "…");
        }
        self.levels += 1;
        let mut terms = self.terms(root);
        if terms[0].negative {
            let plus = |term: &Term| !term.negative;
            let number = |term: &Term| plus(term) && term.is_number();
            let first = terms.iter().position(number).or_else(|| terms.iter().position(plus));
            terms[..=first.unwrap_or(0)].rotate_right(1);
        }
        for (index, term) in terms.iter().enumerate() {
            if index > 0 {
                // Not after “(19”, which would hang at a line's end.
                if self.breaks && !(index == 1 && terms[0].is_number()) {
                    self.out.push_str(BREAK);
                }
                self.infix(if term.negative { " − " } else { " + " });
            } else if term.negative {
                self.tag("<mo form=\"prefix\">");
                self.out.push('−');
                self.tag("</mo>");
            }
            let start = self.out.len();
            self.quotient(term);
            if self.breaks && width(&self.out[start..]) <= LINE {
                let whole = self.out.split_off(start).replace(BREAK, "");
                self.out.push_str(&whole);
            }
        }
        self.levels -= 1;
    }

    fn quotient(&mut self, Term { over, under, .. }: &Term) {
        if under.is_one() {
            return self.product(over);
        }
        let breaks = std::mem::take(&mut self.breaks);
        if self.math {
            self.out.push_str("<mfrac>");
            self.alone(over);
            self.alone(under);
            self.out.push_str("</mfrac>");
        } else {
            let many = under.factors.len() + usize::from(under.number != 1.0) > 1;
            self.product(over);
            self.out.push_str(if many { "/(" } else { "/" });
            self.product(under);
            self.out.push_str(if many { ")" } else { "" });
        }
        self.breaks = breaks;
    }

    /// Powers on one side of a fraction stroke, where a sum needs no parentheses.
    fn alone(&mut self, powers: &Powers) {
        self.out.push_str("<mrow>");
        match powers.factors[..] {
            [(Base::Node(node), 1)] if powers.number == 1.0 => self.sum(node),
            _ => self.product(powers),
        }
        self.out.push_str("</mrow>");
    }

    fn product(&mut self, powers: &Powers) {
        let mut first = false;
        if powers.number == 0.5 && !powers.is_number() {
            self.out.push_str(if self.math { "<mfrac><mn>1</mn><mn>2</mn></mfrac>" } else { "½" });
        } else if powers.number != 1.0 || powers.is_number() {
            self.number(powers.number);
        } else {
            first = true;
        }
        for &(base, exponent) in &powers.factors {
            match base {
                Base::Letter(letter) => self.letter(letter, exponent),
                Base::Node(node) => self.factor(node, exponent, first),
            }
            first = false;
        }
    }

    /// A power of a node that is no product; `first` where no other factor precedes it.
    fn factor(&mut self, node: usize, exponent: u32, first: bool) {
        let op = self.nodes[node];
        if self.breaks && !first && !matches!(op, Op::Variable(_)) {
            self.out.push_str(BREAK);
        }
        let breaks = self.breaks;
        self.breaks &= matches!(op, Op::Binary(..));
        match op {
            Op::Variable(index) => self.letter(self.names[index], exponent),
            Op::Unary(Function::Exp, a) if exponent == 1 => {
                self.out.push_str(if self.math { "<msup><mi>e</mi><mrow>" } else { "e^(" });
                self.sum(a);
                self.out.push_str(if self.math { "</mrow></msup>" } else { ")" });
            }
            Op::Unary(Function::Sqrt, a) if exponent == 1 => {
                self.out.push_str(if self.math { "<msqrt>" } else { "√" });
                match self.nodes[a] {
                    Op::Binary(..) | Op::Unary(..) if !self.math => self.fenced('(', a, ')', 1),
                    _ => self.sum(a),
                }
                self.tag("</msqrt>");
            }
            Op::Unary(Function::Abs, a) => self.fenced('|', a, '|', exponent),
            Op::Unary(function, a) if word(function).is_some() => {
                if !first {
                    self.out.push_str(if self.math { THIN } else { " " });
                }
                self.letter(word(function).unwrap_or_default(), exponent);
                self.tag("<mo>\u{2061}</mo>");
                self.fenced('(', a, ')', 1);
            }
            _ => self.fenced('(', node, ')', exponent),
        }
        self.breaks = breaks;
    }

    /// A power of a sum between fences. The exponent stands on the closing one: on all
    /// of it, it would hang above what the sum has highest.
    fn fenced(&mut self, open: char, node: usize, close: char, exponent: u32) {
        self.tag("<mo form=\"prefix\" stretchy=\"false\">");
        self.out.push(open);
        self.tag("</mo>");
        self.sum(node);
        self.tag(if exponent > 1 { "<msup>" } else { "" });
        self.tag("<mo form=\"postfix\" stretchy=\"false\">");
        self.out.push(close);
        self.tag("</mo>");
        self.raise(exponent);
        self.tag(if exponent > 1 { "</msup>" } else { "" });
    }

    /// A name with the digits that end it as its subscript, to a power.
    fn letter(&mut self, name: &str, exponent: u32) {
        let letter = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let index = &name[letter.len()..];
        let (open, close) = match (index.is_empty(), exponent > 1) {
            (true, false) => ("", ""),
            (false, false) => ("<msub>", "</msub>"),
            (true, true) => ("<msup>", "</msup>"),
            (false, true) => ("<msubsup>", "</msubsup>"),
        };
        self.tag(open);
        self.put("mi", letter);
        if self.math && !index.is_empty() {
            self.put("mn", index);
        } else {
            self.out.push_str(&small(index, "₀₁₂₃₄₅₆₇₈₉"));
        }
        self.raise(exponent);
        self.tag(close);
    }

    fn raise(&mut self, exponent: u32) {
        let digits = exponent.to_string();
        match exponent {
            1 => {}
            _ if self.math => self.put("mn", &digits),
            _ => self.out.push_str(&small(&digits, "⁰¹²³⁴⁵⁶⁷⁸⁹")),
        }
    }

    /// A number that is not negative, very large and small ones as a · 10ⁿ.
    fn number(&mut self, value: f64) {
        let text = exact(value);
        let Some((mantissa, exponent)) = text.split_once('e') else {
            return self.put("mn", &text);
        };
        if mantissa != "1" {
            self.put("mn", mantissa);
            self.infix(" × ");
        }
        let digits = exponent.trim_start_matches('-');
        let minus = exponent.len() > digits.len();
        if self.math {
            self.out.push_str("<msup><mn>10</mn><mn>");
            self.out.push_str(if minus { "−" } else { "" });
            self.out.push_str(digits);
            self.out.push_str("</mn></msup>");
        } else {
            self.out.push_str(if minus { "10⁻" } else { "10" });
            self.out.push_str(&small(digits, "⁰¹²³⁴⁵⁶⁷⁸⁹"));
        }
    }
}

/// How many characters of `mathml` are seen.
fn width(mathml: &str) -> usize {
    mathml
        .split('<')
        .map(|piece| piece.rsplit('>').next().map_or(0, |text| text.chars().count()))
        .sum()
}

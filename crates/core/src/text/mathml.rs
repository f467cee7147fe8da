//! A formula as a textbook prints it, in plain text and in MathML.

use crate::formula::terms::{Base, Cases, Powers, Reading, Sign, Term, is_long};
use crate::formula::{Formula, Function, Op, Operator};
use crate::number::exact;

/// How many levels are written; an ellipsis stands for more.
const LEVELS: usize = 32;

/// A term or factor of more characters than this may be broken inside. With the space
/// around its operators, twice as many fill the column that the page has for it.
const LINE: usize = 20;

/// Where a line may be broken. At the end `<math>` is closed and opened there, as
/// browsers do not break lines inside of it.
const BREAK: char = '\n';

/// A product's invisible sign, before a function that is written as a word.
const THIN: &str = "<mo lspace=\"0.167em\" rspace=\"0\">\u{2062}</mo>";

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
    /// The formula over w1, w2, …
    #[must_use]
    pub fn write(&self, notation: Notation) -> String {
        let names: Vec<_> = (1..=self.dim()).map(|number| format!("w{number}")).collect();
        self.write_over(&names, notation)
    }

    /// The formula over parameters of these names. Digits that end a name become its
    /// subscript.
    ///
    /// # Panics
    /// Where there are fewer names than [`Formula::dim`].
    #[must_use]
    pub fn write_over(&self, names: &[impl AsRef<str>], notation: Notation) -> String {
        let math = notation == Notation::MathMl;
        let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
        let (reading, root) = Reading::of(self);
        let mut pen = Pen { reading, names, math, breaks: math, levels: 0, out: String::new() };
        pen.tag("<math>");
        pen.put("mi", "J");
        pen.infix(" = ");
        pen.sum(root);
        pen.tag("</math>");
        let mut written = String::new();
        for c in pen.out.chars() {
            if c == BREAK { written.push_str("</math><math>") } else { written.push(c) }
        }
        written
    }
}

/// The name of a function that is written as a word.
fn word(function: Function) -> Option<&'static str> {
    Some(match function {
        Function::Ln => "ln",
        Function::Sin => "sin",
        Function::Cos => "cos",
        Function::Tanh => "tanh",
        Function::Atan => "arctan",
        _ => return None,
    })
}

/// `digits` as the Unicode characters of a row of small ones.
fn small(digits: &str, row: &str) -> String {
    digits.bytes().filter_map(|digit| row.chars().nth(usize::from(digit - b'0'))).collect()
}

struct Pen<'a> {
    reading: Reading,
    names: Vec<&'a str>,
    math: bool,
    /// Whether what is written stands in `<math>` itself and so may end it: [`BREAK`].
    breaks: bool,
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

    fn sum(&mut self, root: usize) {
        if self.levels == LEVELS {
            return self.put("mi", "…");
        }
        self.levels += 1;
        let terms = self.reading.sum(root);
        for (index, term) in terms.iter().enumerate() {
            if index > 0 {
                // Not after “(19”, which would hang at a line's end.
                if self.breaks && !(index == 1 && terms[0].is_number()) {
                    self.out.push(BREAK);
                }
                self.infix(if term.negative { " − " } else { " + " });
            } else if term.negative {
                self.tag("<mo form=\"prefix\">");
                self.out.push('−');
                self.tag("</mo>");
            }
            let start = self.out.len();
            self.quotient(term);
            self.keep_whole(start);
        }
        self.levels -= 1;
    }

    /// Takes the breaks out of what was written since `start` if it is short.
    fn keep_whole(&mut self, start: usize) {
        if !self.breaks {
            return;
        }
        let tail = self.out.split_off(start);
        let (mut seen, mut in_tag) = (0, false);
        for c in tail.chars() {
            in_tag |= c == '<';
            seen += usize::from(!in_tag && c != BREAK);
            in_tag &= c != '>';
        }
        self.out.extend(tail.chars().filter(|&c| c != BREAK || seen > LINE));
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
        let bare = powers.number == 1.0 && !powers.is_number();
        if powers.number == 0.5 && !powers.is_number() {
            self.out.push_str(if self.math { "<mfrac><mn>1</mn><mn>2</mn></mfrac>" } else { "½" });
        } else if !bare {
            self.number(powers.number);
        }
        for (index, &(base, exponent)) in powers.factors.iter().enumerate() {
            match base {
                Base::Letter(letter) => self.letter(letter, exponent),
                Base::Node(node) => {
                    let variable = matches!(self.reading.op(node), Op::Variable(_));
                    if self.breaks && index > 0 && !variable {
                        self.out.push(BREAK);
                    }
                    self.factor(node, exponent, bare && index == 0);
                }
            }
        }
    }

    /// A power of a node that is no product; `first` where nothing precedes it.
    fn factor(&mut self, node: usize, exponent: u32, first: bool) {
        let op = self.reading.op(node);
        let (breaks, start) = (self.breaks, self.out.len());
        self.breaks &= matches!(op, Op::Binary(operator, ..) if operator != Operator::Pow);
        match op {
            Op::Variable(index) => self.letter(self.names[index], exponent),
            Op::Unary(Function::Exp, a) if exponent == 1 => {
                self.out.push_str(if self.math { "<msup><mi>e</mi><mrow>" } else { "e^(" });
                self.sum(a);
                self.out.push_str(if self.math { "</mrow></msup>" } else { ")" });
            }
            Op::Unary(Function::Sqrt, a) if exponent == 1 => {
                self.out.push_str(if self.math { "<msqrt>" } else { "√" });
                match self.reading.op(a) {
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
            Op::Binary(Operator::Pow, a, b) if exponent == 1 => self.power(a, b, first),
            Op::Choice(comparison, operands) if exponent == 1 => {
                self.cases(self.reading.cases(comparison, operands));
            }
            _ => self.fenced('(', node, ')', exponent),
        }
        self.keep_whole(start);
        self.breaks = breaks;
    }

    /// A power whose exponent is no whole number; `first` where nothing precedes it.
    fn power(&mut self, base: usize, exponent: usize, first: bool) {
        self.tag("<msup><mrow>");
        match self.reading.op(base) {
            Op::Variable(_) => self.sum(base),
            Op::Constant(value) if first && value >= 0.0 && !is_long(value) => self.sum(base),
            _ => self.fenced('(', base, ')', 1),
        }
        self.tag("</mrow><mrow>");
        if self.math {
            self.sum(exponent);
        } else {
            self.out.push('^');
            match self.reading.op(exponent) {
                Op::Variable(_) | Op::Constant(_) => self.sum(exponent),
                _ => self.fenced('(', exponent, ')', 1),
            }
        }
        self.tag("</mrow></msup>");
    }

    /// A choice: the larger or smaller of two, or two cases with their conditions.
    fn cases(&mut self, cases: Cases) {
        self.tag("<mrow>");
        match cases {
            Cases::Largest(a, b) => self.called("max", &[a, b]),
            Cases::Smallest(a, b) => self.called("min", &[a, b]),
            Cases::Where { test, yes, no } if self.math => {
                let signs = match test.1 {
                    Sign::Less => ["&lt;", "≥"],
                    Sign::LessOrEqual => ["≤", "&gt;"],
                    Sign::Equal => ["=", "≠"],
                };
                self.tag("<mo form=\"prefix\">{</mo><mtable>");
                for (side, sign) in [yes, no].into_iter().zip(signs) {
                    self.tag("<mtr><mtd>");
                    self.sum(side);
                    self.tag("</mtd><mtd>");
                    self.sum(test.0);
                    self.put("mo", sign);
                    self.sum(test.2);
                    self.tag("</mtd></mtr>");
                }
                self.tag("</mtable>");
            }
            Cases::Where { test: (a, sign, b), yes, no } => {
                self.out.push_str("where(");
                self.sum(a);
                self.infix(&format!(" {} ", sign.typed()));
                self.sum(b);
                for side in [yes, no] {
                    self.out.push_str(", ");
                    self.sum(side);
                }
                self.out.push(')');
            }
        }
        self.tag("</mrow>");
    }

    /// A function that is written as a word, of several numbers.
    fn called(&mut self, name: &str, of: &[usize]) {
        self.put("mi", name);
        self.tag("<mo>\u{2061}</mo><mo form=\"prefix\" stretchy=\"false\">");
        self.out.push('(');
        self.tag("</mo>");
        for (index, &node) in of.iter().enumerate() {
            if index > 0 {
                self.put("mo", if self.math { "," } else { ", " });
            }
            self.sum(node);
        }
        self.tag("<mo form=\"postfix\" stretchy=\"false\">");
        self.out.push(')');
        self.tag("</mo>");
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
        let index = name.get(letter.len()..).unwrap_or_default();
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

    /// A number that is not negative: six digits of a long one, and a × 10ⁿ for very
    /// large and small ones.
    fn number(&mut self, value: f64) {
        let six = || format!("{value:.5e}").parse().unwrap_or(value);
        let text = exact(if is_long(value) { six() } else { value });
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

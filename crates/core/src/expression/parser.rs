use super::function::{Call, WHERE, constant};
use super::lexer::{Token, Word, is_name, words};
use super::{Comparison, Expression, Operator};
use crate::fault::Misread;

/// How deep parentheses, signs and powers may be nested.
const DEEPEST: usize = 64;

/// `name = formula`, where each name has the number that `number` gives it.
#[derive(Debug)]
pub(crate) struct Assignment {
    /// What is set.
    pub(crate) target: String,
    /// The column of its first character.
    pub(crate) column: usize,
    pub(crate) value: Expression,
}

/// Reads a formula. `number` says which number a name has, or none where it is not known; what
/// is known is then said.
pub(crate) fn expression(
    text: &str,
    number: &mut dyn FnMut(&str) -> Option<usize>,
) -> Result<Expression, Misread> {
    let words = words(text)?;
    Parser { words: &words, next: 0, depth: 0, end: end(text), number }.whole()
}

/// Reads `name = formula`; the names of the formula are asked for before the line's own.
pub(crate) fn assignment(
    text: &str,
    number: &mut dyn FnMut(&str) -> Option<usize>,
) -> Result<Assignment, Misread> {
    let words = words(text)?;
    let [Word { token: Token::Name(target), from, .. }, equals, ..] = words.as_slice() else {
        return Err(Misread::new(1, "formula.no_assignment"));
    };
    if equals.token != Token::Mark("=") {
        return Err(Misread::new(equals.from, "formula.no_assignment"));
    }
    if !is_name(target) {
        return Err(Misread::new(*from, "formula.reserved").found(target));
    }
    let value = Parser { words: &words, next: 2, depth: 0, end: end(text), number }.whole()?;
    Ok(Assignment { target: target.clone(), column: *from, value })
}

fn end(text: &str) -> usize {
    text.trim_end().chars().count() + 1
}

struct Parser<'a> {
    words: &'a [Word],
    next: usize,
    depth: usize,
    /// The column after the last character.
    end: usize,
    number: &'a mut dyn FnMut(&str) -> Option<usize>,
}

type Read<T> = Result<T, Misread>;

impl Parser<'_> {
    fn whole(mut self) -> Read<Expression> {
        let expression = self.sum()?;
        if self.next < self.words.len() { Err(self.unexpected()) } else { Ok(expression) }
    }

    fn peek(&self) -> Option<&Token> {
        self.words.get(self.next).map(|word| &word.token)
    }

    fn column(&self) -> usize {
        self.words.get(self.next).map_or(self.end, |word| word.from)
    }

    /// Takes the next word if it is this mark.
    fn take(&mut self, mark: &'static str) -> bool {
        let taken = self.peek() == Some(&Token::Mark(mark));
        self.next += usize::from(taken);
        taken
    }

    fn expect(&mut self, mark: &'static str) -> Read<()> {
        if self.take(mark) { Ok(()) } else { Err(self.missing(mark)) }
    }

    fn missing(&self, mark: &'static str) -> Misread {
        Misread::new(self.column(), "formula.missing").found(self.found()).known([mark])
    }

    fn unexpected(&self) -> Misread {
        let key = match self.peek() {
            None => "formula.ends",
            Some(Token::Mark("=")) => "formula.equals",
            Some(Token::Mark("<" | "<=" | ">" | ">=" | "==")) => "formula.comparison",
            Some(_) => "formula.unexpected",
        };
        Misread::new(self.column(), key).found(self.found())
    }

    fn found(&self) -> String {
        match self.peek() {
            None => String::new(),
            Some(Token::Mark(mark)) => (*mark).to_owned(),
            Some(Token::Name(name)) => name.clone(),
            Some(Token::Number(number) | Token::Raised(number)) => number.to_string(),
        }
    }

    /// Reads one level deeper.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Read<Expression>) -> Read<Expression> {
        if self.depth == DEEPEST {
            let most = DEEPEST.to_string();
            return Err(Misread::new(self.column(), "formula.too_deep").known([most]));
        }
        self.depth += 1;
        let expression = read(self)?;
        self.depth -= 1;
        Ok(expression)
    }

    fn sum(&mut self) -> Read<Expression> {
        let mut sum = self.product()?;
        loop {
            let operator = match self.peek() {
                Some(Token::Mark("+")) => Operator::Add,
                Some(Token::Mark("-")) => Operator::Sub,
                _ => return Ok(sum),
            };
            self.next += 1;
            sum = Expression::Binary(operator, Box::new(sum), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Read<Expression> {
        let mut product = self.sign()?;
        loop {
            let operator = match self.peek() {
                Some(Token::Mark("*")) => Operator::Mul,
                Some(Token::Mark("/")) => Operator::Div,
                Some(Token::Name(_) | Token::Mark("(")) if self.multiplies() => {
                    let right = self.power()?;
                    product = Expression::Binary(Operator::Mul, Box::new(product), Box::new(right));
                    continue;
                }
                _ => return Ok(product),
            };
            self.next += 1;
            product = Expression::Binary(operator, Box::new(product), Box::new(self.sign()?));
        }
    }

    /// Whether the word before can be a factor of the one that follows without a sign: a
    /// number, or what a parenthesis closes.
    fn multiplies(&self) -> bool {
        let before = self.next.checked_sub(1).and_then(|before| self.words.get(before));
        before.is_some_and(|word| matches!(word.token, Token::Number(_) | Token::Mark(")")))
    }

    fn sign(&mut self) -> Read<Expression> {
        if self.take("-") {
            let of = self.deeper(Self::sign)?;
            return Ok(Expression::Negative(Box::new(of)));
        }
        if self.take("+") { self.deeper(Self::sign) } else { self.power() }
    }

    fn power(&mut self) -> Read<Expression> {
        let base = self.atom()?;
        let exponent = match self.peek() {
            Some(&Token::Raised(exponent)) => {
                self.next += 1;
                Expression::Number(exponent)
            }
            Some(Token::Mark("^")) => {
                self.next += 1;
                self.deeper(Self::sign)?
            }
            _ => return Ok(base),
        };
        Ok(Expression::Binary(Operator::Pow, Box::new(base), Box::new(exponent)))
    }

    fn atom(&mut self) -> Read<Expression> {
        let column = self.column();
        match self.peek() {
            Some(&Token::Number(number)) => {
                self.next += 1;
                Ok(Expression::Number(number))
            }
            Some(Token::Name(name)) => {
                let name = name.clone();
                self.next += 1;
                self.named(&name, column)
            }
            Some(Token::Mark("(")) => {
                self.next += 1;
                let inside = self.deeper(Self::sum)?;
                self.expect(")")?;
                Ok(inside)
            }
            Some(Token::Mark("|")) => {
                self.next += 1;
                let inside = self.deeper(Self::sum)?;
                self.expect("|")?;
                Ok(Expression::Call(Call::Of(crate::formula::Function::Abs), vec![inside]))
            }
            _ => Err(self.unexpected()),
        }
    }

    fn named(&mut self, name: &str, column: usize) -> Read<Expression> {
        if let Some(number) = constant(name) {
            return Ok(Expression::Number(number));
        }
        if name == WHERE {
            self.expect("(")?;
            return self.deeper(Self::choice);
        }
        if let Some(call) = Call::named(name) {
            self.expect("(")?;
            return self.deeper(|parser| parser.call(call, name, column));
        }
        if self.peek() == Some(&Token::Mark("(")) && (self.number)(name).is_none() {
            let fault = Misread::new(column, "formula.unknown_function").found(name);
            return Err(fault.known(Call::names()));
        }
        let number = (self.number)(name);
        let unknown = || Misread::new(column, "formula.unknown_name").found(name);
        number.map(Expression::Name).ok_or_else(unknown)
    }

    /// What stands in the parentheses of a function.
    fn call(&mut self, call: Call, name: &str, column: usize) -> Read<Expression> {
        let mut arguments = vec![self.sum()?];
        while self.take(",") {
            arguments.push(self.sum()?);
        }
        self.expect(")")?;
        if arguments.len() == call.arguments() {
            return Ok(Expression::Call(call, arguments));
        }
        let most = call.arguments().to_string();
        Err(Misread::new(column, "formula.arguments").found(name).known([most]))
    }

    /// What stands in the parentheses of `where`.
    fn choice(&mut self) -> Read<Expression> {
        let a = self.sum()?;
        let comparison = match self.peek() {
            Some(Token::Mark("<")) => Comparison::Less,
            Some(Token::Mark("<=")) => Comparison::LessOrEqual,
            Some(Token::Mark(">")) => Comparison::Greater,
            Some(Token::Mark(">=")) => Comparison::GreaterOrEqual,
            Some(Token::Mark("==")) => Comparison::Equal,
            _ => return Err(self.missing("<")),
        };
        self.next += 1;
        let b = self.sum()?;
        self.expect(",")?;
        let yes = self.sum()?;
        self.expect(",")?;
        let no = self.sum()?;
        self.expect(")")?;
        Ok(Expression::Choice(comparison, Box::new([a, b, yes, no])))
    }
}

use std::borrow::Cow;

use super::operation::{Op, Operator};
use super::symbol::Book;
use crate::{Jet, Jet2, Real, Scalar, Surface, Symbol};

/// The graph of a formula. What was computed once stands there once, however often
/// it is used; every node comes after its operands.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    dim: usize,
    nodes: Vec<Op>,
    root: usize,
}

impl Formula {
    /// The formula that `surface` computes.
    pub fn of<S: Surface>(surface: &S) -> Self {
        Self::build(|w1, w2| surface.cost(w1, w2))
    }

    /// The formula that `cost` computes from two parameters.
    pub fn build(cost: impl for<'a> FnOnce(Symbol<'a>, Symbol<'a>) -> Symbol<'a>) -> Self {
        Self::over(2, |w| cost(w[0], w[1]))
    }

    /// The formula that `cost` computes from so many parameters.
    pub fn over(dim: usize, cost: impl for<'a> FnOnce(&[Symbol<'a>]) -> Symbol<'a>) -> Self {
        let book = Book::default();
        let w: Vec<_> = (0..dim).map(|index| book.write(Op::Variable(index))).collect();
        let root = cost(&w).place(&book);
        Self { dim, nodes: book.nodes(), root }
    }

    /// How many parameters it has.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// The nodes, operands first.
    #[must_use]
    pub fn nodes(&self) -> &[Op] {
        &self.nodes
    }

    /// The place of the node that is the cost.
    #[must_use]
    pub fn root(&self) -> usize {
        self.root
    }

    /// Whether it chooses between numbers.
    #[must_use]
    pub fn has_choices(&self) -> bool {
        self.nodes.iter().any(|op| matches!(op, Op::Choice(..)))
    }

    /// The value of every node, with the bits that the cost itself gets.
    ///
    /// # Panics
    /// Where `w` has fewer than [`Formula::dim`] numbers.
    pub fn values<T: Scalar>(&self, w: &[T]) -> Vec<T> {
        let mut values = Vec::with_capacity(self.nodes.len());
        for &op in &self.nodes {
            values.push(match op {
                Op::Binary(operator, a, b) => match self.nodes[b] {
                    Op::Constant(number) => operator.apply_number(values[a], number),
                    _ => operator.apply(values[a], values[b]),
                },
                _ => op.value(w, &values),
            });
        }
        values
    }

    /// J(w).
    ///
    /// # Panics
    /// Where `w` has fewer than [`Formula::dim`] numbers.
    pub fn eval<T: Scalar>(&self, w: &[T]) -> T {
        self.values(w)[self.root]
    }

    /// J(w); writes ∇J(w) into `gradient`, by reverse mode: each node is visited twice, whatever
    /// the number of parameters. `tape` is memory to be used again.
    ///
    /// What a choice does not take has no part in the gradient, even where its own derivative is
    /// not finite.
    ///
    /// # Panics
    /// Where `w` or `gradient` has fewer than [`Formula::dim`] numbers.
    pub fn slope(&self, w: &[f64], gradient: &mut [f64], tape: &mut Tape) -> f64 {
        tape.0.clear();
        for &op in &self.nodes {
            let jet = self.jet(op, w, &tape.0);
            tape.0.push(Entry { jet, slope: 0.0 });
        }
        tape.0[self.root].slope = 1.0;
        gradient.fill(0.0);
        for (place, &op) in self.nodes.iter().enumerate().rev() {
            let Entry { jet, slope } = tape.0[place];
            if slope == 0.0 {
                continue;
            }
            let [by_first, by_second] = jet.gradient.map(|partial| slope * partial);
            match op {
                Op::Variable(index) => gradient[index] += slope,
                Op::Constant(_) => {}
                Op::Unary(_, a) => tape.0[a].slope += by_first,
                Op::Binary(_, a, b) | Op::Choice(_, [_, _, a, b]) => {
                    tape.0[a].slope += by_first;
                    tape.0[b].slope += by_second;
                }
            }
        }
        tape.0[self.root].jet.value
    }

    /// A node from those before it, with its derivatives by what it may change with.
    fn jet(&self, op: Op, w: &[f64], before: &[Entry]) -> Jet {
        let value = |place: usize| before[place].jet.value;
        let pair = |a, b| [Jet::variable(value(a), 0), Jet::variable(value(b), 1)];
        match op {
            Op::Variable(index) => Jet::constant(w[index]),
            Op::Constant(number) => Jet::constant(number),
            Op::Unary(function, a) => function.apply(Jet::variable(value(a), 0)),
            // A constant exponent needs no logarithm of the base.
            Op::Binary(Operator::Pow, a, b) if matches!(self.nodes[b], Op::Constant(_)) => {
                Jet::variable(value(a), 0).pow(Jet::constant(value(b)))
            }
            Op::Binary(operator, a, b) => {
                let [a, b] = pair(a, b);
                operator.apply(a, b)
            }
            Op::Choice(comparison, [a, b, yes, no]) => {
                let [yes, no] = pair(yes, no);
                let [a, b] = [a, b].map(|place| Jet::constant(value(place)));
                comparison.choose(a, b, || yes, || no)
            }
        }
    }

    /// The second derivatives at `w`: the upper triangle of the Hessian, row by row.
    ///
    /// # Panics
    /// Where `w` has fewer than [`Formula::dim`] numbers.
    #[must_use]
    pub fn hessian(&self, w: &[f64]) -> Vec<f64> {
        let pair = |i: usize, j: usize| {
            let mut at: Vec<_> = w.iter().map(|&w| Jet2::constant(w)).collect();
            at[i] = Jet2::variable(w[i], 0);
            if i != j {
                at[j] = Jet2::variable(w[j], 1);
            }
            self.eval(&at).hessian
        };
        if let [_, _] = w {
            return pair(0, 1).to_vec();
        }
        let row = |i: usize| {
            (i..w.len()).map(move |j| if i == j { pair(i, i)[0] } else { pair(i, j)[1] })
        };
        (0..w.len()).flat_map(row).collect()
    }

    /// The same over the plane of the first two parameters; the others are those of `through`.
    #[must_use]
    pub fn in_plane(&self, through: &[f64]) -> Cow<'_, Self> {
        if self.dim <= 2 {
            return Cow::Borrowed(self);
        }
        let fixed = |&op: &Op| match op {
            Op::Variable(index) if index > 1 => {
                Op::Constant(through.get(index).copied().unwrap_or(0.0))
            }
            _ => op,
        };
        let nodes = self.nodes.iter().map(fixed).collect();
        Cow::Owned(Self { dim: 2, nodes, root: self.root })
    }
}

/// What [`Formula::slope`] writes down of every node.
#[derive(Clone, Debug, Default)]
pub struct Tape(Vec<Entry>);

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The value, and its derivatives by the one or two operands that it may change with.
    jet: Jet,
    /// ∂J/∂value.
    slope: f64,
}

use std::sync::Arc;

use super::{Problem, StationaryPoint, critical, sides};
use crate::fault::{self, Fault};
use crate::settings::{Knob, Range, Settings, Size, Value};
use crate::{Formula, Notation, Real, Region, Scalar, Traced, number};

/// A quadratic in N parameters, J = ½wᵀQw + wᵀc + b, from N = 1 to [`QuadraticForm::MOST`].
///
/// Of Q only the symmetric part counts, (Q + Qᵀ)/2, which is the Hessian. Where it is positive
/// definite there is one minimum, at −Q⁻¹c; where it is indefinite, a saddle; where it is singular,
/// a valley or a ridge. Gradient descent at a rate α shrinks the error along an eigenvector by
/// 1 − αλ each step, and diverges once α > 2/λmax.
///
/// See S. Boyd and L. Vandenberghe, *Convex Optimization* (2004), 9.3.2.
#[derive(Clone, Debug, PartialEq)]
pub struct QuadraticForm(Arc<Form>);

#[derive(Clone, Debug)]
struct Form {
    q: Vec<Vec<f64>>,
    c: Vec<f64>,
    b: f64,
    region: Region,
    /// (Q + Qᵀ)/2.
    hessian: Vec<Vec<f64>>,
}

/// What is set decides: the rest follows from it.
impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        (&self.q, &self.c, self.b, self.region) == (&other.q, &other.c, other.b, other.region)
    }
}

impl QuadraticForm {
    /// How many parameters there may be.
    pub const MOST: usize = 64;

    const ENTRIES: Range = Range::linear(-1e6, 1e6);
    const REGION: Region = Region::square(-4.0, 4.0);

    /// Where the first two parameters start, and the others.
    const START: [f64; 2] = [-3.0, 2.0];
    const REST: f64 = 1.0;
}

impl Default for QuadraticForm {
    fn default() -> Self {
        let q = vec![vec![3.0, 1.0], vec![1.0, 2.0]];
        let hessian = q.clone();
        Self(Arc::new(Form { q, c: vec![0.0; 2], b: 0.0, region: Self::REGION, hessian }))
    }
}

impl Form {
    /// As many as the last Q that was square had rows.
    fn dim(&self) -> usize {
        self.hessian.len()
    }

    /// Takes another Q. c keeps what still belongs to a parameter.
    fn take(&mut self, q: Vec<Vec<f64>>) {
        let middle = |i: usize, j: usize| (q[i][j] + q[j].get(i).copied().unwrap_or(0.0)) / 2.0;
        let square = q.iter().all(|row| row.len() == q.len());
        if square {
            self.hessian =
                (0..q.len()).map(|i| (0..q.len()).map(|j| middle(i, j)).collect()).collect();
            self.c.resize(q.len(), 0.0);
        }
        self.q = q;
    }

    fn cost<T: Real>(&self, w: &[T]) -> T {
        let mut sum = T::constant(self.b);
        for (i, &w_i) in w.iter().enumerate() {
            let row = &self.hessian[i];
            sum = sum + w_i.square() * (row[i] / 2.0);
            for (&w_j, &q) in w.iter().zip(row).skip(i + 1).filter(|it| *it.1 != 0.0) {
                sum = sum + w_i * w_j * q;
            }
            sum = sum + w_i * self.c[i];
        }
        sum
    }

    /// ∂J/∂w of one parameter.
    fn slope<T: Scalar>(&self, w: &[T], i: usize) -> T {
        let terms = w.iter().zip(&self.hessian[i]);
        terms.fold(T::constant(self.c[i]), |sum, (&w, &q)| sum + w * q)
    }

    /// A matrix as it is typeset.
    fn typeset(rows: &[Vec<f64>]) -> String {
        let cell = |&it: &f64| format!("<mtd><mn>{}</mn></mtd>", number::exact(it));
        let row = |row: &Vec<f64>| row.iter().map(cell).collect::<String>();
        let rows: String = rows.iter().map(|it| format!("<mtr>{}</mtr>", row(it))).collect();
        format!("<mrow><mo>(</mo><mtable>{rows}</mtable><mo>)</mo></mrow>")
    }
}

impl Settings for QuadraticForm {
    fn knobs(&self) -> Vec<Knob> {
        let (default, now) = (Self::default().0, &self.0);
        let rows = 1..=Self::MOST;
        let q = Knob {
            symbol: "Q".into(),
            size: Size::table(rows.clone(), rows),
            ..Knob::new(
                "q",
                Self::ENTRIES,
                Value::Table(default.q.clone()),
                Value::Table(now.q.clone()),
            )
        };
        let dim = now.dim();
        let mut zero = default.c.clone();
        zero.resize(dim, 0.0);
        let c = Knob {
            symbol: "c".into(),
            size: Size::list(dim..=dim),
            ..Knob::new("c", Self::ENTRIES, Value::List(zero), Value::List(now.c.clone()))
        };
        let [zero, b] = [default.b, now.b].map(Value::Number);
        let b = Knob { symbol: "b".into(), ..Knob::new("b", Self::ENTRIES, zero, b) };
        [q, c, b].into_iter().chain(sides::knobs(Self::REGION, now.region)).collect()
    }

    fn set(&mut self, name: &str, value: Value) -> bool {
        let form = Arc::make_mut(&mut self.0);
        match (name, value) {
            ("q", Value::Table(q)) => form.take(q),
            ("c", Value::List(mut c)) => {
                c.resize(form.dim(), 0.0);
                form.c = c;
            }
            ("b", Value::Number(b)) => form.b = b,
            (name, value) => return sides::set(&mut form.region, name, value),
        }
        true
    }

    fn check(&self) -> Result<(), Fault> {
        let (rows, columns) = (self.0.q.len(), self.0.q.first().map_or(0, Vec::len));
        if rows != columns {
            let problem = fault::Problem::Count {
                key: "fault.not_square",
                found: rows,
                min: columns,
                max: columns,
            };
            return Err(Fault::new("q", problem));
        }
        sides::check(self.0.region)
    }
}

impl Problem for QuadraticForm {
    fn dim(&self) -> usize {
        self.0.dim()
    }

    fn cost(&self, w: &[f64]) -> f64 {
        self.0.cost(w)
    }

    fn gradient(&self, w: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.iter_mut().enumerate().for_each(|(i, it)| *it = self.0.slope(w, i));
        self.0.cost(w)
    }

    fn trace<'a>(&self, w: [Traced<'a>; 2]) -> Option<(Traced<'a>, [Traced<'a>; 2])> {
        (self.dim() == 2).then(|| (self.0.cost(&w), [0, 1].map(|i| self.0.slope(&w, i))))
    }

    fn formula(&self) -> Option<Formula> {
        Some(Formula::over(self.dim(), |w| self.0.cost(w)))
    }

    fn work(&self) -> usize {
        1 + self.dim() * self.dim() / 10
    }

    fn start(&self) -> Vec<f64> {
        let rest = std::iter::repeat(Self::REST);
        Self::START.into_iter().chain(rest).take(self.dim()).collect()
    }

    fn region(&self) -> Region {
        self.0.region
    }

    /// The one that it has, over two parameters.
    fn stationary_points(&self) -> Vec<StationaryPoint> {
        let ([first, second], [p, q]) = (self.0.hessian.as_slice(), self.0.c.as_slice()) else {
            return Vec::new();
        };
        let point = critical::critical_point([first[0], first[1], second[1]], [*p, *q]);
        point.filter(|point| self.0.region.contains(point.at)).into_iter().collect()
    }

    /// In letters, and with the matrix in numbers where that can be read at a glance.
    fn written(&self, notation: Notation) -> String {
        const AT_A_GLANCE: usize = 4;
        if notation == Notation::Text {
            return "J = ½·wᵀQw + wᵀc + b".to_owned();
        }
        let general = "<mi>J</mi><mo form=\"infix\">=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>\
            <msup><mi>w</mi><mi>T</mi></msup><mi>Q</mi><mi>w</mi><mo>+</mo>\
            <msup><mi>w</mi><mi>T</mi></msup><mi>c</mi><mo>+</mo><mi>b</mi>";
        let matrix = (self.dim() <= AT_A_GLANCE).then(|| {
            let q = Form::typeset(&self.0.q);
            format!("<mo>,</mo></math><math><mi>Q</mi><mo form=\"infix\">=</mo>{q}")
        });
        format!("<math>{general}{}</math>", matrix.unwrap_or_default())
    }
}

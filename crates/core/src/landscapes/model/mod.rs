//! Small models on data: the cost is the loss of a model over rows of data, and the parameters are
//! the model's weights.

mod architecture;
mod network;

use std::sync::Arc;

use super::{Problem, StationaryPoint, critical, sides};
use crate::fault::{self, Fault};
use crate::settings::{Field, Knob, Range, Settings, Size, Value};
use crate::task::Batches;
use crate::{Formula, Notation, Region, Scalar, Traced, choices};
use architecture::Architecture;
pub use architecture::{Activation, ModelKind};
use network::Network;

choices! {
    /// What a model's output costs.
    pub enum Loss {
        /// The mean of squares, (ŷ − y)².
        MeanSquares = "mse",
        /// Binary cross-entropy, −y ln ŷ − (1 − y) ln(1 − ŷ), with ŷ = σ of the model's output.
        CrossEntropy = "bce",
    }
}

/// A model on data: J is the mean loss of the model over the rows of a table, or over those of a
/// minibatch where an optimizer sees no more.
///
/// See I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning* (2016), chapters 5, 6 and 8.
#[derive(Clone, Debug, PartialEq)]
pub struct Model(Arc<Fitted>);

/// What is set, and the network that follows from it.
#[derive(Clone, Debug)]
struct Fitted {
    architecture: Architecture,
    loss: Loss,
    /// The features, a row for each example.
    x: Vec<Vec<f64>>,
    /// What the model should answer, one for each row.
    y: Vec<f64>,
    /// None for all rows at once.
    batch_size: Option<usize>,
    shuffle: bool,
    region: Region,
    network: Arc<Network>,
}

/// What is set decides: the rest follows from it.
impl PartialEq for Fitted {
    fn eq(&self, other: &Self) -> bool {
        let set = |it: &Self| (it.loss, it.size_of_batch(), it.shuffle, it.region);
        set(self) == set(other)
            && (&self.architecture, &self.x, &self.y) == (&other.architecture, &other.x, &other.y)
    }
}

impl Model {
    /// How many rows of data there may be, and how many features.
    pub const MOST_ROWS: usize = 5000;
    /// How many features a row may have.
    pub const MOST_FEATURES: usize = 32;

    const NUMBERS: Range = Range::linear(-1e6, 1e6);
    const REGION: Region = Region::square(-3.0, 3.0);

    /// A formula of more terms than this, weights times rows, is none that anybody reads or
    /// differentiates: pictures then take the model point by point.
    const LONGEST_FORMULA: usize = 2000;
}

/// A line with noise, whose targets both losses take.
impl Default for Model {
    fn default() -> Self {
        let x = [-2.0, -1.0, 0.0, 1.0, 2.0].map(|x| vec![x]).to_vec();
        let mut fitted = Fitted {
            architecture: Architecture::default(),
            loss: Loss::MeanSquares,
            x,
            y: vec![0.08, 0.22, 0.55, 0.69, 0.96],
            batch_size: None,
            shuffle: false,
            region: Self::REGION,
            network: Arc::new(Network::default()),
        };
        fitted.fit();
        Self(Arc::new(fitted))
    }
}

impl Fitted {
    /// Makes the network anew, where what is set goes together.
    fn fit(&mut self) {
        if self.check().is_ok() {
            self.network =
                Arc::new(Network::new(&self.architecture, self.loss, &self.x, self.y.clone()));
        }
    }

    fn size_of_batch(&self) -> usize {
        self.batch_size.unwrap_or(self.x.len())
    }

    fn check(&self) -> Result<(), Fault> {
        let (rows, features) = (self.x.len(), self.x.first().map_or(0, Vec::len));
        if self.architecture.kind == ModelKind::Polynomial && features != 1 {
            let key = "fault.one_feature";
            let problem = fault::Problem::Count { key, found: features, min: 1, max: 1 };
            return Err(Fault::new("data.x", problem));
        }
        let probability = Range::linear(0.0, 1.0);
        let wrong = |y: &f64| self.loss == Loss::CrossEntropy && !probability.contains(*y);
        if let Some(row) = self.y.iter().position(wrong) {
            let problem = fault::Problem::OutOfRange { found: self.y[row], range: probability };
            return Err(Fault::new(format!("data.y[{row}]"), problem));
        }
        let range = Range::whole(1, rows as u64);
        let found = self.size_of_batch() as f64;
        range.checked(found, String::new).map_err(|problem| Fault::new("batch_size", problem))?;
        self.architecture.check(features)
    }
}

impl Settings for Model {
    fn knobs(&self) -> Vec<Knob> {
        let (default, now) = (Self::default().0, &self.0);
        let choice = |name: &'static str, default: Value, value: Value| {
            Knob::new(name, crate::settings::ANY, default, value)
        };
        let rows = now.x.len();
        let x = Knob {
            symbol: "x".into(),
            size: Size::table(1..=Self::MOST_ROWS, 1..=Self::MOST_FEATURES),
            ..Knob::new("data.x", Self::NUMBERS, default.x.get(), now.x.get())
        };
        let y = Knob {
            symbol: "y".into(),
            size: Size::list(rows..=rows).said("fault.one_for_each_row", None),
            ..Knob::new("data.y", Self::NUMBERS, default.y.get(), now.y.get())
        };
        let batch_size = Knob::new(
            "batch_size",
            Range::whole(1, rows as u64),
            rows.get(),
            now.size_of_batch().get(),
        );
        let mut knobs = now.architecture.knobs();
        knobs.push(choice("loss", default.loss.get(), now.loss.get()));
        knobs.extend([x, y, batch_size]);
        knobs.push(choice("shuffle", default.shuffle.get(), now.shuffle.get()));
        knobs.extend(sides::knobs(Self::REGION, now.region));
        knobs
    }

    fn set(&mut self, name: &str, value: Value) -> bool {
        fn put<F: Field>(place: &mut F, value: Value) -> bool {
            F::from_value(value).map(|value| *place = value).is_some()
        }
        let fitted = Arc::make_mut(&mut self.0);
        let set = match name {
            "data.x" => {
                let set = put(&mut fitted.x, value);
                fitted.y.resize(fitted.x.len(), 0.0);
                fitted.batch_size = fitted.batch_size.filter(|&size| size < fitted.x.len());
                set
            }
            "data.y" => {
                let set = put(&mut fitted.y, value);
                fitted.y.resize(fitted.x.len(), 0.0);
                set
            }
            "loss" => put(&mut fitted.loss, value),
            "batch_size" => usize::from_value(value)
                .map(|size| fitted.batch_size = (size != fitted.x.len()).then_some(size))
                .is_some(),
            "shuffle" => put(&mut fitted.shuffle, value),
            _ => match name.strip_prefix("model.") {
                Some(below) => fitted.architecture.set(below, value),
                None => sides::set(&mut fitted.region, name, value),
            },
        };
        fitted.fit();
        set
    }

    fn required(&self) -> &'static [&'static str] {
        &["data.x", "data.y"]
    }

    fn check(&self) -> Result<(), Fault> {
        self.0.check()?;
        sides::check(self.0.region)
    }
}

impl Problem for Model {
    fn dim(&self) -> usize {
        self.0.network.dim()
    }

    fn cost(&self, w: &[f64]) -> f64 {
        self.0.network.loss(w)
    }

    fn gradient(&self, w: &[f64], gradient: &mut [f64]) -> f64 {
        self.0.network.slope(0..self.0.network.rows(), w, gradient)
    }

    /// None: its gradient is that of back-propagation, which rounds otherwise than jets do.
    fn trace<'a>(&self, _: [Traced<'a>; 2]) -> Option<(Traced<'a>, [Traced<'a>; 2])> {
        None
    }

    fn formula(&self) -> Option<Formula> {
        let network = &self.0.network;
        let short = network.dim() * network.rows() <= Self::LONGEST_FORMULA;
        short.then(|| Formula::over(network.dim(), |w| network.loss(w)))
    }

    /// The cost over all rows is recorded after every update.
    fn work(&self) -> usize {
        1 + self.dim() * self.0.network.rows() / 10
    }

    fn start(&self) -> Vec<f64> {
        self.0.architecture.initial(self.0.x.first().map_or(0, Vec::len))
    }

    fn region(&self) -> Region {
        self.0.region
    }

    /// Where a model is linear in two weights and its loss is a square, the one that it has.
    fn stationary_points(&self) -> Vec<StationaryPoint> {
        let squares = self.0.loss == Loss::MeanSquares && self.0.architecture.is_linear();
        let point = || {
            let hessian = self.hessian(&[0.0; 2])?.try_into().ok()?;
            let mut slope = [0.0; 2];
            self.gradient(&[0.0; 2], &mut slope);
            critical::critical_point(hessian, slope)
        };
        let point = if squares && self.dim() == 2 { point() } else { None };
        point.filter(|point| self.0.region.contains(point.at)).into_iter().collect()
    }

    fn written(&self, notation: Notation) -> String {
        self.0.architecture.written(self.0.loss, self.0.x.first().map_or(0, Vec::len), notation)
    }

    fn batches(&self) -> Option<Batches> {
        let rows = self.0.network.rows();
        let size = self.0.size_of_batch().clamp(1, rows);
        Some(Batches { rows, size, shuffle: self.0.shuffle })
    }

    fn gradient_over(&self, rows: &[usize], w: &[f64], gradient: &mut [f64]) -> f64 {
        self.0.network.slope(rows.iter().copied(), w, gradient)
    }
}

/// σ(z) = 1/(1 + e⁻ᶻ), the logistic function.
fn logistic<T: Scalar>(z: T) -> T {
    T::constant(1.0) / ((-z).exp() + 1.0)
}

#[cfg(test)]
mod tests;

//! What a model is: how its features are made, its layers, and how that is written.

use super::{Loss, logistic};
use crate::fault::{self, Fault};
use crate::settings::{ANY, Field, Knob, Range, Size, Value};
use crate::task::Random;
use crate::{Notation, Scalar, choices};

choices! {
    /// Which model it is.
    pub enum ModelKind {
        /// ŷ = w·x + b.
        Linear = "linear",
        /// ŷ = σ(w·x + b).
        Logistic = "logistic",
        /// A linear model of x1², x2², …, x1x2, x1x3, ….
        QuadraticFeatures = "quadratic_features",
        /// ŷ = w0 + w1 x + w2 x² + … of one feature.
        Polynomial = "polynomial",
        /// A network of one or more hidden layers, with one output.
        Network = "network",
    }
}

choices! {
    /// What a hidden layer does to each of its sums.
    pub enum Activation {
        /// z·σ(z) (Ramachandran, Zoph and Le, 2017).
        Swish = "swish",
        /// The larger of z and 0; its derivative at 0 is taken as 0.
        Relu = "relu",
        /// The hyperbolic tangent.
        Tanh = "tanh",
        /// σ(z) = 1/(1 + e⁻ᶻ).
        Sigmoid = "sigmoid",
    }
}

impl Activation {
    /// What becomes of a sum.
    pub(super) fn of<T: Scalar>(self, z: T) -> T {
        let zero = T::constant(0.0);
        match self {
            Self::Swish => z * logistic(z),
            Self::Relu => zero.if_less(z, || z, || zero),
            Self::Tanh => z.tanh(),
            Self::Sigmoid => logistic(z),
        }
    }

    /// Its derivative at z, where it is a.
    pub(super) fn slope(self, z: f64, a: f64) -> f64 {
        match self {
            Self::Swish => {
                let s = logistic(z);
                s + a * (1.0 - s)
            }
            Self::Relu => f64::from(z > 0.0),
            Self::Tanh => 1.0 - a * a,
            Self::Sigmoid => a * (1.0 - a),
        }
    }
}

/// A model without its weights.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Architecture {
    pub(super) kind: ModelKind,
    /// The degree of a polynomial.
    degree: usize,
    /// How many units each hidden layer of a network has.
    hidden: Vec<f64>,
    pub(super) activation: Activation,
}

impl Default for Architecture {
    fn default() -> Self {
        let (degree, hidden, activation) = (2, vec![2.0], Activation::Swish);
        Self { kind: ModelKind::Linear, degree, hidden, activation }
    }
}

impl Architecture {
    const DEGREES: Range = Range::whole(0, 12);
    const UNITS: Range = Range::whole(1, 64);
    const LAYERS: Size = Size::list(1..=4);
    /// How many weights a model may have.
    const MOST_WEIGHTS: usize = 4096;

    pub(super) fn knobs(&self) -> Vec<Knob> {
        let default = Self::default();
        let mut knobs = vec![Knob::new("model.kind", ANY, default.kind.get(), self.kind.get())];
        match self.kind {
            ModelKind::Polynomial => {
                let [default, now] = [&default, self].map(|it| it.degree.get());
                knobs.push(Knob::new("model.degree", Self::DEGREES, default, now));
            }
            ModelKind::Network => {
                let [hidden, now] = [&default, self].map(|it| it.hidden.get());
                let hidden = Knob::new("model.hidden", Self::UNITS, hidden, now);
                let [activation, now] = [&default, self].map(|it| it.activation.get());
                let activation = Knob::new("model.activation", ANY, activation, now);
                knobs.extend([Knob { size: Self::LAYERS, ..hidden }, activation]);
            }
            _ => {}
        }
        knobs
    }

    /// Sets what stands below `model`; false where there is no such thing.
    pub(super) fn set(&mut self, name: &str, value: Value) -> bool {
        fn put<F: Field>(place: &mut F, value: Value) -> bool {
            F::from_value(value).map(|value| *place = value).is_some()
        }
        match name {
            "kind" => put(&mut self.kind, value),
            "degree" => put(&mut self.degree, value),
            "hidden" => put(&mut self.hidden, value),
            "activation" => put(&mut self.activation, value),
            _ => false,
        }
    }

    /// Whether it has no more weights than may be.
    pub(super) fn check(&self, features: usize) -> Result<(), Fault> {
        let found = self.weights(features);
        if found <= Self::MOST_WEIGHTS {
            return Ok(());
        }
        let problem = fault::Problem::TooMany { found, most: Self::MOST_WEIGHTS };
        Err(Fault::new("model", problem))
    }

    /// Whether its answer is linear in its weights.
    pub(super) fn is_linear(&self) -> bool {
        !matches!(self.kind, ModelKind::Logistic | ModelKind::Network)
    }

    /// Whether the last layer has a bias; a polynomial has its own constant.
    pub(super) fn has_bias(&self) -> bool {
        self.kind != ModelKind::Polynomial
    }

    /// What goes into the first layer, for the features of a row.
    pub(super) fn inputs(&self, x: &[f64]) -> Vec<f64> {
        match self.kind {
            ModelKind::Linear | ModelKind::Logistic | ModelKind::Network => x.to_vec(),
            ModelKind::QuadraticFeatures => {
                let squares = x.iter().map(|x| x * x);
                let products = x.iter().enumerate();
                let products = products.flat_map(|(i, a)| x[i + 1..].iter().map(move |b| a * b));
                squares.chain(products).collect()
            }
            ModelKind::Polynomial => {
                let x = x.first().copied().unwrap_or_default();
                let powers = std::iter::successors(Some(1.0), |power| Some(power * x));
                powers.take(self.degree + 1).collect()
            }
        }
    }

    /// How many units each layer has, for so many features: what goes in first, the one output
    /// last.
    pub(super) fn layers(&self, features: usize) -> Vec<usize> {
        let inputs = match self.kind {
            ModelKind::QuadraticFeatures => features * (features + 1) / 2,
            ModelKind::Polynomial => self.degree + 1,
            _ => features,
        };
        let hidden = if self.kind == ModelKind::Network { self.hidden.as_slice() } else { &[] };
        let hidden = hidden.iter().map(|&units| units as usize);
        std::iter::once(inputs).chain(hidden).chain([1]).collect()
    }

    fn weights(&self, features: usize) -> usize {
        let layers = self.layers(features);
        let bias = usize::from(self.has_bias());
        layers.windows(2).map(|pair| pair[1] * (pair[0] + bias)).sum()
    }

    /// Weights to start from. Those of a network are uniform and as large as its layers ask for
    /// (Glorot and Bengio, 2010; for ReLU He et al., 2015), its biases 0; all others are 0.
    pub(super) fn initial(&self, features: usize) -> Vec<f64> {
        if self.kind != ModelKind::Network {
            return vec![0.0; self.weights(features)];
        }
        let mut weights = Vec::with_capacity(self.weights(features));
        for (layer, pair) in self.layers(features).windows(2).enumerate() {
            let [inputs, outputs] = [pair[0] as f64, pair[1] as f64];
            let limit = match self.activation {
                Activation::Relu => f64::sqrt(6.0 / inputs),
                _ => f64::sqrt(6.0 / (inputs + outputs)),
            };
            let mut random = Random::new(0, layer as u64);
            // Three digits: a start is read and typed by people.
            let mut weight = || libm::round((2.0 * random.uniform() - 1.0) * limit * 1e3) / 1e3;
            weights.extend((0..pair[0] * pair[1]).map(|_| weight()));
            weights.extend((0..pair[1]).map(|_| 0.0));
        }
        weights
    }

    /// J and ŷ as people write them.
    pub(super) fn written(&self, loss: Loss, features: usize, notation: Notation) -> String {
        let (cost, answer) = (cost(loss), self.answer(loss, features));
        match notation {
            Notation::Text => format!("J = {}, ŷ = {}", cost[0], answer[0]),
            Notation::MathMl => {
                let equals = "<mo form=\"infix\">=</mo>";
                format!(
                    "<math><mi>J</mi>{equals}{}<mo>,</mo></math><math>{HAT}{equals}{}</math>",
                    cost[1], answer[1]
                )
            }
        }
    }

    /// ŷ in plain text and in MathML.
    fn answer(&self, loss: Loss, features: usize) -> [String; 2] {
        let plain = match self.kind {
            ModelKind::Linear | ModelKind::Logistic => {
                ["w·x + b".to_owned(), format!("{WX}{PLUS_B}")]
            }
            ModelKind::QuadraticFeatures => {
                let product = if features > 1 { ", x₁x₂, …" } else { "" };
                let products = if features > 1 { PRODUCTS } else { "" };
                [
                    format!("w·(x₁², …{product}) + b"),
                    format!(
                        "<mi>w</mi><mo>·</mo><mrow><mo>(</mo>{SQUARES}{products}<mo>)</mo></mrow>{PLUS_B}"
                    ),
                ]
            }
            ModelKind::Polynomial => {
                let sum = "<munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>0</mn></mrow>";
                let degree = self.degree;
                [
                    format!("Σ wₖxᵏ, k = 0…{degree}"),
                    format!(
                        "{sum}<mn>{degree}</mn></munderover><msub><mi>w</mi><mi>k</mi></msub><msup><mi>x</mi><mi>k</mi></msup>"
                    ),
                ]
            }
            ModelKind::Network => {
                let names = ["swish", "ReLU", "tanh", "σ"];
                let name = names[crate::settings::Choice::index(self.activation)];
                let mut inner = ["W₁x + b₁".to_owned(), affine("1", "<mi>x</mi>")];
                for layer in 2..=self.hidden.len() + 1 {
                    let digit = char::from_u32('₀' as u32 + layer as u32).unwrap_or('ₙ');
                    let applied =
                        format!("<mi>{name}</mi><mrow><mo>(</mo>{}<mo>)</mo></mrow>", inner[1]);
                    inner = [
                        format!("W{digit}·{name}({}) + b{digit}", inner[0]),
                        affine(&layer.to_string(), &applied),
                    ];
                }
                inner
            }
        };
        let [text, math] = plain;
        if self.kind == ModelKind::Logistic || loss == Loss::CrossEntropy {
            return [
                format!("σ({text})"),
                format!("<mi>σ</mi><mrow><mo>(</mo>{math}<mo>)</mo></mrow>"),
            ];
        }
        [text, math]
    }
}

const HAT: &str = "<mover><mi>y</mi><mo>^</mo></mover>";
const WX: &str = "<mi>w</mi><mo>·</mo><mi>x</mi>";
const PLUS_B: &str = "<mo>+</mo><mi>b</mi>";
const SQUARES: &str = "<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup><mo>,</mo><mo>…</mo>";
const PRODUCTS: &str = "<mo>,</mo><msub><mi>x</mi><mn>1</mn></msub>\
    <msub><mi>x</mi><mn>2</mn></msub><mo>,</mo><mo>…</mo>";

/// W_l · inner + b_l.
fn affine(layer: &str, inner: &str) -> String {
    format!(
        "<msub><mi>W</mi><mn>{layer}</mn></msub>{inner}<mo>+</mo><msub><mi>b</mi><mn>{layer}</mn></msub>"
    )
}

/// J in plain text and in MathML.
fn cost(loss: Loss) -> [String; 2] {
    let [text, math] = match loss {
        Loss::MeanSquares => [
            "mean (ŷ − y)²",
            "<msup><mrow><mo>(</mo>HAT<mo>−</mo><mi>y</mi><mo>)</mo></mrow><mn>2</mn></msup>",
        ],
        Loss::CrossEntropy => [
            "mean (−y ln ŷ − (1 − y) ln(1 − ŷ))",
            "<mrow><mo>(</mo><mo>−</mo><mi>y</mi><mi>ln</mi>HAT<mo>−</mo><mrow><mo>(</mo><mn>1</mn>\
             <mo>−</mo><mi>y</mi><mo>)</mo></mrow><mi>ln</mi><mrow><mo>(</mo><mn>1</mn><mo>−</mo>HAT\
             <mo>)</mo></mrow><mo>)</mo></mrow>",
        ],
    };
    [text.to_owned(), format!("<mi>mean</mi>{}", math.replace("HAT", HAT))]
}

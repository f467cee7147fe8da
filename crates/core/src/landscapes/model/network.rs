//! A model over its data: its loss, and the gradient of that by back-propagation (Rumelhart,
//! Hinton and Williams, 1986).

use std::cell::RefCell;

use super::architecture::ModelKind;
use super::{Activation, Architecture, Loss, logistic};
use crate::Scalar;

/// A network over rows of data. Its weights stand layer by layer: those of each unit, one unit
/// after the other, then the biases.
#[derive(Debug)]
pub(super) struct Network {
    /// How many units each layer has, what goes in first.
    layers: Vec<usize>,
    /// Where the weights of each layer begin, and how many units it has before and behind it.
    places: Vec<(usize, [usize; 2])>,
    /// Whether layers have biases.
    biased: bool,
    activation: Activation,
    /// Whether the answer is σ of the last sum.
    squashed: bool,
    loss: Loss,
    /// What goes into the first layer, row by row.
    inputs: Vec<f64>,
    targets: Vec<f64>,
}

/// Nothing, before there are data.
impl Default for Network {
    fn default() -> Self {
        Self::new(&Architecture::default(), Loss::MeanSquares, &[], Vec::new())
    }
}

fn places(layers: &[usize], biased: bool) -> Vec<(usize, [usize; 2])> {
    let mut place = 0;
    let place_of = |pair: &[usize]| {
        let begin = place;
        place += pair[1] * (pair[0] + usize::from(biased));
        (begin, [pair[0], pair[1]])
    };
    layers.windows(2).map(place_of).collect()
}

/// The numbers of one row on its way through the network.
#[derive(Default)]
struct Pass {
    /// The sums of all layers behind the first, one after the other.
    sums: Vec<f64>,
    /// What goes out of all layers, what goes in first.
    outputs: Vec<f64>,
    /// The derivatives of the loss by the sums.
    errors: Vec<f64>,
}

thread_local! {
    /// Memory that every step uses again: so none allocates.
    static PASS: RefCell<Pass> = RefCell::default();
}

impl Network {
    pub(super) fn new(it: &Architecture, loss: Loss, x: &[Vec<f64>], targets: Vec<f64>) -> Self {
        let layers = it.layers(x.first().map_or(0, Vec::len));
        Self {
            places: places(&layers, it.has_bias()),
            layers,
            biased: it.has_bias(),
            activation: it.activation,
            squashed: it.kind == ModelKind::Logistic,
            loss,
            inputs: x.iter().flat_map(|row| it.inputs(row)).collect(),
            targets,
        }
    }

    /// How many weights it has.
    pub(super) fn dim(&self) -> usize {
        self.places.last().map_or(0, |(place, [inputs, outputs])| {
            place + outputs * (inputs + usize::from(self.biased))
        })
    }

    /// How many rows of data there are.
    pub(super) fn rows(&self) -> usize {
        self.targets.len()
    }

    fn row(&self, row: usize) -> &[f64] {
        let width = self.layers[0];
        &self.inputs[row * width..(row + 1) * width]
    }

    /// The mean loss over all rows.
    pub(super) fn loss<T: Scalar>(&self, w: &[T]) -> T {
        let rows = self.rows();
        let losses = (0..rows).map(|row| self.loss_of(self.answer(row, w), self.targets[row]));
        let sum = losses.reduce(|sum, loss| sum + loss).unwrap_or(T::constant(0.0));
        sum / rows as f64
    }

    /// The last sum for a row.
    fn answer<T: Scalar>(&self, row: usize, w: &[T]) -> T {
        let mut outputs: Vec<T> = self.row(row).iter().map(|&it| T::constant(it)).collect();
        let last = self.layers.len() - 2;
        for (layer, &(place, size)) in self.places.iter().enumerate() {
            outputs = (0..size[1])
                .map(|unit| {
                    let sum = self.sum(&w[place..], size, unit, |i| outputs[i]);
                    if layer < last { self.activation.of(sum) } else { sum }
                })
                .collect();
        }
        outputs[0]
    }

    /// The sum of one unit, given the weights of its layer and what goes in.
    fn sum<T: Scalar>(
        &self,
        w: &[T],
        [inputs, outputs]: [usize; 2],
        unit: usize,
        of: impl Fn(usize) -> T,
    ) -> T {
        let terms = (0..inputs).map(|i| w[unit * inputs + i] * of(i));
        let sum = terms.reduce(|sum, term| sum + term).unwrap_or(T::constant(0.0));
        if self.biased { sum + w[inputs * outputs + unit] } else { sum }
    }

    /// The loss of an answer, given as the last sum.
    fn loss_of<T: Scalar>(&self, z: T, y: f64) -> T {
        match self.loss {
            Loss::MeanSquares => {
                let answer = if self.squashed { logistic(z) } else { z };
                (answer - y).square()
            }
            // ln(1 + eᶻ) − yz, written so that no power overflows.
            Loss::CrossEntropy => {
                let zero = T::constant(0.0);
                let positive = zero.if_less(z, || z, || zero);
                ((-z.abs()).exp() + 1.0).ln() + positive - z * y
            }
        }
    }

    /// The derivative of the loss by the last sum.
    fn error(&self, z: f64, y: f64) -> f64 {
        match self.loss {
            Loss::CrossEntropy => logistic(z) - y,
            Loss::MeanSquares if self.squashed => {
                let answer = logistic(z);
                2.0 * (answer - y) * (answer * (1.0 - answer))
            }
            Loss::MeanSquares => 2.0 * (z - y),
        }
    }

    /// The mean loss over some rows, of which there is at least one; writes its gradient into
    /// `gradient`. Over all rows in order it has the bits of [`Network::loss`].
    pub(super) fn slope(
        &self,
        rows: impl ExactSizeIterator<Item = usize>,
        w: &[f64],
        gradient: &mut [f64],
    ) -> f64 {
        gradient.fill(0.0);
        let count = rows.len() as f64;
        let sum = PASS.with_borrow_mut(|pass| {
            let losses = rows.map(|row| {
                self.forward(row, w, pass);
                self.backward(row, w, gradient, pass);
                let z = pass.sums.last().copied().unwrap_or_default();
                self.loss_of(z, self.targets[row])
            });
            losses.reduce(|sum, loss| sum + loss).unwrap_or(0.0)
        });
        gradient.iter_mut().for_each(|it| *it /= count);
        sum / count
    }

    /// Takes a row through the network.
    fn forward(&self, row: usize, w: &[f64], pass: &mut Pass) {
        let Pass { sums, outputs, .. } = pass;
        sums.clear();
        outputs.clear();
        outputs.extend_from_slice(self.row(row));
        let (mut from, last) = (0, self.layers.len() - 2);
        for (layer, &(place, size)) in self.places.iter().enumerate() {
            for unit in 0..size[1] {
                let sum = self.sum(&w[place..], size, unit, |i| outputs[from + i]);
                sums.push(sum);
                outputs.push(if layer < last { self.activation.of(sum) } else { sum });
            }
            from += size[0];
        }
    }

    /// Adds the gradient of the loss of a row that went through the network.
    fn backward(&self, row: usize, w: &[f64], gradient: &mut [f64], pass: &mut Pass) {
        let Pass { sums, outputs, errors } = pass;
        errors.clear();
        errors.resize(sums.len(), 0.0);
        let Some(last) = errors.len().checked_sub(1) else { return };
        errors[last] = self.error(sums[last], self.targets[row]);
        // Where the layer's sums end, and where what goes into it ends.
        let (mut above, mut below) = (sums.len(), outputs.len() - 1);
        for &(place, [inputs, units]) in self.places.iter().rev() {
            let (first, from) = (above - units, below - inputs);
            for unit in 0..units {
                let error = errors[first + unit];
                let weights = place + unit * inputs;
                for i in 0..inputs {
                    gradient[weights + i] += error * outputs[from + i];
                }
                if self.biased {
                    gradient[place + inputs * units + unit] += error;
                }
            }
            if place > 0 {
                let begin = first - inputs;
                for i in 0..inputs {
                    let back = |unit: usize| w[place + unit * inputs + i] * errors[first + unit];
                    let error: f64 = (0..units).map(back).sum();
                    let slope = self.activation.slope(sums[begin + i], outputs[from + i]);
                    errors[begin + i] = error * slope;
                }
            }
            (above, below) = (first, from);
        }
    }
}

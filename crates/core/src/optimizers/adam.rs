use crate::knob::Range;
use crate::optimizer::{Oracle, State, UpdateRule, next_power};
use crate::{Vector, settings};

settings! {
    /// Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², and with bias correction
    /// m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), then w ← w − αₜ m̂ / (√v̂ + ε).
    ///
    /// Without bias correction m̂ = m and v̂ = v. AMSGrad divides by the largest v so
    /// far instead of the latest.
    ///
    /// Sources: D. P. Kingma and J. Ba, *Adam: a method for stochastic optimization*,
    /// ICLR 2015; AMSGrad: S. J. Reddi, S. Kale and S. Kumar, *On the convergence of
    /// Adam and beyond*, ICLR 2018, in the form of PyTorch's `Adam(amsgrad=True)`, which
    /// takes the maximum before the bias correction.
    pub struct Adam {
        /// How much of the mean gradient m stays.
        beta1: f64 = 0.9, "β₁", in Range::linear(0.0, 0.9999);
        /// How much of the mean square v stays.
        beta2: f64 = 0.999, "β₂", in Range::linear(0.0, 0.999_999);
        /// Keeps the divisor away from zero.
        epsilon: f64 = 1e-8, "ε", in Range::log(1e-16, 1.0);
        /// Whether m and v, which begin at zero, are corrected for it.
        bias_correction: bool = true;
        /// Whether the divisor uses the largest v so far.
        amsgrad: bool = false;
    }
}

impl UpdateRule for Adam {
    fn learning_rate(&self) -> f64 {
        0.01
    }

    fn slots(&self) -> &'static [&'static str] {
        if self.amsgrad { &["m", "v", "v_max"] } else { &["m", "v"] }
    }

    #[inline]
    fn update<V: Vector>(&self, rate: f64, oracle: &mut impl Oracle<V>, state: &mut State<V>) {
        let g = oracle.gradient();
        let State { params: w, slots: [m, v, v_max], products: [power1, power2], .. } = state;
        *power1 = next_power(*power1, self.beta1);
        *power2 = next_power(*power2, self.beta2);
        let (step, root) = if self.bias_correction {
            (rate / (1.0 - *power1), libm::sqrt(1.0 - *power2))
        } else {
            (rate, 1.0)
        };
        for i in 0..g.dim() {
            m[i] = self.beta1 * m[i] + (1.0 - self.beta1) * g[i];
            v[i] = self.beta2 * v[i] + (1.0 - self.beta2) * (g[i] * g[i]);
            let square = if self.amsgrad {
                v_max[i] = v_max[i].max(v[i]);
                v_max[i]
            } else {
                v[i]
            };
            w[i] -= step * m[i] / (libm::sqrt(square) / root + self.epsilon);
        }
    }
}

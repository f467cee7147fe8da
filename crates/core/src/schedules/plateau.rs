use crate::schedules::{Decay, PythonWatch, Watch};
use crate::settings::Range;
use crate::{choices, settings};

choices! {
    /// By how much a cost must fall below the best one to count as better.
    pub enum PlateauThreshold {
        /// By a part of the best cost: below best − ε·|best|.
        Relative = "relative",
        /// By a number: below best − ε.
        Absolute = "absolute",
    }
}

settings! {
    /// Reduce on plateau: α times a factor f whenever the cost has not become better for more
    /// than n steps.
    ///
    /// It looks at J(w) after every step, as PyTorch's `ReduceLROnPlateau` does where it is
    /// given the cost after `optimizer.step()`. Where costs are positive it is the same with
    /// `min_lr` = αs and `eps` = 0; PyTorch takes ε·best also where the best cost is negative,
    /// and there counts costs as better that are a little worse.
    ///
    /// Source: PyTorch 2, `torch.optim.lr_scheduler.ReduceLROnPlateau`.
    pub struct Plateau {
        /// What the rate is multiplied by.
        factor: f64 = 0.1, "f", in Range::linear(0.0, 1.0);
        /// How many steps without a better cost are waited for.
        patience: u64 = 10, "n", in Range::whole(0, 1_000_000);
        /// How much better counts as better.
        threshold: f64 = 1e-4, "ε", in Range::log(0.0, 1e6);
        /// Better by a part of the best cost, or by a number.
        threshold_mode: PlateauThreshold = PlateauThreshold::Relative;
        /// How many steps after a reduction are not counted.
        cooldown: u64 = 0, "c", in Range::whole(0, 1_000_000);
        /// Which part of the rate is left at least.
        floor: f64 = 0.0, "s", in Range::linear(0.0, 1.0);
    }
}

/// What a plateau's [`Watch`] holds, in this order.
const SCALE: usize = 0;
const BEST: usize = 1;
const BAD: usize = 2;
const RESTING: usize = 3;

impl Decay for Plateau {
    fn factor(&self, _: u64, watch: &Watch) -> f64 {
        watch[SCALE]
    }

    fn watches_costs(&self) -> bool {
        true
    }

    fn begin(&self) -> Watch {
        [1.0, f64::INFINITY, 0.0, 0.0]
    }

    fn watch(&self, cost: f64, watch: &mut Watch) {
        let limit = match self.threshold_mode {
            PlateauThreshold::Relative if watch[BEST] > 0.0 => watch[BEST] * (1.0 - self.threshold),
            PlateauThreshold::Relative => watch[BEST] * (1.0 + self.threshold),
            PlateauThreshold::Absolute => watch[BEST] - self.threshold,
        };
        if cost < limit {
            (watch[BEST], watch[BAD]) = (cost, 0.0);
        } else {
            watch[BAD] += 1.0;
        }
        if watch[RESTING] > 0.0 {
            (watch[RESTING], watch[BAD]) = (watch[RESTING] - 1.0, 0.0);
        }
        if watch[BAD] > self.patience as f64 {
            watch[SCALE] = f64::min(watch[SCALE], f64::max(watch[SCALE] * self.factor, self.floor));
            (watch[RESTING], watch[BAD]) = (self.cooldown as f64, 0.0);
        }
    }

    fn python(&self) -> &'static str {
        "scale"
    }

    fn python_watch(&self) -> Option<PythonWatch> {
        let limit = match self.threshold_mode {
            PlateauThreshold::Relative => {
                "best * (1 - threshold) if best > 0 else best * (1 + threshold)"
            }
            PlateauThreshold::Absolute => "best - threshold",
        };
        Some(PythonWatch {
            begin: "scale, best, bad, resting = 1.0, math.inf, 0, 0",
            names: "scale, best, bad, resting",
            watch: format!(
                "\
if value < ({limit}):
    best, bad = value, 0
else:
    bad += 1
if resting > 0:
    resting, bad = resting - 1, 0
if bad > patience:
    scale = min(scale, max(scale * factor, floor))
    resting, bad = cooldown, 0"
            ),
        })
    }
}

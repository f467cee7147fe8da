use crate::Schedule;
use crate::schedules::Watch;
use crate::settings::Range;

/// The learning rate αₜ of every step: a base rate, a linear warm-up, a schedule.
///
/// During the first `warmup` steps αₜ = α·t/warmup; from then on αₜ = α·factor(t − warmup).
/// The base rate is a factor of the whole, as in PyTorch's `LambdaLR`.
#[derive(Clone, Debug, PartialEq)]
pub struct Pace {
    /// α.
    pub learning_rate: f64,
    /// What the rate does after the warm-up.
    pub schedule: Schedule,
    /// Steps of warm-up.
    pub warmup: u64,
}

impl Pace {
    /// The learning rates that make sense.
    pub const LEARNING_RATE: Range = Range::log(0.0, 1e6);
    /// The lengths of warm-up that make sense, in steps.
    pub const WARMUP: Range = Range::whole(0, 100_000);

    /// Whether the rates depend on the costs of the run, so that each is known only after the
    /// step before.
    #[must_use]
    pub fn watches_costs(&self) -> bool {
        self.schedule.get().watches_costs()
    }

    /// What is remembered of the costs before the first step.
    #[must_use]
    pub fn begin(&self) -> Watch {
        self.schedule.get().begin()
    }

    /// Takes notice of J(w) after step `t`: from the end of the warm-up on.
    pub fn watch(&self, t: u64, cost: f64, watch: &mut Watch) {
        if t > self.warmup {
            self.schedule.get().watch(cost, watch);
        }
    }

    /// αₜ at steps `first`, `first` + 1, … for `first` ≥ 1, given what is remembered of the
    /// costs: where those are watched, as if they did not change any more.
    pub fn fill(&self, first: u64, watch: &Watch, rates: &mut [f64]) {
        let warm = usize::try_from((self.warmup + 1).saturating_sub(first)).unwrap_or(usize::MAX);
        let (warming, scheduled) = rates.split_at_mut(warm.min(rates.len()));
        for (t, rate) in (first..).zip(warming.iter_mut()) {
            *rate = t as f64 / self.warmup as f64;
        }
        let (begin, schedule) = (first + warming.len() as u64, self.schedule.get());
        let steady = schedule.is_steady();
        if steady {
            scheduled.fill(self.learning_rate);
        } else {
            schedule.fill(begin.saturating_sub(self.warmup), watch, scheduled);
        }
        let scaled = if steady { warming } else { rates };
        for rate in scaled {
            *rate *= self.learning_rate;
        }
    }

    /// αₜ at step `t` ≥ 1, given what is remembered of the costs.
    #[must_use]
    pub fn rate(&self, t: u64, watch: &Watch) -> f64 {
        let mut rate = [0.0];
        self.fill(t, watch, &mut rate);
        rate[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedules::InverseTime;

    #[test]
    fn the_schedule_begins_where_the_warm_up_ends() {
        let schedule = Schedule::InverseTime(InverseTime { decay: 1.0 });
        let pace = Pace { learning_rate: 0.5, schedule, warmup: 4 };
        let mut rates = [0.0; 7];
        pace.fill(1, &pace.begin(), &mut rates);
        assert_eq!(rates, [0.125, 0.25, 0.375, 0.5, 0.25, 0.5 / 3.0, 0.125]);
        let one_by_one: Vec<f64> = (1..=7).map(|t| pace.rate(t, &pace.begin())).collect();
        assert_eq!(one_by_one, rates);
    }
}

use super::column::Column;
use crate::map::in_plane;

/// What a run leaves behind at every epoch from 0: a light record from which paths
/// and charts are drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    dim: usize,
    /// w of every epoch, one after the other.
    params: Column,
    /// J(w).
    pub cost: Column,
    /// |∇J(w)|.
    pub slope: Column,
    /// The learning rate of the step that led here; at epoch 0 that of the first step.
    pub rate: Column,
    /// The cost that the step which led here saw, over its minibatch and before its update; NaN at
    /// epoch 0. Empty where a run sees the exact gradient.
    pub batch_cost: Column,
    /// Whether that is recorded.
    sampled: bool,
}

/// Some epochs at the end of a [`Trajectory`], to be filled.
#[derive(Debug)]
pub struct Rows<'a> {
    /// w of every epoch, one after the other.
    pub params: &'a mut [f64],
    /// J(w).
    pub cost: &'a mut [f64],
    /// |∇J(w)|.
    pub slope: &'a mut [f64],
    /// The learning rate of the step that leads here.
    pub rate: &'a mut [f64],
    /// The cost that the step saw, where that is recorded; else empty.
    pub batch_cost: &'a mut [f64],
}

impl Trajectory {
    /// A record of runs with `dim` parameters in which nothing is recorded so far.
    #[must_use]
    pub fn new(dim: usize) -> Self {
        let [params, cost, slope, rate, batch_cost] = Default::default();
        Self { dim, params, cost, slope, rate, batch_cost, sampled: false }
    }

    /// Forgets everything, and records from now on what the steps see, or does not.
    pub(crate) fn begin(&mut self, sampled: bool) {
        self.clear();
        self.sampled = sampled;
    }

    /// Makes room for `more` epochs.
    pub fn reserve(&mut self, more: usize) {
        self.params.reserve(more * self.dim);
        self.columns().for_each(|column| column.reserve(more));
    }

    /// For how many epochs there is room.
    #[must_use]
    pub fn room(&self) -> usize {
        self.cost.room()
    }

    /// Adds `more` epochs, to be filled.
    pub(crate) fn grow(&mut self, more: usize) -> Rows<'_> {
        self.columns().for_each(|column| column.grow(more));
        self.params.grow(more * self.dim);
        self.last(more)
    }

    /// The last `count` epochs, to be filled.
    pub(crate) fn last(&mut self, count: usize) -> Rows<'_> {
        let from = self.len() - count;
        let Self { dim, params, cost, slope, rate, batch_cost, sampled } = self;
        let [cost, slope, rate] = [cost, slope, rate].map(|column| column.tail(from));
        let batch_cost = batch_cost.tail(if *sampled { from } else { 0 });
        Rows { params: params.tail(from * *dim), cost, slope, rate, batch_cost }
    }

    /// Forgets everything, and keeps the memory for what comes.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Forgets all but the first `len` epochs.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.params.truncate(len * self.dim);
        self.columns().for_each(|column| column.truncate(len));
    }

    fn columns(&mut self) -> impl Iterator<Item = &mut Column> {
        let Self { cost, slope, rate, batch_cost, sampled, .. } = self;
        [cost, slope, rate].into_iter().chain(sampled.then_some(batch_cost))
    }

    /// Records one more epoch.
    ///
    /// # Panics
    /// Where `w` has another dimension than the record.
    pub fn push(&mut self, w: &[f64], cost: f64, slope: f64, rate: f64) {
        assert_eq!(w.len(), self.dim, "a record of another dimension");
        w.iter().for_each(|&w| self.params.push(w));
        self.cost.push(cost);
        self.slope.push(slope);
        self.rate.push(rate);
        if self.sampled {
            self.batch_cost.push(f64::NAN);
        }
    }

    /// How many parameters w has.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// How many epochs are recorded, epoch 0 among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cost.len()
    }

    /// True before anything is recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cost.is_empty()
    }

    /// w at an epoch.
    #[must_use]
    pub fn params(&self, epoch: usize) -> Option<&[f64]> {
        self.params.get(epoch * self.dim..(epoch + 1) * self.dim)
    }

    /// Where w is on the map at an epoch.
    #[must_use]
    pub fn point(&self, epoch: usize) -> Option<[f64; 2]> {
        self.params(epoch).map(in_plane)
    }

    /// One parameter over all epochs.
    ///
    /// # Panics
    /// Where there is no parameter of this number.
    pub fn param(&self, number: usize) -> impl ExactSizeIterator<Item = f64> + Clone {
        self.params.iter().skip(number).step_by(self.dim).copied()
    }

    /// The first epoch from `from` on whose cost is below `threshold`.
    #[must_use]
    pub fn first_below(&self, threshold: f64, from: usize) -> Option<usize> {
        let below = self.cost.iter().skip(from).position(|&cost| cost < threshold);
        below.map(|place| from + place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Epochs with these costs, every other number another one.
    fn trajectory(costs: &[f64]) -> Trajectory {
        let mut trajectory = Trajectory::new(2);
        for (epoch, &cost) in costs.iter().enumerate() {
            let epoch = epoch as f64;
            trajectory.push(&[epoch, 10.0 + epoch], cost, 20.0 + epoch, 30.0 + epoch);
        }
        trajectory
    }

    #[test]
    fn what_is_recorded_stands_at_its_epoch() {
        assert!(Trajectory::new(2).is_empty());
        assert_eq!(Trajectory::new(2).len(), 0);
        let trajectory = trajectory(&[3.0, 2.0, 1.0]);
        assert!(!trajectory.is_empty());
        assert_eq!(trajectory.len(), 3);
        assert_eq!(trajectory.point(2), Some([2.0, 12.0]));
        assert_eq!(trajectory.point(3), None);
        assert_eq!(trajectory.params(1), Some(&[1.0, 11.0][..]));
        assert!(trajectory.param(1).eq([10.0, 11.0, 12.0]));
        assert_eq!(trajectory.slope, [20.0, 21.0, 22.0]);
        assert_eq!(trajectory.rate, [30.0, 31.0, 32.0]);
    }

    #[test]
    fn epochs_are_added_to_be_filled_and_forgotten() {
        let mut grown = trajectory(&[3.0, 2.0]);
        let Rows { params, cost, slope, rate, .. } = grown.grow(2);
        assert_eq!(params, [0.0; 4]);
        params[..2].copy_from_slice(&[2.0, 12.0]);
        for (column, number) in [(cost, 1.0), (slope, 22.0), (rate, 32.0)] {
            assert_eq!(column, [0.0, 0.0]);
            column[0] = number;
        }
        assert_eq!(grown.len(), 4);
        grown.truncate(3);
        assert_eq!(grown, trajectory(&[3.0, 2.0, 1.0]));
    }

    #[test]
    fn what_is_cleared_keeps_its_room_and_its_parameters() {
        let mut cleared = trajectory(&[3.0, 2.0]);
        let room = cleared.room();
        cleared.clear();
        assert_eq!(cleared, Trajectory::new(2));
        assert_eq!(cleared.room(), room);
    }

    #[test]
    fn any_number_of_parameters_is_recorded() {
        for dim in [1, 2, 3, 7] {
            let w = |epoch: usize| (0..dim).map(|i| (10 * epoch + i) as f64).collect::<Vec<_>>();
            let mut trajectory = Trajectory::new(dim);
            (0..5).for_each(|epoch| trajectory.push(&w(epoch), 0.0, 0.0, 0.0));
            trajectory.truncate(4);
            trajectory.grow(2).params[..dim].copy_from_slice(&w(4));
            assert_eq!((trajectory.dim(), trajectory.len()), (dim, 6));
            assert!((0..5).all(|epoch| trajectory.params(epoch) == Some(&w(epoch))));
            assert_eq!(trajectory.params(6), None);
            assert_eq!(trajectory.point(1), Some([10.0, if dim > 1 { 11.0 } else { 0.0 }]));
            let last = (0..5).map(|epoch| (10 * epoch + dim - 1) as f64).chain([0.0]);
            assert!(trajectory.param(dim - 1).eq(last));
        }
    }

    #[test]
    fn room_is_made_in_every_column() {
        let mut trajectory = trajectory(&[1.0]);
        trajectory.reserve(1000);
        assert!(trajectory.columns().all(|column| column.room() > 1000));
        assert!(trajectory.params.room() > 2000);
    }

    #[test]
    fn the_first_cost_below_a_threshold_is_looked_for_from_an_epoch_on() {
        let trajectory = trajectory(&[5.0, 3.0, 4.0, 3.0, f64::NAN, 1.0]);
        let first =
            |threshold| [0, 1, 2, 4, 6, 9].map(|from| trajectory.first_below(threshold, from));
        assert_eq!(first(6.0), [Some(0), Some(1), Some(2), Some(5), None, None]);
        assert_eq!(first(5.0), [Some(1), Some(1), Some(2), Some(5), None, None]);
        assert_eq!(first(4.0), [Some(1), Some(1), Some(3), Some(5), None, None]);
        assert_eq!(first(3.0), [Some(5), Some(5), Some(5), Some(5), None, None]);
        assert_eq!(first(1.0), [None; 6]);
    }
}

/// What a run leaves behind at every epoch from 0: a light record from which paths
/// and charts are drawn. Columns of equal length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trajectory {
    /// w1, or the first coordinate in the slice.
    pub w1: Vec<f64>,
    /// w2, or the second coordinate in the slice.
    pub w2: Vec<f64>,
    /// J(w).
    pub cost: Vec<f64>,
    /// |∇J(w)|.
    pub slope: Vec<f64>,
    /// The learning rate of the step that led here; at epoch 0 that of the first step.
    pub rate: Vec<f64>,
}

/// Some epochs at the end of a [`Trajectory`], to be filled.
#[derive(Debug)]
pub struct Rows<'a> {
    pub(crate) w1: &'a mut [f64],
    pub(crate) w2: &'a mut [f64],
    pub(crate) cost: &'a mut [f64],
    pub(crate) slope: &'a mut [f64],
    pub(crate) rate: &'a mut [f64],
}

impl Trajectory {
    /// Makes room for `more` epochs.
    pub fn reserve(&mut self, more: usize) {
        self.columns().into_iter().for_each(|column| column.reserve(more));
    }

    /// How many epochs can be added at once.
    pub(crate) const MOST_MORE: usize = 256;

    /// Adds `more` epochs, to be filled.
    pub(crate) fn grow(&mut self, more: usize) -> Rows<'_> {
        const ZEROS: [f64; Trajectory::MOST_MORE] = [0.0; Trajectory::MOST_MORE];
        // One copy, where `resize` goes number by number.
        self.columns().into_iter().for_each(|column| column.extend_from_slice(&ZEROS[..more]));
        self.last(more)
    }

    /// The last `count` epochs, to be filled.
    pub(crate) fn last(&mut self, count: usize) -> Rows<'_> {
        let from = self.len() - count;
        let [w1, w2, cost, slope, rate] = self.columns().map(|column| &mut column[from..]);
        Rows { w1, w2, cost, slope, rate }
    }

    /// Forgets all but the first `len` epochs.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.columns().into_iter().for_each(|column| column.truncate(len));
    }

    fn columns(&mut self) -> [&mut Vec<f64>; 5] {
        let Self { w1, w2, cost, slope, rate } = self;
        [w1, w2, cost, slope, rate]
    }

    /// Records one more epoch.
    #[inline]
    pub fn push(&mut self, [w1, w2]: [f64; 2], cost: f64, slope: f64, rate: f64) {
        self.w1.push(w1);
        self.w2.push(w2);
        self.cost.push(cost);
        self.slope.push(slope);
        self.rate.push(rate);
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

    /// (w1, w2) at an epoch.
    #[must_use]
    pub fn point(&self, epoch: usize) -> Option<[f64; 2]> {
        Some([*self.w1.get(epoch)?, *self.w2.get(epoch)?])
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
        let mut trajectory = Trajectory::default();
        for (epoch, &cost) in costs.iter().enumerate() {
            let epoch = epoch as f64;
            trajectory.push([epoch, 10.0 + epoch], cost, 20.0 + epoch, 30.0 + epoch);
        }
        trajectory
    }

    #[test]
    fn what_is_recorded_stands_at_its_epoch() {
        assert!(Trajectory::default().is_empty());
        assert_eq!(Trajectory::default().len(), 0);
        let trajectory = trajectory(&[3.0, 2.0, 1.0]);
        assert!(!trajectory.is_empty());
        assert_eq!(trajectory.len(), 3);
        assert_eq!(trajectory.point(2), Some([2.0, 12.0]));
        assert_eq!(trajectory.point(3), None);
        assert_eq!(trajectory.slope, [20.0, 21.0, 22.0]);
        assert_eq!(trajectory.rate, [30.0, 31.0, 32.0]);
    }

    #[test]
    fn epochs_are_added_to_be_filled_and_forgotten() {
        let mut grown = trajectory(&[3.0, 2.0]);
        let Rows { w1, w2, cost, slope, rate } = grown.grow(2);
        for (column, number) in [(w1, 2.0), (w2, 12.0), (cost, 1.0), (slope, 22.0), (rate, 32.0)] {
            assert_eq!(column, [0.0, 0.0]);
            column[0] = number;
        }
        assert_eq!(grown.len(), 4);
        grown.truncate(3);
        assert_eq!(grown, trajectory(&[3.0, 2.0, 1.0]));
    }

    #[test]
    fn room_is_made_in_every_column() {
        let mut trajectory = trajectory(&[1.0]);
        trajectory.reserve(1000);
        assert!(trajectory.columns().iter().all(|column| column.capacity() > 1000));
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

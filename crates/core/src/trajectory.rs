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

impl Trajectory {
    /// Makes room for `more` epochs.
    #[inline]
    pub fn reserve(&mut self, more: usize) {
        let Self { w1, w2, cost, slope, rate } = self;
        for column in [w1, w2, cost, slope, rate] {
            column.reserve(more);
        }
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

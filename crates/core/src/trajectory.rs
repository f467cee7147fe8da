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

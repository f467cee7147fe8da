use crate::landscapes::{Nature, StationaryPoint};
use crate::map::in_plane;
use crate::{Problem, Run, Task, Trajectory};

/// How a run stands at an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// At epoch 0.
    Ready,
    /// Under way, and playing.
    Running,
    /// Under way, and standing still.
    Paused,
    /// At the last epoch, without having come to rest.
    Finished,
    /// At rest where no nearby point is cheaper.
    Converged,
    /// Near a known minimum for a while, though its gradient is not at rest.
    Settled,
    /// At rest at a saddle or a maximum, where the gradient is zero too.
    Stalled,
    /// Outside of the landscape's own region, whatever the picture shows.
    Left,
    /// Its numbers were no longer finite at this epoch.
    Diverged(usize),
}

impl Status {
    /// Every name.
    pub const NAMES: [&'static str; 9] = [
        "ready",
        "running",
        "paused",
        "finished",
        "converged",
        "settled",
        "stalled",
        "left",
        "diverged",
    ];

    /// Its key among the page's strings.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES[match self {
            Self::Ready => 0,
            Self::Running => 1,
            Self::Paused => 2,
            Self::Finished => 3,
            Self::Converged => 4,
            Self::Settled => 5,
            Self::Stalled => 6,
            Self::Left => 7,
            Self::Diverged(_) => 8,
        }]
    }
}

/// What came of a run by an epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readout {
    /// How it stands.
    pub status: Status,
    /// The epoch that the numbers belong to: the one shown, or the last finite one.
    pub epoch: usize,
    /// J(w); +∞ once it has diverged.
    pub cost: f64,
    /// w.
    pub w: [f64; 2],
    /// |∇J(w)|.
    pub slope: f64,
    /// αₜ of the step that led here.
    pub learning_rate: f64,
    /// The first epoch with a cost below the threshold.
    pub first_below: Option<usize>,
    /// The known stationary point at which it is.
    pub place: Option<StationaryPoint>,
    /// The first epoch whose numbers depend on rounding, once that is shown and known: see
    /// [`Sensitivity`](crate::Sensitivity).
    pub sensitive: Option<usize>,
}

impl Readout {
    /// The epoch that the status belongs to: where it diverged, or that of the numbers.
    #[must_use]
    pub fn status_epoch(&self) -> usize {
        match self.status {
            Status::Diverged(epoch) => epoch,
            _ => self.epoch,
        }
    }
}

/// What decides whether a run has arrived.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// What is descended.
    pub task: &'a Task,
    /// How many updates a run takes.
    pub steps: usize,
    /// Whether it is playing.
    pub playing: bool,
    /// The landscape's known stationary points.
    pub marks: &'a [StationaryPoint],
}

impl Arrival<'_> {
    /// |∇J| below which a run is at rest.
    pub const REST: f64 = 1e-6;

    /// How near to a known point a run is said to be there, as a fraction of the
    /// landscape's region.
    pub const NEAR: f64 = 0.01;

    /// For how many epochs a run must have been near a minimum to have settled there: one that
    /// passes by is not.
    pub const STAY: usize = 10;

    /// What came of a run by `epoch`, as far as it is known, given when its cost was
    /// first below the threshold.
    #[must_use]
    pub fn read(&self, run: &Run, epoch: usize, first_below: Option<usize>) -> Readout {
        let trajectory = run.trajectory();
        let last = epoch.min(trajectory.len().saturating_sub(1));
        let w = trajectory.point(last).unwrap_or_default();
        let at = |column: &[f64]| column.get(last).copied().unwrap_or(f64::NAN);
        let slope = at(&trajectory.slope);
        let place = self.place(w);
        let settled = || self.settled(trajectory, last, place);
        let diverged = run.diverged().filter(|&at| at <= epoch);
        let cost = match diverged {
            Some(_) => f64::INFINITY,
            None => at(&trajectory.cost),
        };
        let status = match diverged {
            Some(at) => Status::Diverged(at),
            None => self.status(trajectory.params(last).unwrap_or_default(), slope, epoch, settled),
        };
        Readout {
            status,
            epoch: last,
            cost,
            w,
            slope,
            learning_rate: at(&trajectory.rate),
            first_below: first_below.filter(|&at| at <= last),
            place: place.filter(|_| diverged.is_none()),
            sensitive: None,
        }
    }

    fn status(
        &self,
        w: &[f64],
        slope: f64,
        epoch: usize,
        settled: impl FnOnce() -> bool,
    ) -> Status {
        if slope <= Self::REST {
            if self.is_minimum(w) { Status::Converged } else { Status::Stalled }
        } else if epoch == 0 {
            Status::Ready
        } else if !self.task.region().contains(in_plane(w)) {
            Status::Left
        } else if settled() {
            Status::Settled
        } else if epoch == self.steps {
            Status::Finished
        } else if self.playing {
            Status::Running
        } else {
            Status::Paused
        }
    }

    /// Whether the last epochs were all near the same minimum.
    fn settled(&self, path: &Trajectory, last: usize, place: Option<StationaryPoint>) -> bool {
        let is_minimum = place.is_some_and(|place| place.nature == Nature::Minimum);
        let stays = |back: usize| path.point(last - back).and_then(|w| self.place(w)) == place;
        is_minimum && last >= Self::STAY && (1..=Self::STAY).all(stays)
    }

    /// The nearest known point, where it is near enough.
    fn place(&self, w: [f64; 2]) -> Option<StationaryPoint> {
        let [width, height] = self.task.region().size();
        let away = |p: &StationaryPoint| {
            let (u, v) = ((p.at[0] - w[0]) / width, (p.at[1] - w[1]) / height);
            f64::sqrt(u * u + v * v)
        };
        let nearest = self.marks.iter().min_by(|a, b| away(a).total_cmp(&away(b)))?;
        (away(nearest) <= Self::NEAR).then_some(*nearest)
    }

    /// Whether a point at rest is a minimum: by the landscape's list, or else by
    /// curvature.
    fn is_minimum(&self, w: &[f64]) -> bool {
        match self.place(in_plane(w)) {
            Some(place) => place.nature == Nature::Minimum,
            None => {
                let hessian = self.task.hessian(w);
                hessian.is_some_and(|hessian| curves_up(&hessian, w.len()))
            }
        }
    }
}

/// Whether a Hessian, given as its upper triangle row by row, curves upwards somewhere and
/// downwards nowhere: whether elimination meets no negative pivot.
fn curves_up(triangle: &[f64], dim: usize) -> bool {
    let (mut rows, mut rest) = (Vec::new(), triangle);
    for i in 0..dim {
        let (row, below) = rest.split_at((dim - i).min(rest.len()));
        rows.push(row.to_vec());
        rest = below;
    }
    let mut somewhere = false;
    while !rows.is_empty() {
        let row = rows.remove(0);
        let Some((&pivot, beside)) = row.split_first() else { return false };
        let flat = pivot == 0.0 && beside.iter().all(|&number| number == 0.0);
        if !(pivot > 0.0 || flat) {
            return false;
        }
        somewhere |= !flat;
        for (j, below) in rows.iter_mut().enumerate().filter(|_| !flat) {
            let factor = beside[j] / pivot;
            below.iter_mut().zip(&beside[j..]).for_each(|(it, above)| *it -= factor * above);
        }
    }
    somewhere
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hessian_without_negative_eigenvalues_curves_up() {
        let cases: [(&[f64], usize, bool); 10] = [
            (&[2.0], 1, true),
            (&[-2.0], 1, false),
            (&[0.0, 0.0, 0.0], 2, false),
            (&[2.0, 1.0, 1.0], 2, true),
            (&[2.0, 2.0, 1.0], 2, false),
            (&[4.0, 2.0, 1.0], 2, true),
            (&[0.0, 1.0, 1.0], 2, false),
            (&[0.0, 0.0, 1.0], 2, true),
            (&[2.0, -1.0, 0.0, 2.0, -1.0, 2.0], 3, true),
            (&[2.0, -2.0, 0.0, 2.0, -1.0, 2.0], 3, false),
        ];
        for (triangle, dim, up) in cases {
            assert_eq!(curves_up(triangle, dim), up, "{triangle:?}");
        }
        assert!(!curves_up(&[f64::NAN, 0.0, 1.0], 2));
    }
}

use crate::landscapes::{Nature, StationaryPoint};
use crate::{Landscape, Region, Run};

/// How a run stands at an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// At epoch 0.
    Ready,
    /// Under way.
    Running,
    /// At the last epoch, without having come to rest.
    Finished,
    /// At rest where no nearby point is cheaper.
    Converged,
    /// At rest at a saddle or a maximum, where the gradient is zero too.
    Stalled,
    /// Outside of the picture.
    Left,
    /// Its numbers were no longer finite at this epoch.
    Diverged(usize),
}

impl Status {
    /// Its key among the page's strings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Converged => "converged",
            Self::Stalled => "stalled",
            Self::Left => "left",
            Self::Diverged(_) => "diverged",
        }
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
    /// On which landscape.
    pub landscape: &'a Landscape,
    /// What is in the picture.
    pub view: Region,
    /// How many epochs there are.
    pub epochs: usize,
    /// The landscape's known stationary points.
    pub marks: &'a [StationaryPoint],
}

impl Arrival<'_> {
    /// |∇J| below which a run is at rest.
    pub const REST: f64 = 1e-6;

    /// How near to a known point a run is said to be there, as a fraction of the
    /// landscape's region.
    pub const NEAR: f64 = 0.01;

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
        let diverged = run.diverged().filter(|&at| at <= epoch);
        let cost = match diverged {
            Some(_) => f64::INFINITY,
            None => at(&trajectory.cost),
        };
        let status = match diverged {
            Some(at) => Status::Diverged(at),
            None => self.status(w, slope, epoch),
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

    fn status(&self, w: [f64; 2], slope: f64, epoch: usize) -> Status {
        if !self.view.contains(w) {
            Status::Left
        } else if slope <= Self::REST {
            if self.is_minimum(w) { Status::Converged } else { Status::Stalled }
        } else if epoch == 0 {
            Status::Ready
        } else if epoch < self.epochs {
            Status::Running
        } else {
            Status::Finished
        }
    }

    /// The nearest known point, where it is near enough.
    fn place(&self, w: [f64; 2]) -> Option<StationaryPoint> {
        let [width, height] = self.landscape.get().region().size();
        let away = |p: &StationaryPoint| {
            let (u, v) = ((p.at[0] - w[0]) / width, (p.at[1] - w[1]) / height);
            f64::sqrt(u * u + v * v)
        };
        let nearest = self.marks.iter().min_by(|a, b| away(a).total_cmp(&away(b)))?;
        (away(nearest) <= Self::NEAR).then_some(*nearest)
    }

    /// Whether a point at rest is a minimum: by the landscape's list, or else by
    /// curvature.
    fn is_minimum(&self, w: [f64; 2]) -> bool {
        match self.place(w) {
            Some(place) => place.nature == Nature::Minimum,
            None => {
                let [a, b, c] = self.landscape.get().hessian(w);
                a + c > 0.0 && a * c - b * b >= 0.0
            }
        }
    }
}

use crate::landscapes::{StationaryPoint, Surface};
use crate::run::{Carried, Rows, Walk, Walker};
use crate::settings::Settings;
use crate::{
    Checkpoint, Field, Formula, Jet2, Landscape, LandscapeVisitor, Objective, Optimizer,
    OptimizerVisitor, Region, State, Traced, UpdateRule,
};

/// A [`Surface`] behind a pointer: what can be asked of a landscape without knowing
/// which one it is. See there for the meaning of each method.
///
/// Only what a step or a pointer asks for is compiled for every landscape; grids and
/// Hessians come from the formula, with the same bits.
pub trait AnySurface: Settings {
    /// J(w).
    fn cost(&self, w: [f64; 2]) -> f64;
    /// J(w) and ∇J(w).
    fn slope(&self, w: [f64; 2]) -> (f64, [f64; 2]);
    /// What [`AnySurface::slope`] computes.
    fn trace<'a>(&self, w: [Traced<'a>; 2]) -> (Traced<'a>, [Traced<'a>; 2]);
    /// The Hessian's three numbers at w.
    fn hessian(&self, w: [f64; 2]) -> [f64; 3] {
        self.formula().eval(Jet2::variable(w[0], 0), Jet2::variable(w[1], 1)).hessian
    }
    /// The part of the plane that is drawn at first.
    fn region(&self) -> Region;
    /// A start that shows what the landscape teaches.
    fn start(&self) -> [f64; 2];
    /// The known minima, maxima and saddles.
    fn stationary_points(&self) -> Vec<StationaryPoint>;
    /// The formula that it computes.
    fn formula(&self) -> Formula;
    /// The cost on a grid of points.
    fn sample(&self, region: Region, columns: usize, rows: usize) -> Field {
        Field::of(&self.formula(), region, columns, rows)
    }
}

impl<S: Surface> AnySurface for S {
    fn cost(&self, w: [f64; 2]) -> f64 {
        Surface::cost(self, w[0], w[1])
    }

    fn slope(&self, w: [f64; 2]) -> (f64, [f64; 2]) {
        Surface::slope(self, w)
    }

    fn trace<'a>(&self, w: [Traced<'a>; 2]) -> (Traced<'a>, [Traced<'a>; 2]) {
        Surface::slope(self, w)
    }

    fn region(&self) -> Region {
        Surface::region(self)
    }

    fn start(&self) -> [f64; 2] {
        Surface::start(self)
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        Surface::stationary_points(self)
    }

    fn formula(&self) -> Formula {
        Formula::of(self)
    }
}

/// Any landscape as what a run descends.
///
/// Natively there is a loop for every landscape with every optimizer. A page would have to
/// load them all, 20 kB for a nanosecond or two a step: there one function holds all
/// landscapes, and a loop per optimizer calls it.
impl Objective for Landscape {
    type Point = [f64; 2];

    fn dim(&self) -> usize {
        2
    }

    fn cost(&self, w: &[f64; 2]) -> f64 {
        self.get().cost(*w)
    }

    #[inline(never)]
    fn gradient(&self, w: &[f64; 2], gradient: &mut [f64; 2]) -> f64 {
        struct At<'a>(&'a [f64; 2], &'a mut [f64; 2]);
        impl LandscapeVisitor for At<'_> {
            type Output = f64;
            #[inline]
            fn visit<S: Surface + Clone + 'static>(self, surface: S) -> f64 {
                Objective::gradient(&surface, self.0, self.1)
            }
        }
        self.visit(At(w, gradient))
    }

    #[inline]
    fn stride<R: UpdateRule + Clone>(
        &self,
        rule: &R,
        carried: &mut Carried<[f64; 2]>,
        rows: Rows<'_>,
    ) -> bool {
        struct Go<'a, R>(&'a R, &'a mut Carried<[f64; 2]>, Rows<'a>);
        impl<R: UpdateRule + Clone> LandscapeVisitor for Go<'_, R> {
            type Output = bool;
            #[inline]
            fn visit<S: Surface + Clone + 'static>(self, surface: S) -> bool {
                let Self(rule, carried, rows) = self;
                carried.stride(&surface, &rule.clone(), rows)
            }
        }
        if cfg!(target_family = "wasm") {
            carried.stride(self, rule, rows)
        } else {
            self.visit(Go(rule, carried, rows))
        }
    }
}

impl Landscape {
    /// A walk with this optimizer that stands at `start`.
    #[must_use]
    pub fn walker(&self, optimizer: &Optimizer, start: [f64; 2]) -> Box<dyn Walker> {
        self.walker_at(optimizer, State::new(optimizer.get(), start))
    }

    /// A walk with this optimizer that goes on from a kept state; none where that has another
    /// number of parameters.
    #[must_use]
    pub fn resume(&self, optimizer: &Optimizer, from: &Checkpoint) -> Option<Box<dyn Walker>> {
        Some(self.walker_at(optimizer, State::from_checkpoint(from)?))
    }

    fn walker_at(&self, optimizer: &Optimizer, state: State<[f64; 2]>) -> Box<dyn Walker> {
        struct Resume(Landscape, State<[f64; 2]>);
        impl OptimizerVisitor for Resume {
            type Output = Box<dyn Walker>;
            fn visit<R: UpdateRule + Clone + 'static>(self, rule: R) -> Box<dyn Walker> {
                Box::new(Walk::resume(self.0, rule, self.1))
            }
        }
        optimizer.visit(Resume(self.clone(), state))
    }
}

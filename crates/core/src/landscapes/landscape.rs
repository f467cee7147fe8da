use std::rc::Rc;

use crate::optimizers::RuleOver;
use crate::run::{Carried, Rows, Walk, Walker};
use crate::{
    Checkpoint, Landscape, LandscapeVisitor, Objective, Optimizer, OptimizerVisitor, Problem,
    State, UpdateRule,
};

/// A landscape of two parameters as what a run descends: their numbers stay in registers.
///
/// Natively there is a loop for every landscape with every optimizer. A page would have to
/// load them all: there one function holds all landscapes, and one loop, with the optimizer
/// behind a pointer, calls it where no loop was compiled for the run.
#[derive(Clone, Debug)]
struct Planar(Landscape);

impl Objective for Planar {
    type Point = [f64; 2];

    fn dim(&self) -> usize {
        2
    }

    fn cost(&self, w: &[f64; 2]) -> f64 {
        self.0.get().cost(w)
    }

    #[inline(never)]
    fn gradient(&self, w: &[f64; 2], gradient: &mut [f64; 2]) -> f64 {
        struct At<'a>(&'a [f64; 2], &'a mut [f64; 2]);
        impl LandscapeVisitor for At<'_> {
            type Output = f64;
            #[inline]
            fn visit<P: Problem + Clone + 'static>(self, problem: P) -> f64 {
                problem.gradient(self.0, self.1)
            }
        }
        self.0.visit(At(w, gradient))
    }

    #[inline]
    fn stride<R: RuleOver<f64> + Clone>(
        &self,
        rule: &R,
        carried: &mut Carried<[f64; 2]>,
        rows: Rows<'_>,
    ) -> bool {
        struct Go<'a, R>(&'a R, &'a mut Carried<[f64; 2]>, Rows<'a>);
        impl<R: RuleOver<f64> + Clone> LandscapeVisitor for Go<'_, R> {
            type Output = bool;
            #[inline]
            fn visit<P: Problem + Clone + 'static>(self, problem: P) -> bool {
                let Self(rule, carried, rows) = self;
                carried.stride(&Member(problem), &rule.clone(), rows)
            }
        }
        if cfg!(target_family = "wasm") {
            carried.stride(self, rule, rows)
        } else {
            self.0.visit(Go(rule, carried, rows))
        }
    }
}

/// A member of the list, of two parameters, as the type that it is.
struct Member<P>(P);

impl<P: Problem> Objective for Member<P> {
    type Point = [f64; 2];

    #[inline]
    fn dim(&self) -> usize {
        2
    }

    #[inline]
    fn cost(&self, w: &[f64; 2]) -> f64 {
        self.0.cost(w)
    }

    #[inline]
    fn gradient(&self, w: &[f64; 2], gradient: &mut [f64; 2]) -> f64 {
        self.0.gradient(w, gradient)
    }
}

/// A landscape of any number of parameters as what a run descends. Its gradient takes most of the
/// time, so one loop serves all optimizers.
#[derive(Clone, Debug)]
struct Spatial(Landscape);

impl Objective for Spatial {
    type Point = Vec<f64>;

    fn dim(&self) -> usize {
        self.0.get().dim()
    }

    fn cost(&self, w: &Vec<f64>) -> f64 {
        self.0.get().cost(w)
    }

    fn gradient(&self, w: &Vec<f64>, gradient: &mut Vec<f64>) -> f64 {
        self.0.get().gradient(w, gradient)
    }
}

impl Landscape {
    /// A walk with this optimizer that stands at `start`.
    ///
    /// # Panics
    /// Where `start` has another number of parameters.
    #[must_use]
    pub fn walker(&self, optimizer: &Optimizer, start: &[f64]) -> Box<dyn Walker> {
        assert_eq!(start.len(), self.get().dim(), "a start of another dimension");
        self.walker_at(optimizer, &State::new(optimizer.get().initial(), start.to_vec()))
    }

    /// A walk with this optimizer that goes on from a kept state; none where that has another
    /// number of parameters.
    #[must_use]
    pub fn resume(&self, optimizer: &Optimizer, from: &Checkpoint) -> Option<Box<dyn Walker>> {
        (from.params.len() == self.get().dim()).then(|| self.walker_at(optimizer, from))
    }

    fn walker_at(&self, optimizer: &Optimizer, from: &Checkpoint) -> Box<dyn Walker> {
        match State::from_checkpoint(from) {
            Some(state) => optimizer.visit(InPlane(Planar(self.clone()), state)),
            None => {
                let rule = optimizer.visit(BehindPointer);
                Box::new(Walk::resume(Spatial(self.clone()), rule, from.clone()))
            }
        }
    }
}

struct InPlane(Planar, State<[f64; 2]>);

impl OptimizerVisitor for InPlane {
    type Output = Box<dyn Walker>;
    fn visit<R: UpdateRule + Clone + 'static>(self, rule: R) -> Box<dyn Walker> {
        if cfg!(target_family = "wasm") {
            Box::new(Walk::resume(self.0, BehindPointer.visit(rule), self.1))
        } else {
            Box::new(Walk::resume(self.0, rule, self.1))
        }
    }
}

struct BehindPointer;

impl OptimizerVisitor for BehindPointer {
    type Output = Rc<dyn RuleOver<f64>>;
    fn visit<R: UpdateRule + Clone + 'static>(self, rule: R) -> Rc<dyn RuleOver<f64>> {
        Rc::new(rule)
    }
}

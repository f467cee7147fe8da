//! Walks over a task.

use std::rc::Rc;

use super::{Oracle, Task};
use crate::optimizers::RuleOver;
use crate::run::{Carried, Rows, Walk, Walker};
use crate::{
    Checkpoint, LandscapeVisitor, Objective, Optimizer, OptimizerVisitor, Problem, State,
    UpdateRule,
};

/// A task of two parameters with exact gradients: their numbers stay in registers.
///
/// Natively there is a loop for every landscape with every optimizer. A page would have to
/// load them all: there one function holds all landscapes, and one loop, with the optimizer
/// behind a pointer, calls it where no loop was compiled for the run.
#[derive(Clone, Debug)]
struct Planar(Task);

impl Objective for Planar {
    type Point = [f64; 2];

    fn dim(&self) -> usize {
        2
    }

    fn cost(&self, w: &[f64; 2]) -> f64 {
        self.0.cost(w)
    }

    #[inline(never)]
    fn gradient(&self, w: &[f64; 2], gradient: &mut [f64; 2]) -> f64 {
        struct At<'a>(&'a [f64; 2], &'a mut [f64; 2]);
        impl LandscapeVisitor for At<'_> {
            type Output = f64;
            #[inline]
            fn visit<P: Problem + Clone + 'static>(self, problem: &P) -> f64 {
                problem.gradient(self.0, self.1)
            }
        }
        let cost = self.0.landscape.visit(At(w, gradient));
        self.0.penalized(cost, w, gradient)
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
            fn visit<P: Problem + Clone + 'static>(self, problem: &P) -> bool {
                let Self(rule, carried, rows) = self;
                carried.stride(&Member(problem), &rule.clone(), rows)
            }
        }
        if cfg!(target_family = "wasm") || !self.0.penalty.is_none() {
            carried.stride(self, rule, rows)
        } else {
            self.0.landscape.visit(Go(rule, carried, rows))
        }
    }
}

/// A member of the list, of two parameters, as the type that it is.
struct Member<'a, P>(&'a P);

impl<P: Problem> Objective for Member<'_, P> {
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

/// A task of any number of parameters, or with gradients that are not exact. Its gradient takes
/// most of the time, so one loop serves all optimizers.
#[derive(Debug)]
struct Spatial {
    task: Task,
    oracle: Option<Box<dyn Oracle>>,
}

impl Objective for Spatial {
    type Point = Vec<f64>;

    fn dim(&self) -> usize {
        self.task.dim()
    }

    fn cost(&self, w: &Vec<f64>) -> f64 {
        self.task.cost(w)
    }

    fn gradient(&self, w: &Vec<f64>, gradient: &mut Vec<f64>) -> f64 {
        self.task.gradient(w, gradient)
    }

    fn oracle(&self) -> Option<&dyn Oracle> {
        self.oracle.as_deref()
    }
}

impl Task {
    /// A walk with this optimizer that stands at `start`.
    ///
    /// # Panics
    /// Where `start` has another number of parameters.
    #[must_use]
    pub fn walker(&self, optimizer: &Optimizer, start: &[f64]) -> Box<dyn Walker> {
        assert_eq!(start.len(), self.dim(), "a start of another dimension");
        self.walker_at(optimizer, &State::new(optimizer.get().initial(), start.to_vec()))
    }

    /// A walk with this optimizer that goes on from a kept state; none where that has another
    /// number of parameters.
    #[must_use]
    pub fn resume(&self, optimizer: &Optimizer, from: &Checkpoint) -> Option<Box<dyn Walker>> {
        (from.params.len() == self.dim()).then(|| self.walker_at(optimizer, from))
    }

    fn walker_at(&self, optimizer: &Optimizer, from: &Checkpoint) -> Box<dyn Walker> {
        let (task, oracle) = (self.clone(), self.oracle());
        match State::from_checkpoint(from).filter(|_| oracle.is_none()) {
            Some(state) => optimizer.visit(InPlane(Planar(task), state)),
            None => {
                let rule = optimizer.visit(BehindPointer);
                Box::new(Walk::resume(Spatial { task, oracle }, rule, from.clone()))
            }
        }
    }
}

struct InPlane(Planar, State<[f64; 2]>);

impl OptimizerVisitor for InPlane {
    type Output = Box<dyn Walker>;
    fn visit<R: UpdateRule + Clone + 'static>(self, rule: &R) -> Box<dyn Walker> {
        if cfg!(target_family = "wasm") {
            Box::new(Walk::resume(self.0, BehindPointer.visit(rule), self.1))
        } else {
            Box::new(Walk::resume(self.0, rule.clone(), self.1))
        }
    }
}

struct BehindPointer;

impl OptimizerVisitor for BehindPointer {
    type Output = Rc<dyn RuleOver<f64>>;
    fn visit<R: UpdateRule + Clone + 'static>(self, rule: &R) -> Rc<dyn RuleOver<f64>> {
        Rc::new(rule.clone())
    }
}

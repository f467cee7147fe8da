use std::convert::Infallible;

use crate::optimizers::{MAX_SLOTS, Memory, RuleOver};
use crate::schedules::Watch;
use crate::{UpdateRule, Vector};

/// All that a run carries from one step to the next. The same state with the same
/// experiment gives the same next state, to the bit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State<V> {
    /// Steps taken; during the first update it is 1.
    pub step: u64,
    /// Steps that were taken before the memory began: 0, but for an optimizer that has taken
    /// over from another one.
    pub since: u64,
    /// w.
    pub params: V,
    /// What the optimizer remembers per parameter: its [`UpdateRule::slots`] in order, the rest
    /// unused.
    pub slots: [V; MAX_SLOTS],
    /// Two running products that the optimizer may keep, such as β1ᵗ and β2ᵗ; one at first.
    pub products: [f64; 2],
    /// What the schedule remembers of the costs, if it watches them and a step has been taken.
    pub watch: Option<Watch>,
    /// Gradients evaluated so far: one per epoch for the record, and those elsewhere.
    pub evaluations: u64,
}

/// A state that is kept, to go on from.
pub type Checkpoint = State<Vec<f64>>;

impl<V: Vector> State<V> {
    /// The state before the first step of a rule whose memory begins with
    /// [these numbers](UpdateRule::initial).
    #[must_use]
    pub fn new(initial: Memory<f64>, start: V) -> Self {
        let mut slots = [(); MAX_SLOTS].map(|()| V::zeros(start.dim()));
        for (slot, first) in slots.iter_mut().zip(initial) {
            slot.as_mut().fill(first);
        }
        let (products, watch) = ([1.0; 2], None);
        Self { step: 0, since: 0, params: start, slots, products, watch, evaluations: 1 }
    }

    /// One step of `rule` at rate αₜ with ∇J, which was taken at w or, by a rule that looks
    /// ahead, at [`State::look_ahead`].
    #[inline]
    pub fn update(&mut self, rule: &impl RuleOver<f64>, rate: f64, gradient: &V) {
        self.step += 1;
        let Self { step, since, params: w, slots, products, .. } = self;
        let common = rule.common(rate, (*step - *since) as f64, products);
        V::for_places(w.dim(), |i| {
            let mut memory = slots.each_ref().map(|slot| slot[i]);
            w[i] = rule.update(&common, gradient[i], w[i], &mut memory);
            slots.iter_mut().zip(memory).for_each(|(slot, number)| slot[i] = number);
        });
    }

    /// Writes into `ahead` where the next step of `rule` takes its gradient.
    #[inline]
    pub fn look_ahead(&self, rule: &impl RuleOver<f64>, ahead: &mut V) {
        let Self { params: w, slots, .. } = self;
        V::for_places(w.dim(), |i| {
            ahead[i] = rule.look_ahead(w[i], &slots.each_ref().map(|slot| slot[i]));
        });
    }

    /// The state to keep, whatever its vectors are.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        let Ok(checkpoint) = self.convert(|v| Ok::<_, Infallible>(v.as_ref().to_vec()));
        checkpoint
    }

    /// The state that was kept; none where its dimension does not fit.
    #[must_use]
    pub fn from_checkpoint(checkpoint: &Checkpoint) -> Option<Self> {
        checkpoint.convert(|v| V::from_slice(v).ok_or(())).ok()
    }

    fn convert<W, E>(&self, convert: impl Fn(&V) -> Result<W, E>) -> Result<State<W>, E> {
        let Self { step, since, products, watch, evaluations, .. } = *self;
        let params = convert(&self.params)?;
        let [a, b, c, d, e, f, g, h] = self.slots.each_ref().map(&convert);
        let slots = [a?, b?, c?, d?, e?, f?, g?, h?];
        Ok(State { step, since, params, slots, products, watch, evaluations })
    }
}

impl Checkpoint {
    /// The state from which `next` goes on after `last` has led here: at the same w and step,
    /// with what both remember under the same name. Everything else begins as at the first step.
    #[must_use]
    pub fn taken_over(&self, last: &dyn UpdateRule, next: &dyn UpdateRule) -> Self {
        let mut begun = Self::new(next.initial(), self.params.clone());
        let mut carries_on = true;
        for (slot, name) in begun.slots.iter_mut().zip(next.slots()) {
            match last.slots().iter().position(|known| *known == name) {
                Some(place) => slot.clone_from(&self.slots[place]),
                None => carries_on = false,
            }
        }
        for (product, name) in begun.products.iter_mut().zip(next.products()) {
            match last.products().iter().position(|known| known == name) {
                Some(place) => *product = self.products[place],
                None => carries_on = false,
            }
        }
        let since = if carries_on { self.since } else { self.step };
        let Self { step, watch, evaluations, .. } = *self;
        Self { step, since, watch, evaluations, ..begun }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Task;
    use crate::settings::Value;
    use crate::{Landscape, Optimizer, Pace, RunSpec, Trajectory};

    fn landscape() -> Landscape {
        Landscape::from_kind("matyas").expect("listed")
    }

    fn optimizer(kind: &str) -> Optimizer {
        Optimizer::from_kind(kind).expect("listed")
    }

    fn pace(optimizer: &Optimizer) -> Pace {
        RunSpec::new(optimizer.clone()).pace()
    }

    /// Where an optimizer is after 100 steps.
    fn walked(optimizer: &Optimizer) -> Checkpoint {
        let mut walker = Task::from(landscape()).walker(optimizer, &landscape().get().start());
        assert!(walker.skip(&pace(optimizer), 100));
        walker.checkpoint()
    }

    /// The next steps from a state.
    fn next(optimizer: &Optimizer, from: &Checkpoint) -> (Trajectory, Checkpoint) {
        let mut walker = Task::from(landscape()).resume(optimizer, from).expect("two parameters");
        let mut path = Trajectory::new(2);
        assert!(walker.advance(&pace(optimizer), 50, &mut path));
        (path, walker.checkpoint())
    }

    #[test]
    fn a_walk_goes_on_from_a_kept_state_as_if_it_had_never_stopped() {
        for optimizer in Optimizer::all() {
            let kept = walked(&optimizer);
            let mut whole = Task::from(landscape()).walker(&optimizer, &landscape().get().start());
            assert!(whole.skip(&pace(&optimizer), 150));
            assert_eq!(next(&optimizer, &kept).1, whole.checkpoint(), "{optimizer:?}");
        }
    }

    #[test]
    fn no_walk_goes_on_from_a_state_of_another_dimension() {
        let adam = optimizer("adam");
        for dim in [0, 1, 3] {
            let state = State::new(adam.get().initial(), vec![0.5; dim]);
            assert!(Task::from(landscape()).resume(&adam, &state).is_none(), "{dim}");
        }
    }

    #[test]
    fn an_optimizer_that_takes_over_from_itself_only_goes_on() {
        for optimizer in Optimizer::all() {
            let kept = walked(&optimizer);
            assert_eq!(kept.taken_over(optimizer.get(), optimizer.get()), kept, "{optimizer:?}");
        }
    }

    #[test]
    fn what_both_remember_is_carried_over_and_all_else_begins() {
        // AMSGrad remembers more than Adam, which remembers more than AdaMax.
        let (adam, mut amsgrad) = (optimizer("adam"), optimizer("adam"));
        amsgrad.get_mut().set("amsgrad", Value::Switch(true));
        let kept = walked(&adam);
        let over = kept.taken_over(adam.get(), amsgrad.get());
        assert_eq!(over.slots[..2], kept.slots[..2]);
        assert_eq!(over.slots[2], [0.0; 2]);
        assert_eq!((over.products, over.step, over.since), (kept.products, 100, 100));
        let over = kept.taken_over(adam.get(), optimizer("adamax").get());
        assert_eq!(over.slots[..2], [kept.slots[0].clone(), vec![0.0; 2]]);
        assert_eq!(over.products, [kept.products[0], 1.0]);
        // A memory that only forgets goes on.
        let over = walked(&amsgrad).taken_over(amsgrad.get(), adam.get());
        assert_eq!((over.since, &over.slots[2]), (0, &vec![0.0; 2]));
    }

    #[test]
    fn an_optimizer_without_a_memory_to_take_over_begins_at_its_first_step() {
        let (descent, at) = (optimizer("gradient_descent"), walked(&optimizer("gradient_descent")));
        for optimizer in Optimizer::all() {
            let over = at.taken_over(descent.get(), optimizer.get());
            let fresh = State::new(optimizer.get().initial(), at.params.clone());
            let (a, b) = (next(&optimizer, &over), next(&optimizer, &fresh));
            assert!((0..2).all(|i| a.0.param(i).eq(b.0.param(i))), "{optimizer:?}");
            assert_eq!(a.1.step, b.1.step + 100);
        }
    }
}

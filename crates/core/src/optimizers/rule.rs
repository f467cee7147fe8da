//! What an optimizer is: an update rule and its memory.

use std::borrow::Cow;
use std::rc::Rc;

use crate::Scalar;
use crate::fault::Fault;
use crate::optimizers::{Program, Rule};
use crate::settings::{Knob, Settings, Value};

/// How many vectors an optimizer may remember.
pub const MAX_SLOTS: usize = 8;

/// What a rule remembers of one parameter: a number per slot.
pub type Memory<T> = [T; MAX_SLOTS];

/// What one step has in common for all parameters, such as Adam's αₜ√(1 − β₂ᵗ)/(1 − β₁ᵗ); its
/// rule knows what stands where.
pub type Common<T> = [T; 4];

/// β^(t+1) from β^t. Below 2⁻⁶⁴ it becomes 0: there 1 − β^t is 1 in any case, and the
/// denormal numbers that the product would sink into are slow.
#[inline]
#[must_use]
pub fn next_power<T: Scalar>(power: T, beta: T) -> T {
    const NEGLIGIBLE: f64 = 1.0 / (1_u128 << 64) as f64;
    let next = power * beta;
    next.if_less(T::constant(NEGLIGIBLE), || T::constant(0.0), || next)
}

/// An optimizer's formula: hyperparameters only, all memory lives in [`State`](crate::State).
pub trait UpdateRule: Settings {
    /// The learning rate that a new run of this optimizer begins with.
    fn learning_rate(&self) -> f64;

    /// The names of the vectors it remembers: Adam's are `m` and `v`.
    fn slots(&self) -> Vec<&str>;

    /// The names of its running products in [`State::products`](crate::State::products): Adam's
    /// are β1ᵗ and β2ᵗ.
    fn products(&self) -> &'static [&'static str] {
        &[]
    }

    /// The same formula as a textbook has it, line by line: it is what is typeset, what scripts
    /// compute, and where a rule of one's own may start. A law holds it to what runs.
    fn rule(&self) -> Rule;

    /// [`UpdateRule::rule`] as it was read before; none where it is to be read.
    fn known_program(&self) -> Option<Program> {
        None
    }

    /// What each slot holds before the first step.
    fn initial(&self) -> Memory<f64> {
        [0.0; MAX_SLOTS]
    }

    /// Whether the gradient is taken at [`UpdateRule::look_ahead`] and not at w. Then each step
    /// costs a second gradient, since the record has the one at w.
    fn looks_ahead(&self) -> bool {
        false
    }

    /// Where a parameter stands while the gradient is taken, if the rule looks ahead.
    fn look_ahead<T: Scalar>(&self, w: T, _memory: &Memory<T>) -> T
    where
        Self: Sized,
    {
        w
    }

    /// What step `t` ≥ 1 at rate αₜ has in common for all parameters: the rate alone, unless a
    /// rule says otherwise. Carries the running products on.
    #[inline]
    fn common<T: Scalar>(&self, rate: T, _t: T, _products: &mut [T; 2]) -> Common<T>
    where
        Self: Sized,
    {
        [rate; 4]
    }

    /// One step of one parameter, whose gradient is `g`: returns w after the step, and leaves
    /// behind what is remembered.
    fn update<T: Scalar>(&self, common: &Common<T>, g: T, w: T, memory: &mut Memory<T>) -> T
    where
        Self: Sized;
}

// Not in the trait, where each would be compiled for every optimizer.
impl dyn UpdateRule + '_ {
    /// [`UpdateRule::rule`] over the names of its numbers.
    ///
    /// # Errors
    /// Where its text cannot be read, which a law excludes.
    pub fn program(&self) -> Result<Program, Fault> {
        let numbers = self.numbers();
        let names: Vec<_> = numbers.iter().map(|number| number.0.as_ref()).collect();
        self.known_program().map_or_else(|| Program::read(&self.rule(), &names), Ok)
    }

    /// [`UpdateRule::rule`] as a textbook prints it: MathML, a formula per line, the gradient
    /// first.
    #[must_use]
    pub fn typeset(&self) -> Vec<String> {
        let letters: Vec<_> = self.knobs().into_iter().map(|it| (it.name, it.symbol)).collect();
        self.program().map(|program| program.typeset(&letters)).unwrap_or_default()
    }

    /// Its hyperparameters that are numbers, by the names that its rule has for them.
    #[must_use]
    pub fn numbers(&self) -> Vec<(Cow<'static, str>, f64)> {
        let number = |knob: Knob| {
            let number = match knob.value {
                Value::Number(number) => number,
                Value::Whole(whole) => whole as f64,
                _ => return None,
            };
            let name = match knob.name.rsplit_once('.') {
                Some((_, name)) => name.to_owned().into(),
                None => knob.name,
            };
            Some((name, number))
        };
        self.knobs().into_iter().filter_map(number).collect()
    }
}

/// An [`UpdateRule`] in one kind of number. It can stand behind a pointer, so that what is around
/// it is compiled once and not once for each rule. See there for the meaning of each method.
pub trait RuleOver<T: Scalar> {
    /// [`UpdateRule::slots`].
    fn slots(&self) -> Vec<&str>;
    /// [`UpdateRule::initial`].
    fn initial(&self) -> Memory<f64>;
    /// [`UpdateRule::looks_ahead`].
    fn looks_ahead(&self) -> bool;
    /// [`UpdateRule::look_ahead`].
    fn look_ahead(&self, w: T, memory: &Memory<T>) -> T;
    /// [`UpdateRule::common`].
    fn common(&self, rate: T, t: T, products: &mut [T; 2]) -> Common<T>;
    /// [`UpdateRule::update`].
    fn update(&self, common: &Common<T>, g: T, w: T, memory: &mut Memory<T>) -> T;
}

impl<T: Scalar, R: UpdateRule> RuleOver<T> for R {
    fn slots(&self) -> Vec<&str> {
        UpdateRule::slots(self)
    }
    fn initial(&self) -> Memory<f64> {
        UpdateRule::initial(self)
    }
    #[inline]
    fn looks_ahead(&self) -> bool {
        UpdateRule::looks_ahead(self)
    }
    #[inline]
    fn look_ahead(&self, w: T, memory: &Memory<T>) -> T {
        UpdateRule::look_ahead(self, w, memory)
    }
    #[inline]
    fn common(&self, rate: T, t: T, products: &mut [T; 2]) -> Common<T> {
        UpdateRule::common(self, rate, t, products)
    }
    #[inline]
    fn update(&self, common: &Common<T>, g: T, w: T, memory: &mut Memory<T>) -> T {
        UpdateRule::update(self, common, g, w, memory)
    }
}

impl<T: Scalar> RuleOver<T> for Rc<dyn RuleOver<T>> {
    fn slots(&self) -> Vec<&str> {
        self.as_ref().slots()
    }
    fn initial(&self) -> Memory<f64> {
        self.as_ref().initial()
    }
    fn looks_ahead(&self) -> bool {
        self.as_ref().looks_ahead()
    }
    fn look_ahead(&self, w: T, memory: &Memory<T>) -> T {
        self.as_ref().look_ahead(w, memory)
    }
    fn common(&self, rate: T, t: T, products: &mut [T; 2]) -> Common<T> {
        self.as_ref().common(rate, t, products)
    }
    fn update(&self, common: &Common<T>, g: T, w: T, memory: &mut Memory<T>) -> T {
        self.as_ref().update(common, g, w, memory)
    }
}

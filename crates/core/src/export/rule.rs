use super::Library;

/// An update rule as lines of Python.
///
/// The lines know `g`, `w`, `rate`, `t` = 1, 2, …, the optimizer's slots, which begin at
/// zero, its knobs by their names, `math`, `abs`, and of the library `sqrt` and `maximum`.
/// Vectors have `clip`. They leave the new parameters in `w`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub(super) begin: Vec<String>,
    pub(super) point: &'static str,
    pub(super) step: Vec<String>,
}

impl Rule {
    /// A rule that takes these steps with the gradient `g` at `w`.
    #[must_use]
    pub fn new(step: impl IntoIterator<Item: Into<String>>) -> Self {
        let step = step.into_iter().map(Into::into).collect();
        Self { begin: Vec::new(), point: "w", step }
    }

    /// The same rule with a line before the first step.
    #[must_use]
    pub fn begin(mut self, line: &str) -> Self {
        self.begin.push(line.to_owned());
        self
    }

    /// The same rule with its gradient taken somewhere else.
    #[must_use]
    pub fn at(mut self, point: &'static str) -> Self {
        self.point = point;
        self
    }

    /// The same rule with a line before all others of a step.
    #[must_use]
    pub fn first(mut self, line: &str) -> Self {
        self.step.insert(0, line.to_owned());
        self
    }
}

/// What a library's optimizer may depend on, of the learning rates of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// The rate of the first step.
    pub first: f64,
    /// Whether the rate is the same at every step.
    pub steady: bool,
}

/// An optimizer of a library, with the arguments that make it compute exactly an update
/// rule. The rate and the parameters are the script's to hand over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyMade {
    library: Library,
    name: &'static str,
    arguments: Vec<(&'static str, &'static str)>,
}

/// The longest call that stands on one line.
const LONGEST: usize = 76;

impl ReadyMade {
    /// The optimizer of this name, such as `torch.optim.Adam`.
    #[must_use]
    pub fn new(library: Library, name: &'static str) -> Self {
        Self { library, name, arguments: Vec::new() }
    }

    /// The same with one more named argument.
    #[must_use]
    pub fn with(mut self, argument: &'static str, value: &'static str) -> Self {
        self.arguments.push((argument, value));
        self
    }

    /// The same with `beta1` and `beta2`, as the library asks for them.
    #[must_use]
    pub fn betas(mut self) -> Self {
        let own = self.library.dialect().optimizers.as_ref();
        self.arguments.extend(own.map_or(&[][..], |own| own.betas));
        self
    }

    /// The same with `epsilon`, as the library asks for it. None where it is 0: a library
    /// would divide zero by zero.
    #[must_use]
    pub fn epsilon(self, epsilon: f64) -> Option<Self> {
        let argument = self.library.dialect().optimizers.as_ref()?.epsilon;
        (epsilon > 0.0).then(|| self.with(argument, "epsilon"))
    }

    /// The call that makes it, after these first arguments.
    pub(super) fn call(&self, first: &str) -> String {
        let named = self.arguments.iter().map(|(name, value)| format!(", {name}={value}"));
        let (name, arguments) = (self.name, format!("{first}{}", named.collect::<String>()));
        if name.len() + arguments.len() <= LONGEST {
            format!("{name}({arguments})")
        } else {
            format!("{name}(\n    {arguments}\n)")
        }
    }
}

/// `step` / `divisor` in Python. Where the divisor may be zero, the script's `quotient`
/// takes no step there.
#[must_use]
pub fn fraction(step: &str, divisor: &str, may_be_zero: bool) -> String {
    if may_be_zero {
        format!("quotient({step}, {divisor})")
    } else {
        let [step, divisor] = [step, divisor]
            .map(|side| if is_sum(side) { format!("({side})") } else { side.to_owned() });
        format!("{step} / {divisor}")
    }
}

/// True where a sum stands outside of all parentheses.
fn is_sum(text: &str) -> bool {
    let mut depth = 0;
    text.char_indices().any(|(place, c)| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0 && place > 0 && matches!(c, '+' | '-')
    })
}

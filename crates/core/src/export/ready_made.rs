use super::Library;

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

    /// The same, with one more named argument where that is wanted.
    #[must_use]
    pub fn with_if(self, wanted: bool, argument: &'static str, value: &'static str) -> Self {
        if wanted { self.with(argument, value) } else { self }
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

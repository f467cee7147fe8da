use crate::formula::Function;

/// A function that a typed formula can call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// A function of one number.
    Of(Function),
    /// −1, 0 or 1.
    Sign,
    /// The larger of two numbers.
    Max,
    /// The smaller of two numbers.
    Min,
    /// a / b, and 0 where b is 0.
    Quotient,
}

/// The name of `where`, which chooses by a comparison.
pub(super) const WHERE: &str = "where";

impl Call {
    /// Every name with its function; the usual name of each comes first.
    const NAMES: [(&str, Self); 15] = [
        ("sqrt", Self::Of(Function::Sqrt)),
        ("exp", Self::Of(Function::Exp)),
        ("log", Self::Of(Function::Ln)),
        ("ln", Self::Of(Function::Ln)),
        ("sin", Self::Of(Function::Sin)),
        ("cos", Self::Of(Function::Cos)),
        ("tanh", Self::Of(Function::Tanh)),
        ("arctan", Self::Of(Function::Atan)),
        ("atan", Self::Of(Function::Atan)),
        ("abs", Self::Of(Function::Abs)),
        ("sign", Self::Sign),
        ("max", Self::Max),
        ("min", Self::Min),
        ("quotient", Self::Quotient),
        ("maximum", Self::Max),
    ];

    /// The function of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|known| known.0 == name).map(|known| known.1)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|known| known.1 == self).map_or("", |known| known.0)
    }

    /// How many numbers it takes.
    pub(super) fn arguments(self) -> usize {
        match self {
            Self::Of(_) | Self::Sign => 1,
            Self::Max | Self::Min | Self::Quotient => 2,
        }
    }

    /// The names of all functions.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().map(|known| known.0).chain([WHERE])
    }
}

/// Whether a name is that of a function or a constant, and so cannot be anything else.
pub(super) fn is_reserved(name: &str) -> bool {
    Call::names().any(|known| known == name) || constant(name).is_some()
}

/// The number of this name.
pub(super) fn constant(name: &str) -> Option<f64> {
    matches!(name, "pi" | "π").then_some(std::f64::consts::PI)
}

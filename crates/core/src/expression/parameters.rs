use super::is_name;
use crate::fault::{Fault, Problem};
use crate::settings::{Knob, Range, Value};

/// The numbers that a typed text leaves open, by their names: the fields of its object
/// `parameters`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parameters {
    names: Vec<String>,
    values: Vec<f64>,
}

impl Parameters {
    /// The object that holds them.
    pub(crate) const GROUP: &'static str = "parameters";

    /// The numbers that one may be.
    pub(crate) const RANGE: Range = Range::linear(-1e6, 1e6);

    /// The number that a new one begins with.
    const FIRST: f64 = 1.0;

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }

    /// Those without which the text cannot be read, in their order.
    pub(crate) fn needed(&self, can_be_read: impl Fn(&Self) -> bool) -> Self {
        let mut needed = self.clone();
        for place in (0..self.names.len()).rev() {
            let mut without = needed.clone();
            without.names.remove(place);
            without.values.remove(place);
            if can_be_read(&without) {
                needed = without;
            }
        }
        needed
    }

    /// That of this name.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    pub(crate) fn knobs(&self) -> impl Iterator<Item = Knob> {
        self.names.iter().zip(&self.values).map(|(name, &value)| Self::knob_of(name, value))
    }

    /// The knob at a path such as `parameters.beta`, which need not be there yet; none where the
    /// path leads elsewhere.
    pub(crate) fn knob(&self, path: &str) -> Option<Knob> {
        let name = Self::name_in(path)?;
        let value = self.place(name).map_or(Self::FIRST, |place| self.values[place]);
        Some(Self::knob_of(name, value))
    }

    /// Sets the one at a path. Returns whether it is a new one; none where the path leads
    /// elsewhere.
    pub(crate) fn set(&mut self, path: &str, number: f64) -> Option<bool> {
        let name = Self::name_in(path)?;
        let place = self.place(name);
        match place {
            Some(place) => self.values[place] = number,
            None => {
                self.names.push(name.to_owned());
                self.values.push(number);
            }
        }
        Some(place.is_none())
    }

    /// Whether all of them can be told from what is given.
    ///
    /// # Errors
    /// The first that cannot, or whose name is none.
    pub(crate) fn check(&self, is_given: impl Fn(&str) -> bool) -> Result<(), Fault> {
        let misnamed = |name: &&String| !is_name(name) || is_given(name);
        self.names.iter().find(misnamed).map_or(Ok(()), |name| {
            let problem = Problem::WrongType { expected: "fault.not_a_parameter" };
            Err(Fault::new(format!("{}.{name}", Self::GROUP), problem))
        })
    }

    fn name_in(path: &str) -> Option<&str> {
        path.strip_prefix(Self::GROUP)?.strip_prefix('.')
    }

    fn knob_of(name: &str, value: f64) -> Knob {
        let path = format!("{}.{name}", Self::GROUP);
        Knob::new(path, Self::RANGE, Value::Number(value), Value::Number(value))
    }
}

impl FromIterator<(String, f64)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (String, f64)>>(parameters: I) -> Self {
        let (names, values) = parameters.into_iter().unzip();
        Self { names, values }
    }
}

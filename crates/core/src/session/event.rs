//! What can be asked of a session: one closed type, whoever asks.

use crate::fault::{Fault, Problem};
use crate::settings::Range;
use crate::{Json, Region};

/// What came of an [`Event`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Everything is as it was.
    Nothing,
    /// Another epoch or part of the plane is shown, or playing has begun or ended.
    Shown,
    /// The experiment has changed, or what is told of it.
    Changed,
    /// Another experiment is there.
    Loaded,
}

impl Effect {
    /// Every effect, by its [name](Effect::name).
    pub const ALL: [Self; 4] = [Self::Nothing, Self::Shown, Self::Changed, Self::Loaded];

    /// Its name for the page.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Shown => "shown",
            Self::Changed => "changed",
            Self::Loaded => "loaded",
        }
    }
}

/// What an event says beside its name.
trait Argument: Sized {
    /// Its type in TypeScript.
    const TYPE: &'static str;
    /// The argument in a JSON value.
    fn read(json: &Json) -> Result<Self, Problem>;
    /// The JSON value.
    fn json(&self) -> Json;
}

fn number(json: &Json, range: Range) -> Result<f64, Problem> {
    range.checked(json.as_f64().unwrap_or(f64::NAN), || json.to_string())
}

/// Numbers that are no setting: any that can be written.
const ANY: Range = crate::settings::ANY;
/// Whole numbers that JavaScript keeps exact.
const COUNT: Range = Range::whole(0, 9_007_199_254_740_991);
const STEPS: Range = Range { min: -1e9, ..Range::whole(0, 1_000_000_000) };

impl Argument for f64 {
    const TYPE: &'static str = "number";
    fn read(json: &Json) -> Result<Self, Problem> {
        number(json, ANY)
    }
    fn json(&self) -> Json {
        (*self).into()
    }
}

impl Argument for usize {
    const TYPE: &'static str = "number";
    fn read(json: &Json) -> Result<Self, Problem> {
        number(json, COUNT).map(|number| number as Self)
    }
    fn json(&self) -> Json {
        (*self).into()
    }
}

impl Argument for i64 {
    const TYPE: &'static str = "number";
    fn read(json: &Json) -> Result<Self, Problem> {
        number(json, STEPS).map(|number| number as Self)
    }
    fn json(&self) -> Json {
        (*self as f64).into()
    }
}

impl Argument for bool {
    const TYPE: &'static str = "boolean";
    fn read(json: &Json) -> Result<Self, Problem> {
        match json {
            Json::Bool(on) => Ok(*on),
            _ => Err(Problem::WrongType { expected: "fault.not_a_switch" }),
        }
    }
    fn json(&self) -> Json {
        (*self).into()
    }
}

impl Argument for String {
    const TYPE: &'static str = "string";
    fn read(json: &Json) -> Result<Self, Problem> {
        let text = json.as_str().map(str::to_owned);
        text.ok_or(Problem::WrongType { expected: "fault.not_a_text" })
    }
    fn json(&self) -> Json {
        self.clone().into()
    }
}

impl<const N: usize> Argument for [f64; N] {
    const TYPE: &'static str = if N == 2 { "[number, number]" } else { "number[]" };
    fn read(json: &Json) -> Result<Self, Problem> {
        let Json::List(members) = json else {
            return Err(Problem::WrongType { expected: "fault.not_a_list" });
        };
        let numbers: Vec<f64> =
            members.iter().map(|json| number(json, ANY)).collect::<Result<_, _>>()?;
        let found = numbers.len();
        let count = Problem::Count { key: "fault.count_of_numbers", found, min: N, max: N };
        numbers.try_into().map_err(|_| count)
    }
    fn json(&self) -> Json {
        (*self).into()
    }
}

impl Argument for Region {
    const TYPE: &'static str = "[number, number, number, number]";
    fn read(json: &Json) -> Result<Self, Problem> {
        let [left, right, bottom, top] = <[f64; 4]>::read(json)?;
        let region = Self { x: [left, right], y: [bottom, top] };
        let unsound = Problem::WrongType { expected: "fault.not_a_view" };
        region.is_sound().then_some(region).ok_or(unsound)
    }
    fn json(&self) -> Json {
        [self.x[0], self.x[1], self.y[0], self.y[1]].into()
    }
}

/// Declares the events: each with its name, and what it says beside it.
macro_rules! events {
    ($(#[$meta:meta])* pub enum $enum:ident {
        $($(#[$doc:meta])* $event:ident = $name:literal { $($(#[$told:meta])* $field:ident: $type:ty),* })*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $enum { $($(#[$doc])* $event { $($(#[$told])* $field: $type),* }),* }

        impl $enum {
            /// Every name.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// Its name: `do` in JSON.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Self::$event { .. } => $name),* }
            }

            /// The event as JSON: `{"do": "seek", "epoch": 12}`.
            #[must_use]
            pub fn json(&self) -> Json {
                let mut json = crate::object!({ "do": self.name() });
                match self {
                    $(Self::$event { $($field),* } => {
                        $(json.insert(stringify!($field), Argument::json($field));)*
                    })*
                }
                json
            }

            /// Reads what [`Event::json`] gives.
            ///
            /// # Errors
            /// What is wrong with it, with the name of the field.
            pub fn read(json: &Json) -> Result<Self, Fault> {
                let arguments = Arguments::of(json)?;
                match arguments.name()? {
                    $($name => {
                        arguments.known(&[$(stringify!($field)),*])?;
                        Ok(Self::$event { $($field: arguments.get(stringify!($field))?),* })
                    })*
                    name => Err(Fault::unknown_name("do", name, Self::NAMES)),
                }
            }

            /// All events as a TypeScript type: a union of objects.
            #[must_use]
            pub fn typescript() -> String {
                let mut union = String::new();
                $(
                    union += concat!("\n  | { do: '", $name, "'");
                    $(
                        union += concat!("; ", stringify!($field), ": ");
                        union += <$type as Argument>::TYPE;
                    )*
                    union += " }";
                )*
                union
            }
        }
    };
}

events! {
    /// Everything that is asked of a [`Session`](super::Session), be it by the page, a test or a
    /// lesson: [`Session::send`](super::Session::send).
    pub enum Event {
        /// Sets what stands at a path of the experiment, or at `threshold`.
        Set = "set" {
            /// Such as `runs[0].learning_rate`.
            path: String,
            /// As it was typed.
            text: String
        }
        /// Moves the start in the plane that is shown, as near as is accepted.
        MoveStart = "move_start" {
            /// Where to.
            to: [f64; 2]
        }
        /// Adds a run of an optimizer with its defaults.
        AddRun = "add_run" {
            /// The optimizer's name.
            kind: String
        }
        /// Adds a run that is set as another one, below it.
        DuplicateRun = "duplicate_run" {
            /// The other one's number, from 0.
            run: usize
        }
        /// Removes a run.
        RemoveRun = "remove_run" {
            /// Its number, from 0.
            run: usize
        }
        /// Sets a run back to how it came: as the experiment that was loaded has it, or as it was
        /// added.
        ResetRun = "reset_run" {
            /// Its number, from 0.
            run: usize
        }
        /// Gives a run the rule of an optimizer with the rate that it brings, as one of its own
        /// that can be changed.
        StartFrom = "start_from" {
            /// Its number, from 0.
            run: usize,
            /// The optimizer's name.
            kind: String
        }
        /// Removes the parameters that a typed text does not read. No number of a run changes.
        DropUnusedParameters = "drop_unused_parameters" {
            /// Where the text stands.
            path: String
        }
        /// Ticks a run on or off.
        ShowRun = "show_run" {
            /// Its number, from 0.
            run: usize,
            /// Whether it runs and is drawn.
            shown: bool
        }
        /// Loads an experiment file, shown whole: at its last epoch.
        Load = "load" {
            /// The file's text.
            file: String
        }
        /// Loads an experiment of the gallery.
        LoadNamed = "load_named" {
            /// Its name.
            id: String
        }
        /// Loads what one had before an experiment of the gallery was loaded, if there is some.
        LoadOwn = "load_own" {}
        /// Takes the last step back.
        Undo = "undo" {}
        /// Takes the step that was undone last.
        Redo = "redo" {}
        /// Ends a step, such as a drag: what follows is undone by itself. What is set in a row at
        /// the same path is one step up to here.
        EndStep = "end_step" {}
        /// Plays on from here, or from the beginning at the end.
        Play = "play" {}
        /// Stands still.
        Pause = "pause" {}
        /// Stands still at an epoch, at the last one at most.
        Seek = "seek" {
            /// Which one.
            epoch: usize
        }
        /// Stands still some epochs further or back.
        Step = "step" {
            /// How many; back below 0.
            epochs: i64
        }
        /// Sets how fast it plays.
        SetSpeed = "set_speed" {
            /// In epochs per second.
            speed: f64
        }
        /// Looks at another part of the plane.
        Look = "look" {
            /// Left, right, bottom, top.
            view: Region
        }
        /// Looks at the landscape's own region.
        ResetView = "reset_view" {}
        /// Chooses how the page shows the session, such as its chart or its theme.
        SetPage = "set_page" {
            /// One of the page's [names](super::PageNames).
            name: String,
            /// One of its values.
            value: String
        }
    }
}

impl Event {
    /// [`Event::Set`].
    #[must_use]
    pub fn set(path: &str, text: &str) -> Self {
        Self::Set { path: path.to_owned(), text: text.to_owned() }
    }
}

/// The fields of an event that is read.
struct Arguments<'a>(&'a [(std::borrow::Cow<'static, str>, Json)]);

impl<'a> Arguments<'a> {
    fn of(json: &'a Json) -> Result<Self, Fault> {
        match json {
            Json::Object(fields) => Ok(Self(fields)),
            _ => Err(Fault::new("", Problem::WrongType { expected: "fault.not_an_object" })),
        }
    }

    fn find(&self, name: &str) -> Result<&'a Json, Fault> {
        let found = self.0.iter().find(|field| field.0 == name).map(|field| &field.1);
        found.ok_or_else(|| Fault::new(name, Problem::Missing))
    }

    fn name(&self) -> Result<&'a str, Fault> {
        let known = || Event::NAMES.iter().map(|&name| name.to_owned()).collect();
        let name = self.find("do")?.as_str();
        name.ok_or_else(|| Fault::new("do", Problem::NotAName { known: known() }))
    }

    fn get<T: Argument>(&self, name: &str) -> Result<T, Fault> {
        T::read(self.find(name)?).map_err(|problem| Fault::new(name, problem))
    }

    /// Nothing but these names and `do` may be there.
    fn known(&self, names: &[&str]) -> Result<(), Fault> {
        let unknown = |name: &&str| *name != "do" && !names.contains(name);
        match self.0.iter().map(|field| field.0.as_ref()).find(unknown) {
            None => Ok(()),
            Some(name) => Err(Fault::unknown_field(name, names)),
        }
    }
}

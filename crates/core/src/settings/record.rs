use std::borrow::Cow;

use super::list::Listed;
use super::{Field, Knob, Range, Settings, Size};
use crate::fault::Problem;

/// An object of an experiment file whose fields are values, members of lists and lists of such
/// objects. `record!` implements it.
///
/// Its first field is its *head*: the member that must be there and that others take their
/// defaults from, such as the optimizer of a run.
pub trait Record {
    /// What stands in it, the head first, in the order of the file.
    fn entries(&self) -> Vec<Entry<'_>>;
    /// What stands at a name, to change it.
    fn part_mut(&mut self, name: &str) -> Option<PartMut<'_>>;
    /// Gives the fields whose defaults follow from the head those defaults.
    fn follow(&mut self);
}

/// A [`Record`] that can be made from its head.
pub trait Headed: Record + Sized {
    /// The list that the head is of.
    type Head: Listed;
    /// The head's name.
    const HEAD: &'static str;
    /// The names of the other fields, and whether a member of a list stands there.
    const FIELDS: &'static [(&'static str, bool)];
    /// The record of this head, with defaults for everything else.
    fn with_head(head: Self::Head) -> Self;
}

/// A field of a [`Record`].
pub struct Entry<'a> {
    /// Its name in the file.
    pub name: &'static str,
    /// Whether its default follows from the head.
    pub follows: bool,
    /// What stands there.
    pub part: Part<'a>,
}

/// What can stand in a [`Record`].
pub enum Part<'a> {
    /// A value.
    Knob(Knob),
    /// A member of a list, with the kind that it is when nothing is said.
    Member(&'a dyn Member, &'static str),
    /// A list of records, of this size.
    Records(Vec<&'a dyn Record>, Size),
}

/// What can stand in a [`Record`], to change it.
pub enum PartMut<'a> {
    /// A value.
    Value(&'a mut dyn Slot),
    /// A member of a list.
    Member(&'a mut dyn Member),
    /// A list of records.
    Records(&'a mut dyn Records),
}

/// A place for a value.
pub trait Slot {
    /// Puts a value there; false where it is of another kind.
    fn put(&mut self, value: super::Value) -> bool;
}

impl<F: Field> Slot for F {
    fn put(&mut self, value: super::Value) -> bool {
        F::from_value(value).map(|value| *self = value).is_some()
    }
}

/// A member of a list, whichever list it is of.
pub trait Member {
    /// Every name, in the order of the list.
    fn kinds(&self) -> &'static [&'static str];
    /// Its name.
    fn kind(&self) -> &'static str;
    /// What it is set to.
    fn settings(&self) -> &dyn Settings;
    /// What it is set to, to change it.
    fn settings_mut(&mut self) -> &mut dyn Settings;
    /// Becomes the member of this name with its defaults; false where there is none.
    fn become_kind(&mut self, kind: &str) -> bool;
    /// The names of those in the list that have a setting of this name.
    fn kinds_with(&self, setting: &str) -> Vec<String>;
}

/// What is wrong with a setting that a member does not have: it may be one of another member.
pub(crate) fn not_a_setting(member: &dyn Member, setting: &str, known: Vec<String>) -> Problem {
    match member.kinds_with(setting) {
        kinds if kinds.is_empty() => Problem::UnknownField { known },
        kinds => Problem::OfAnother { kind: member.kind().to_owned(), kinds, known },
    }
}

impl<T: Listed> Member for T {
    fn kinds(&self) -> &'static [&'static str] {
        T::KINDS
    }
    fn kind(&self) -> &'static str {
        Listed::kind(self)
    }
    fn settings(&self) -> &dyn Settings {
        Listed::settings(self)
    }
    fn settings_mut(&mut self) -> &mut dyn Settings {
        Listed::settings_mut(self)
    }
    fn become_kind(&mut self, kind: &str) -> bool {
        T::from_kind(kind).map(|member| *self = member).is_some()
    }
    fn kinds_with(&self, setting: &str) -> Vec<String> {
        let has = |kind: &&&str| {
            T::from_kind(kind).is_some_and(|it| it.settings().knob(setting).is_some())
        };
        T::KINDS.iter().filter(has).map(|kind| (*kind).to_owned()).collect()
    }
}

/// A list of records.
pub trait Records {
    /// The record at a place, to change it.
    fn record_mut(&mut self, index: usize) -> Option<&mut dyn Record>;
    /// Takes over what a file says at a path.
    ///
    /// # Errors
    /// What is wrong there.
    fn read(&mut self, path: &str, members: Vec<crate::Json>) -> Result<(), crate::Fault>;
}

impl<R: Headed> Records for Vec<R> {
    fn record_mut(&mut self, index: usize) -> Option<&mut dyn Record> {
        self.get_mut(index).map(|record| record as &mut dyn Record)
    }
    fn read(&mut self, path: &str, members: Vec<crate::Json>) -> Result<(), crate::Fault> {
        let members = members.into_iter().enumerate();
        let records = members
            .map(|(i, json)| super::read::Fields::new(format!("{path}[{i}]"), json)?.record());
        *self = records.collect::<Result<_, _>>()?;
        Ok(())
    }
}

/// What a record says of a field beside its type and default.
pub struct Label {
    /// Its name in the file.
    pub name: &'static str,
    /// The letter that the field writes for it; empty for none.
    pub symbol: &'static str,
    /// The numbers it takes.
    pub range: Range,
    /// How many members it takes.
    pub size: Size,
}

/// The type of a record's field.
pub trait Content: Sized {
    /// Whether it is a member of a list.
    const IS_MEMBER: bool = false;
    /// What stands there.
    fn part(&self, label: Label, default: Self) -> Part<'_>;
    /// What stands there, to change it.
    fn part_mut(&mut self) -> PartMut<'_>;
}

impl<F: Field> Content for F {
    fn part(&self, label: Label, default: Self) -> Part<'_> {
        let Label { name, symbol, range, size } = label;
        let (default, value) = (default.get(), self.get());
        let (name, symbol) = (name.into(), Cow::Borrowed(symbol));
        Part::Knob(Knob { name, symbol, range, size, default, value })
    }
    fn part_mut(&mut self) -> PartMut<'_> {
        PartMut::Value(self)
    }
}

/// Declares an object of the experiment file: its head, and each other field with documentation,
/// type, default, symbol, range and size, said once. Reading, writing, editing by path, links and
/// the page's fields follow from it.
///
/// A default may speak of the head by its name; `follows` then says so, and another head brings
/// these fields along.
///
/// ```ignore
/// record! {
///     /// One run of an experiment.
///     #[derive(Clone, Debug, PartialEq)]
///     pub struct RunSpec {
///         /// The optimizer.
///         optimizer: Optimizer;
///         /// α.
///         learning_rate: f64 = optimizer.get().learning_rate(), "α", in Pace::LEARNING_RATE,
///             follows optimizer;
///         /// Steps of linear warm-up before the schedule.
///         warmup: u64 = 0, in Pace::WARMUP;
///     }
/// }
/// ```
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident {
        $(#[$head_doc:meta])* $head:ident: $head_type:ty;
        $($(#[$doc:meta])* $field:ident: $type:ty = $default:expr
            $(, $symbol:literal)? $(, in $range:expr)? $(, sized $size:expr)? $(, follows $follows:ident)?;)*
    }) => {
        $(#[$meta])*
        pub struct $name {
            $(#[$head_doc])* pub $head: $head_type,
            $($(#[$doc])* pub $field: $type),*
        }

        impl $name {
            /// The defaults that go with this head.
            #[must_use]
            pub fn new($head: $head_type) -> Self {
                $(let $field: $type = $default;)*
                Self { $head, $($field),* }
            }
        }

        impl $crate::settings::Record for $name {
            fn entries(&self) -> Vec<$crate::settings::Entry<'_>> {
                use $crate::settings::{ANY, Content, Entry, Label, Member, Part, Size};
                let $head = &self.$head;
                let kind = Member::kind($head);
                vec![
                    Entry {
                        name: stringify!($head), follows: false, part: Part::Member($head, kind),
                    },
                    $(Entry {
                        name: stringify!($field),
                        follows: [$(stringify!($follows),)? ""][0] == stringify!($head),
                        part: Content::part(&self.$field, Label {
                            name: stringify!($field),
                            symbol: [$($symbol,)? ""][0],
                            range: [$($range,)? ANY][0],
                            size: [$($size,)? Size::ANY][0],
                        }, $default),
                    }),*
                ]
            }

            fn part_mut(&mut self, name: &str) -> Option<$crate::settings::PartMut<'_>> {
                use $crate::settings::{Content, PartMut};
                match name {
                    stringify!($head) => Some(PartMut::Member(&mut self.$head)),
                    $(stringify!($field) => Some(Content::part_mut(&mut self.$field)),)*
                    _ => None,
                }
            }

            fn follow(&mut self) {
                let fresh = Self::new(self.$head.clone());
                $(if [$(stringify!($follows),)? ""][0] == stringify!($head) {
                    self.$field = fresh.$field;
                })*
            }
        }

        impl $crate::settings::Content for Vec<$name> {
            fn part(&self, label: $crate::settings::Label, _: Self) -> $crate::settings::Part<'_> {
                let records = self.iter().map(|record| record as &dyn $crate::settings::Record);
                $crate::settings::Part::Records(records.collect(), label.size)
            }
            fn part_mut(&mut self) -> $crate::settings::PartMut<'_> {
                $crate::settings::PartMut::Records(self)
            }
        }

        impl $crate::settings::Headed for $name {
            type Head = $head_type;
            const HEAD: &'static str = stringify!($head);
            const FIELDS: &'static [(&'static str, bool)] =
                &[$((stringify!($field), <$type as $crate::settings::Content>::IS_MEMBER)),*];
            fn with_head(head: $head_type) -> Self {
                Self::new(head)
            }
        }
    };
}

pub(crate) use record;

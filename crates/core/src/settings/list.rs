use crate::settings::Settings;

/// A member of one of the lists, whichever list it is: what files and controls need.
pub trait Listed: Sized {
    /// Every name, in the order of the list.
    const KINDS: &'static [&'static str];
    /// The member of this name with its defaults.
    fn from_kind(kind: &str) -> Option<Self>;
    /// Its name.
    fn kind(&self) -> &'static str;
    /// What it is set to.
    fn settings(&self) -> &dyn Settings;
    /// What it is set to, to change it.
    fn settings_mut(&mut self) -> &mut dyn Settings;
}

/// Declares one of the three lists (landscapes, optimizers, schedules): the enum of
/// all of them, its names in files, `all()`, its members as one object type, and a
/// visitor that meets them as the types that they are.
///
/// Adding a member takes its own file and one line in the list.
macro_rules! list {
    (
        $(#[$meta:meta])* pub enum $name:ident: $object:ident $(, met by $visitor:ident as $bound:ident)? {
            $($variant:ident = $kind:literal),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(missing_docs, reason = "each variant is the struct of its name")]
        pub enum $name { $($variant($variant)),* }

        impl $name {
            /// Every name, in the order of the list.
            pub const KINDS: &'static [&'static str] = &[$($kind),*];

            /// Every member with its defaults, in the order of the list.
            #[must_use]
            pub fn all() -> Vec<Self> {
                vec![$(Self::$variant($variant::default())),*]
            }

            /// The member of this name with its defaults.
            #[must_use]
            pub fn from_kind(kind: &str) -> Option<Self> {
                match kind {
                    $($kind => Some(Self::$variant($variant::default())),)*
                    _ => None,
                }
            }

            /// Its name in an experiment file, and its key among the page's strings.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $kind),* }
            }

            /// The member behind the name.
            // Inlined into another crate, it would compile every member's methods there
            // once more.
            #[must_use]
            #[inline(never)]
            pub fn get(&self) -> &dyn $object {
                match self { $(Self::$variant(it) => it),* }
            }

            /// The member behind the name, to set its knobs.
            #[inline(never)]
            pub fn get_mut(&mut self) -> &mut dyn $object {
                match self { $(Self::$variant(it) => it),* }
            }
        }

        impl $crate::settings::Listed for $name {
            const KINDS: &'static [&'static str] = Self::KINDS;
            fn from_kind(kind: &str) -> Option<Self> {
                Self::from_kind(kind)
            }
            fn kind(&self) -> &'static str {
                self.kind()
            }
            fn settings(&self) -> &dyn $crate::settings::Settings {
                self.get()
            }
            fn settings_mut(&mut self) -> &mut dyn $crate::settings::Settings {
                self.get_mut()
            }
        }

        impl $crate::settings::Content for $name {
            const IS_MEMBER: bool = true;
            fn part(
                &self,
                _: $crate::settings::Label,
                default: Self,
            ) -> $crate::settings::Part<'_> {
                $crate::settings::Part::Member(self, default.kind())
            }
            fn part_mut(&mut self) -> $crate::settings::PartMut<'_> {
                $crate::settings::PartMut::Member(self)
            }
        }

        $crate::settings::visitor! { $name { $($variant),* } $($visitor $bound)? }
    };
}

/// The visitor of a list, where it asks for one.
macro_rules! visitor {
    ($name:ident { $($variant:ident),* }) => {};
    ($name:ident { $($variant:ident),* } $visitor:ident $bound:ident) => {
        /// Something to do with a member of the list as the type that it is, so that
        /// the compiler sees through it.
        pub trait $visitor {
            /// What comes of it.
            type Output;
            /// Meets the member.
            fn visit<T: $bound + Clone + 'static>(self, member: &T) -> Self::Output;
        }

        impl $name {
            /// Lets `visitor` meet the member.
            pub fn visit<V: $visitor>(&self, visitor: V) -> V::Output {
                match self { $(Self::$variant(it) => visitor.visit(it)),* }
            }
        }
    };
}

pub(crate) use {list, visitor};

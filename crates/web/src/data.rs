//! How the page's data is described: once here in Rust, from which its JSON follows and the
//! TypeScript types that `tsc` holds the scripts to.

use std::borrow::Cow;

use descent_core::Json;
use descent_core::session::{Effect, Status};
#[cfg(test)]
use descent_core::settings::Value;

/// Something that the page is given as JSON.
pub(crate) trait Data {
    /// Its JSON.
    fn json(self) -> Json;
    /// The text of its JSON.
    fn text(self) -> String
    where
        Self: Sized,
    {
        self.json().text()
    }
    /// Its type in TypeScript.
    #[cfg(test)]
    fn typescript() -> String;
}

/// Declares objects that the page is given, with their fields. The page's scripts know the type of
/// each by its name: `cargo xtask golden --bless` writes `www/types.d.ts`.
macro_rules! data {
    ($($(#[doc = $doc:literal])* $name:ident {
        $($(#[doc = $field_doc:literal])* $field:ident: $type:ty,)*
    })*) => {
        $(
            $(#[doc = $doc])*
            pub(crate) struct $name { $($(#[doc = $field_doc])* pub(crate) $field: $type),* }

            impl $crate::data::Data for $name {
                fn json(self) -> ::descent_core::Json {
                    ::descent_core::Json::Object(vec![
                        $((stringify!($field).into(), $crate::data::Data::json(self.$field))),*
                    ])
                }
                #[cfg(test)]
                fn typescript() -> String {
                    stringify!($name).to_owned()
                }
            }
        )*

        /// The declarations of all of them in TypeScript.
        #[cfg(test)]
        fn declarations() -> String {
            use $crate::data::{Data, comment};
            let mut text = String::new();
            $(
                text += &format!("\n{}export interface {} {{\n", comment("", &[$($doc),*]), stringify!($name));
                $(
                    text += &comment("  ", &[$($field_doc),*]);
                    text += &format!("  {}: {};\n", stringify!($field), <$type as Data>::typescript());
                )*
                text += "}\n";
            )*
            text
        }
    };
}

pub(crate) use data;

/// Lines of documentation as a comment.
#[cfg(test)]
pub(crate) fn comment(indent: &str, lines: &[&str]) -> String {
    match lines {
        [] => String::new(),
        [line] => format!("{indent}/**{line} */\n"),
        lines => {
            let lines: String = lines.iter().map(|line| format!("{indent} *{line}\n")).collect();
            format!("{indent}/**\n{lines}{indent} */\n")
        }
    }
}

/// Types of JSON itself.
macro_rules! plain {
    ($($type:ty: $typescript:literal;)*) => {$(
        impl Data for $type {
            fn json(self) -> Json {
                self.into()
            }
            #[cfg(test)]
            fn typescript() -> String {
                $typescript.to_owned()
            }
        }
    )*};
}

plain! {
    bool: "boolean";
    f64: "number";
    usize: "number";
    String: "string";
    &'static str: "string";
    Cow<'static, str>: "string";
}

impl<T: Data> Data for Vec<T> {
    fn json(self) -> Json {
        Json::List(self.into_iter().map(Data::json).collect())
    }
    #[cfg(test)]
    fn typescript() -> String {
        format!("{}[]", T::typescript())
    }
}

impl<T: Data + Clone> Data for &'static [T] {
    fn json(self) -> Json {
        self.to_vec().json()
    }
    #[cfg(test)]
    fn typescript() -> String {
        Vec::<T>::typescript()
    }
}

impl<T: Data, const N: usize> Data for [T; N] {
    fn json(self) -> Json {
        Json::List(self.into_iter().map(Data::json).collect())
    }
    #[cfg(test)]
    fn typescript() -> String {
        format!("[{}]", vec![T::typescript(); N].join(", "))
    }
}

impl<T: Data> Data for Option<T> {
    fn json(self) -> Json {
        self.map_or(Json::Null, Data::json)
    }
    #[cfg(test)]
    fn typescript() -> String {
        format!("{} | null", T::typescript())
    }
}

/// One of a few names.
#[cfg(test)]
fn one_of(names: &[&str]) -> String {
    names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(" | ")
}

impl Data for Status {
    fn json(self) -> Json {
        self.name().into()
    }
    #[cfg(test)]
    fn typescript() -> String {
        one_of(&Self::NAMES)
    }
}

impl Data for Effect {
    fn json(self) -> Json {
        self.name().into()
    }
    #[cfg(test)]
    fn typescript() -> String {
        one_of(&Self::ALL.map(Self::name))
    }
}

/// What kind of value a field has.
#[derive(Clone, Copy, Default)]
pub(crate) struct Kind(pub(crate) &'static str);

impl Data for Kind {
    fn json(self) -> Json {
        self.0.into()
    }
    #[cfg(test)]
    fn typescript() -> String {
        one_of(&Value::KINDS)
    }
}

/// What stands in the blanks of a sentence, by their names.
pub(crate) struct Blanks(pub(crate) Vec<(&'static str, String)>);

impl Data for Blanks {
    fn json(self) -> Json {
        let blanks = self.0.into_iter().map(|(name, text)| (name.into(), text.into()));
        Json::Object(blanks.collect())
    }
    #[cfg(test)]
    fn typescript() -> String {
        "Record<string, string>".to_owned()
    }
}

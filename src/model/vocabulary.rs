//! Closed lists of words that a record may use, and identifiers.

use std::borrow::Borrow;
use std::fmt;

/// A closed list of words, each with its value.
pub trait Vocabulary: Copy + 'static {
    /// Every name in the record format with its value, in order.
    const NAMES: &'static [(&'static str, Self)];
}

/// Makes an enum whose values have one name each in the record format.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $value:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $value,)+ }

        impl $crate::model::Vocabulary for $name {
            const NAMES: &'static [(&'static str, Self)] = $name::ALL;
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.name())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let name = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                Self::named(&name).ok_or_else(|| serde::de::Error::custom("an unknown word"))
            }
        }

        impl $name {
            /// Every value with its name in the record format, in order.
            pub const ALL: &'static [(&'static str, $name)] = &[$(($text, $name::$value),)+];

            /// The name in the record format.
            pub fn name(self) -> &'static str {
                match self { $(Self::$value => $text,)+ }
            }

            /// The value of that name, or `None`.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().find(|(text, _)| *text == name).map(|(_, value)| *value)
            }
        }
    };
}
pub(crate) use vocabulary;

/// The permanent code of a record: its file's stem, or its `id`.
///
/// Letters, digits, `-`, `_` and `.`, the first a letter or digit; regions join such parts with `/`.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Deserialize,
    serde::Serialize,
)]
pub struct Id(Box<str>);

impl Id {
    /// How many bytes it has at most.
    pub const LONGEST: usize = 200;

    /// An identifier that has the right form, or `None`.
    pub fn new(text: &str) -> Option<Self> {
        let part = |part: &str| {
            part.starts_with(char::is_alphanumeric)
                && part.chars().all(is_id_character)
                && !part.ends_with('.')
        };
        (text.len() <= Self::LONGEST && text.split('/').all(part)).then(|| Self(text.into()))
    }

    /// The text of the identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the id of that region, or of one below it.
    pub fn lies_within(&self, region: &Id) -> bool {
        let rest = self.0.strip_prefix(&*region.0);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Whether a character may stand in an id: letters and digits of any script with their marks, `-`, `_`, `.`.
pub fn is_id_character(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '-' | '_' | '.')
        || unicode_normalization::char::is_combining_mark(c)
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn an_id_is_safe_in_an_address() {
        let check = |text: &str, valid: bool| assert_eq!(Id::new(text).is_some(), valid, "{text}");
        check("ml-2022-0328", true);
        check("north/riverside/old-town", true);
        check("حادث-1", true);
        check("दिल्ली", true);
        check("ปั่น", true);
        check("cafe\u{301}", true);
        check("", false);
        check("../secret", false);
        check("a//b", false);
        check("a b", false);
        check(".hidden", false);
        check("ends.", false);
        check("a\u{202e}b", false);
    }
}

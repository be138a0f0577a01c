//! Fields that few records have, kept apart from those that most have.
//!
//! A tracker holds all its records at once, and a record has many fields of which most are empty. What
//! is seldom filled stands together in one box: where all of it is empty it takes eight bytes and not
//! some hundred. Fields are read and written as if they stood in the whole (`claim.motive`).

use serde::{Deserialize, Serialize};

/// The seldom filled fields of something; nothing is kept where none of them is filled.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Rare<T>(pub(super) Option<Box<T>>);

impl<T> Rare<T> {
    /// The fields to change them, where one is filled.
    pub(super) fn filled(&mut self) -> Option<&mut T> {
        self.0.as_deref_mut()
    }
}

impl<T: Default + PartialEq> From<T> for Rare<T> {
    fn from(fields: T) -> Self {
        Self((fields != T::default()).then(|| Box::new(fields)))
    }
}

impl<T: Default + PartialEq> PartialEq for Rare<T> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(own), Some(other)) => own == other,
            (None, None) => true,
            (Some(fields), None) | (None, Some(fields)) => **fields == T::default(),
        }
    }
}

/// Lets the fields of a `Rare<$fields>`, which stands in `$whole` as `rare`, be read and written as if
/// they were its own.
macro_rules! rare {
    ($whole:ident, $fields:ident) => {
        impl std::ops::Deref for $whole {
            type Target = $fields;

            fn deref(&self) -> &$fields {
                static NONE: std::sync::LazyLock<$fields> =
                    std::sync::LazyLock::new($fields::default);
                self.rare.0.as_deref().unwrap_or(&NONE)
            }
        }

        impl std::ops::DerefMut for $whole {
            fn deref_mut(&mut self) -> &mut $fields {
                self.rare.0.get_or_insert_default()
            }
        }
    };
}
pub(super) use rare;

#[cfg(test)]
mod tests {
    use crate::model::{Claim, RareOfClaim};

    #[test]
    fn what_is_empty_takes_no_room_and_what_is_filled_is_read() {
        let mut claim = Claim { rare: RareOfClaim::default().into(), ..Claim::default() };
        assert!(claim.rare.filled().is_none() && claim.motive.is_none());
        claim.motive = Some("a quarrel over a well".into());
        assert_eq!(claim.motive.as_deref(), Some("a quarrel over a well"));
        assert_ne!(claim, Claim::default());
        claim.motive = None;
        assert_eq!(claim, Claim::default(), "emptied again, it is as if it had never been filled");
    }
}

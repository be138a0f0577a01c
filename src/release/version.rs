//! The number of a release, and which number fits what changed (Frictionless Data, "Data Package
//! Version": MAJOR for what breaks programs, MINOR for more data, PATCH for corrections).

use std::fmt;
use std::str::FromStr;

use crate::model::vocabulary;

/// `MAJOR.MINOR.PATCH`, in the order of releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// Rises where programs that read the last release may fail.
    pub major: u32,
    /// Rises where there is more.
    pub minor: u32,
    /// Rises where values were corrected.
    pub patch: u32,
}

vocabulary! {
    /// How far a release is from the one before it.
    Level {
        /// Values were corrected.
        Patch = "patch",
        /// There are new rows or files.
        Minor = "minor",
        /// Columns or ids are others.
        Major = "major",
    }
}

impl Version {
    /// The number of a first release.
    pub const FIRST: Self = Self { major: 1, minor: 0, patch: 0 };

    /// The least number that fits a release so far from this one. Before 1.0.0 nothing is promised, so
    /// that what breaks programs only raises the second number.
    pub fn next(self, level: Level) -> Self {
        let Self { major, minor, patch } = self;
        let over = |number: u32| number.saturating_add(1);
        match level {
            Level::Major if major > 0 => Self { major: over(major), minor: 0, patch: 0 },
            Level::Major | Level::Minor => Self { major, minor: over(minor), patch: 0 },
            Level::Patch => Self { major, minor, patch: over(patch) },
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { major, minor, patch } = self;
        write!(f, "{major}.{minor}.{patch}")
    }
}

impl FromStr for Version {
    type Err = ();

    /// Three numbers without leading zeros, and nothing else.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('.').map(|part| {
            let plain = part.bytes().all(|byte| byte.is_ascii_digit());
            let leading = part.len() > 1 && part.starts_with('0');
            if plain && !leading { part.parse::<u32>().map_err(|_| ()) } else { Err(()) }
        });
        let mut next = || parts.next().unwrap_or(Err(()));
        let version = Self { major: next()?, minor: next()?, patch: next()? };
        if parts.next().is_some() { Err(()) } else { Ok(version) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_three_parts_and_no_more() {
        let check = |text: &str, expected: Option<&str>| {
            let version = text.parse::<Version>().ok().map(|version| version.to_string());
            assert_eq!(version.as_deref(), expected, "{text}");
        };
        check("1.0.0", Some("1.0.0"));
        check("10.20.4294967295", Some("10.20.4294967295"));
        for wrong in ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.-1", "v1.0.0", "1.0.0-rc.1"] {
            check(wrong, None);
        }
        check("1.0.4294967296", None);
        check("1.0.+1", None);
    }

    #[test]
    fn the_next_number_fits_what_changed() {
        let check = |from: &str, level: Level, expected: &str| {
            let from: Version = from.parse().expect("a version");
            assert_eq!(from.next(level).to_string(), expected);
        };
        check("1.2.3", Level::Patch, "1.2.4");
        check("1.2.3", Level::Minor, "1.3.0");
        check("1.2.3", Level::Major, "2.0.0");
        check("0.2.3", Level::Major, "0.3.0");
        check("0.2.3", Level::Minor, "0.3.0");
    }
}

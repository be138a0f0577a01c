//! Figures as sources state them: a number, a bound, a range, words, none, unknown.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One figure, in the form in which it was stated. Counts people.
///
/// ```
/// use griot::model::Amount;
/// let amount: Amount = "more than 100".parse().unwrap();
/// assert_eq!((amount.low(), amount.high()), (Some(101), None));
/// assert_eq!("132+".parse::<Amount>().unwrap().to_string(), "at least 132");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum Amount {
    /// `35`
    Exactly(u32),
    /// `"about 40"`, `"~40"`
    About(u32),
    /// `"at least 132"`, `"132+"`
    AtLeast(u32),
    /// `"more than 100"`: from 101
    MoreThan(u32),
    /// `"up to 200"`: from 0
    UpTo(u32),
    /// `"100-200"`
    Between(u32, u32),
    /// `{ low = 5, best = 9, high = 20 }`, any of them absent, not all
    Estimate {
        /// The lowest number.
        low: Option<u32>,
        /// The best estimate.
        best: Option<u32>,
        /// The highest number.
        high: Option<u32>,
    },
    /// `"hundreds"`: shown as it is, never turned into a number
    Words(Box<str>),
    /// `"none"`: the source says zero
    None,
    /// `"unknown"`: the source says that it is not known
    Unknown,
}

impl Amount {
    /// The lowest number that it states.
    pub fn low(&self) -> Option<u32> {
        match *self {
            Self::Exactly(n) | Self::About(n) | Self::AtLeast(n) | Self::Between(n, _) => Some(n),
            Self::MoreThan(n) => Some(n.saturating_add(1)),
            Self::UpTo(_) | Self::None => Some(0),
            Self::Estimate { low, best, high } => low.or(best).or(high.map(|_| 0)),
            Self::Words(_) | Self::Unknown => None,
        }
    }

    /// The highest number that it states, or `None` where it states none: open above, words, unknown.
    pub fn high(&self) -> Option<u32> {
        match *self {
            Self::Exactly(n) | Self::About(n) | Self::UpTo(n) | Self::Between(_, n) => Some(n),
            Self::Estimate { best, high, .. } => high.or(best),
            Self::None => Some(0),
            Self::AtLeast(_) | Self::MoreThan(_) | Self::Words(_) | Self::Unknown => None,
        }
    }

    /// The best estimate, where the figure names one.
    pub fn best(&self) -> Option<u32> {
        match *self {
            Self::Estimate { best, .. } => best,
            _ => None,
        }
    }

    /// Whether it states a lower bound and leaves the top open.
    pub fn is_open(&self) -> bool {
        self.low().is_some() && self.high().is_none()
    }

    /// Whether it states a number at all.
    pub fn is_number(&self) -> bool {
        self.low().is_some()
    }
}

/// Why a text is not a figure; says what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountError(pub String);

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for AmountError {}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        let text = text.trim();
        let lower = text.to_lowercase();
        if text.is_empty() {
            return Err(AmountError("the figure is empty".to_owned()));
        }
        match lower.as_str() {
            "none" => return Ok(Self::None),
            "unknown" => return Ok(Self::Unknown),
            _ => {}
        }
        type Form = fn(u32) -> Amount;
        let prefixes: [(&str, Form); 6] = [
            ("at least ", Self::AtLeast),
            ("more than ", Self::MoreThan),
            ("up to ", Self::UpTo),
            ("about ", Self::About),
            ("~", Self::About),
            ("", Self::Exactly),
        ];
        for (prefix, form) in prefixes {
            if let Some(number) = lower.strip_prefix(prefix).and_then(|rest| number(rest.trim())) {
                return number.map(form);
            }
        }
        if let Some(number) = lower.strip_suffix('+').and_then(number) {
            return number.map(Self::AtLeast);
        }
        if let Some((low, high)) = lower.split_once(['-', '–'])
            && let (Some(low), Some(high)) = (number(low.trim()), number(high.trim()))
        {
            let (low, high) = (low?, high?);
            if low > high {
                return Err(AmountError(format!(
                    "the range runs backwards: {low} is more than {high}"
                )));
            }
            return Ok(Self::Between(low, high));
        }
        if text.chars().any(char::is_numeric) {
            return Err(AmountError(format!(
                "`{text}` is no figure: write `35`, \"at least 132\", \"132+\", \"more than 100\", \"up to 200\", \"about 40\" or \"100-200\"; what a source says in words stands without digits"
            )));
        }
        Ok(Self::Words(text.into()))
    }
}

/// A whole number, with or without separators of thousands; `None` where the text is something else.
fn number(text: &str) -> Option<Result<u32, AmountError>> {
    let separators = [',', '\u{a0}', '\u{202f}', ' '];
    let mut groups = text.split(separators);
    let first = groups.next().filter(|first| !first.is_empty())?;
    if !first.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut digits = first.to_owned();
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits.parse().map_err(|_| AmountError(format!("{text} is more than can be counted"))))
}

impl fmt::Display for Amount {
    /// The text form that reads back to the same figure; an estimate as a TOML inline table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(n) => write!(f, "{n}"),
            Self::About(n) => write!(f, "about {n}"),
            Self::AtLeast(n) => write!(f, "at least {n}"),
            Self::MoreThan(n) => write!(f, "more than {n}"),
            Self::UpTo(n) => write!(f, "up to {n}"),
            Self::Between(low, high) => write!(f, "{low}-{high}"),
            Self::Estimate { low, best, high } => {
                let named = [("low", low), ("best", best), ("high", high)];
                let stated: Vec<String> = named
                    .iter()
                    .filter_map(|(name, value)| value.map(|value| format!("{name} = {value}")))
                    .collect();
                write!(f, "{{ {} }}", stated.join(", "))
            }
            Self::Words(words) => f.write_str(words),
            Self::None => f.write_str("none"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_states_its_bounds() {
        let check = |text: &str, low: Option<u32>, high: Option<u32>| {
            let amount: Amount = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!((amount.low(), amount.high()), (low, high), "{text}");
            assert_eq!(amount.to_string().parse::<Amount>().as_ref(), Ok(&amount), "{text}");
        };
        check("35", Some(35), Some(35));
        check("132+", Some(132), None);
        check("at least 132", Some(132), None);
        check("More than 100", Some(101), None);
        check("up to 200", Some(0), Some(200));
        check("about 40", Some(40), Some(40));
        check("~40", Some(40), Some(40));
        check("100-200", Some(100), Some(200));
        check("100–200", Some(100), Some(200));
        check("4,137", Some(4137), Some(4137));
        check("none", Some(0), Some(0));
        check("unknown", None, None);
        check("hundreds", None, None);
        check("the rest of the population", None, None);
    }

    #[test]
    fn what_is_no_figure_says_why() {
        let check = |text: &str, part: &str| {
            let error = text.parse::<Amount>().expect_err(text).to_string();
            assert!(error.contains(part), "{text}: {error}");
        };
        check("", "empty");
        check("200-100", "runs backwards");
        check("35 or so", "is no figure");
        check("-5", "is no figure");
        check("3.5", "is no figure");
        check("99999999999", "more than can be counted");
        check("٣٥", "is no figure");
        check("1,00", "is no figure");
    }
}

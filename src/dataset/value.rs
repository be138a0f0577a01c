//! One cell of a table, before any format has written it.

use std::borrow::Cow;

use jiff::civil;

use crate::model::Point;

/// One cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// Nothing is said.
    Missing,
    /// Words; never empty.
    Text(Cow<'a, str>),
    /// Several codes, in order; never empty.
    List(Vec<Cow<'a, str>>),
    /// A whole number, mostly of people.
    Whole(u64),
    /// A number with as many decimals as were written.
    Decimal(f64, u8),
    /// One day.
    Day(civil::Date),
    /// Yes or no.
    Truth(bool),
}

impl<'a> Value<'a> {
    /// Words; missing where there are none.
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Missing } else { Self::Text(text) }
    }

    /// Several codes; missing where there are none.
    pub(super) fn list<T: Into<Cow<'a, str>>>(items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<Cow<'a, str>> = items.into_iter().map(Into::into).collect();
        if items.is_empty() { Self::Missing } else { Self::List(items) }
    }

    /// Several names as one text; missing where there are none.
    pub(super) fn joined(items: impl IntoIterator<Item = &'a str>, between: &str) -> Self {
        let items: Vec<&str> = items.into_iter().collect();
        match items.as_slice() {
            [one] => Self::text(*one),
            items => Self::text(items.join(between)),
        }
    }

    pub(super) fn count(count: usize) -> Self {
        Self::Whole(u64::try_from(count).unwrap_or(u64::MAX))
    }

    pub(super) fn latitude(point: Option<&Point>) -> Self {
        point.map_or(Self::Missing, |point| Self::Decimal(point.latitude, point.decimals))
    }

    pub(super) fn longitude(point: Option<&Point>) -> Self {
        point.map_or(Self::Missing, |point| Self::Decimal(point.longitude, point.decimals))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl<'a> From<&'a Option<Box<str>>> for Value<'a> {
    fn from(text: &'a Option<Box<str>>) -> Self {
        text.as_deref().into()
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Whole(number)
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<civil::Date> for Value<'_> {
    fn from(day: civil::Date) -> Self {
        Self::Day(day)
    }
}

impl From<&crate::model::Date> for Value<'_> {
    fn from(date: &crate::model::Date) -> Self {
        Self::text(date.to_string())
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

//! Points of tables, with as many decimals as they may have.

use std::borrow::Cow;

use super::fields::Places;
use super::row::told;
use super::{Row, RowProblem};
use crate::model::Point;

/// The most decimals of a point that is known to a settlement, and of one that is near.
pub(super) const DECIMALS: usize = 6;
pub(super) const NEAR_DECIMALS: usize = 2;

/// A latitude and a longitude, as text.
pub(super) type Degrees<'r> = (Cow<'r, str>, Cow<'r, str>);

/// The latitude and longitude of a row as they are written, with a point for a decimal comma; the inner
/// `None` where one is missing, the outer one where one is no number of degrees, which is told.
pub(super) fn coordinates<'r>(
    places: &Places,
    row: &'r Row,
    problems: &mut Vec<RowProblem>,
) -> Option<Option<Degrees<'r>>> {
    let of = |field: &str, most: f64| -> Result<Option<Cow<'r, str>>, RowProblem> {
        let Some(text) = places.get(row, field).map(with_point) else { return Ok(None) };
        let known = text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
        match known {
            Some(_) => Ok(Some(text)),
            None => {
                let reason = format!("this is no number of degrees from -{most} to {most}");
                Err(places.problem(row, field, reason))
            }
        }
    };
    let latitude = told(of("latitude", 90.0), problems);
    let longitude = told(of("longitude", 180.0), problems);
    Some(latitude?.zip(longitude?))
}

/// A number with a decimal point. Degrees have no thousands, so that one comma can be nothing else.
pub(super) fn with_point(text: &str) -> Cow<'_, str> {
    if text.contains('.') { text.into() } else { text.replacen(',', ".", 1).into() }
}

/// A point with no more decimals than that.
pub(super) fn point((latitude, longitude): (&str, &str), most: usize) -> Point {
    let (latitude, longitude) = (Decimal::of(latitude), Decimal::of(longitude));
    let decimals = latitude.decimals.max(longitude.decimals).min(most);
    Point {
        latitude: latitude.value,
        longitude: longitude.value,
        decimals: u8::try_from(decimals).unwrap_or(0),
    }
}

/// A number with the decimals that it needs. Of no more than [`NEAR_DECIMALS`] a nought says how finely it
/// is known, as in what griot exports; of more the noughts at the end fill up the column of a program.
pub(super) struct Decimal {
    pub(super) value: f64,
    pub(super) decimals: usize,
}

impl Decimal {
    pub(super) fn of(text: &str) -> Self {
        let value: f64 = text.parse().unwrap_or_default();
        let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
        let plain = fraction.bytes().all(|byte| byte.is_ascii_digit());
        let decimals = match fraction.len() {
            _ if !plain => 15,
            few @ ..=NEAR_DECIMALS => few,
            _ => fraction.trim_end_matches('0').len(),
        };
        Self { value, decimals }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noughts_that_fill_a_column_are_no_precision() {
        let check = |text: &str, decimals: usize| {
            assert_eq!(Decimal::of(text).decimals, decimals, "{text}");
        };
        check("14", 0);
        check("14.00", 2);
        check("-1.10", 2);
        check("14.000000", 0);
        check("-1.104000", 3);
        check("1e-7", 0);
    }
}

//! Positions as people write them in tables.

use crate::content::map::PointOrder;
use crate::model::Point;

/// The point of a cell with both numbers: `38.61, 26.65`, `38,61; 26,65`, `POINT (26.65 38.61)`,
/// `36°24'10"N 14°30'E`.
///
/// # Errors
///
/// Why it cannot be read, one sentence.
pub(in crate::import) fn both(text: &str, order: Option<PointOrder>) -> Result<Point, String> {
    let unknown = || format!("`{text}` is no pair of latitude and longitude");
    let trimmed = text.trim();
    if let Some(inner) = trimmed.strip_prefix("POINT").or_else(|| trimmed.strip_prefix("Point")) {
        let inner = inner.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
        let (longitude, latitude) = inner.split_once(char::is_whitespace).ok_or_else(unknown)?;
        return pair(latitude, longitude);
    }
    let trimmed = trimmed.trim_matches(['(', ')', '[', ']']);
    let halves = trimmed
        .split_once(';')
        .or_else(|| trimmed.split_once(", "))
        .or_else(|| trimmed.split_once(',').filter(|_| trimmed.matches(',').count() == 1))
        .or_else(|| trimmed.split_once('/'))
        .or_else(|| after_letter(trimmed))
        .or_else(|| {
            trimmed
                .split_once(char::is_whitespace)
                .filter(|_| trimmed.split_whitespace().count() == 2)
        });
    let (a, b) = halves.ok_or_else(unknown)?;
    let first_is_longitude = a.trim_end().ends_with(['E', 'W', 'O', 'e', 'w'])
        || a.trim_start().starts_with(['E', 'W', 'e', 'w']);
    match order {
        Some(PointOrder::LonLat) => pair(b, a),
        _ if first_is_longitude => pair(b, a),
        _ => pair(a, b),
    }
}

/// Cuts `36°24'N 14°30'E` after the letter of its first half.
fn after_letter(text: &str) -> Option<(&str, &str)> {
    let at = text.find(['N', 'S', 'n', 's']).filter(|at| *at > 0)? + 1;
    Some((&text[..at], &text[at..])).filter(|(_, rest)| !rest.trim().is_empty())
}

/// The point of two cells.
///
/// # Errors
///
/// Why they are none, one sentence.
pub(in crate::import) fn pair(latitude: &str, longitude: &str) -> Result<Point, String> {
    let (latitude, a) = degrees(latitude)?;
    let (longitude, b) = degrees(longitude)?;
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        let swapped = (-90.0..=90.0).contains(&longitude) && (-180.0..=180.0).contains(&latitude);
        return Err(match swapped {
            true => format!("the latitude {latitude} is not on the earth; is the longitude first?"),
            false => format!("{latitude}, {longitude} is not on the earth"),
        });
    }
    if latitude == 0.0 && longitude == 0.0 {
        return Err("0, 0 lies in the sea off Africa and mostly stands for no position".to_owned());
    }
    Ok(Point { latitude, longitude, decimals: a.max(b) })
}

/// Degrees with a sign or a letter, and with decimals that do not only repeat a nought.
fn degrees(text: &str) -> Result<(f64, u8), String> {
    let unknown = || format!("`{}` is no number of degrees", text.trim());
    let upper = text.trim().to_uppercase().replace('−', "-");
    let letters = |c: char| matches!(c, 'N' | 'S' | 'E' | 'W' | 'O');
    let letter = upper.chars().find(|c| letters(*c));
    let bare: String = upper.chars().filter(|c| !letters(*c)).collect();
    let parts: Vec<&str> = bare
        .split(|c: char| {
            matches!(c, '°' | 'º' | '\'' | '’' | '′' | '"' | '”' | '″' | ':') || c.is_whitespace()
        })
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| -> Result<f64, String> {
        let part = part.replace(',', ".");
        let sound = part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
        part.parse().ok().filter(|number: &f64| sound && number.is_finite()).ok_or_else(unknown)
    };
    let (value, decimals) = match *parts {
        [degrees] => {
            let point = degrees.replace(',', ".");
            let decimals = point.split_once('.').map_or("", |(_, decimals)| decimals);
            let decimals = decimals.trim_end_matches('0').len().min(15);
            (number(degrees)?, u8::try_from(decimals).unwrap_or(15))
        }
        [degrees, minutes] => sexagesimal(number(degrees)?, number(minutes)?, 0.0)
            .ok_or_else(unknown)
            .map(|v| (v, 3))?,
        [degrees, minutes, seconds] => {
            let value = sexagesimal(number(degrees)?, number(minutes)?, number(seconds)?);
            (value.ok_or_else(unknown)?, 5)
        }
        _ => return Err(unknown()),
    };
    let south_or_west = matches!(letter, Some('S' | 'W' | 'O'));
    Ok((if south_or_west { -value.abs() } else { value }, decimals))
}

/// Degrees of degrees, minutes and seconds, rounded to the second.
fn sexagesimal(degrees: f64, minutes: f64, seconds: f64) -> Option<f64> {
    let sound = (0.0..60.0).contains(&minutes) && (0.0..60.0).contains(&seconds);
    let value = degrees.abs() + minutes / 60.0 + seconds / 3600.0;
    let value = (value * 100_000.0).round() / 100_000.0;
    sound.then(|| if degrees < 0.0 { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_as_people_write_them() {
        let check = |text: &str, order: Option<PointOrder>, expected: (f64, f64, u8)| {
            let point = both(text, order).unwrap_or_else(|why| panic!("{text}: {why}"));
            let read = (point.latitude, point.longitude, point.decimals);
            assert_eq!(read, expected, "{text}");
        };
        check("38.61, 26.65", None, (38.61, 26.65, 2));
        check("38.61,-26.650", None, (38.61, -26.65, 2));
        check("38,61; 26,6", None, (38.61, 26.6, 2));
        check("38.61 26.65", None, (38.61, 26.65, 2));
        check("(38.61, 26.65)", None, (38.61, 26.65, 2));
        check("26.65, 38.61", Some(PointOrder::LonLat), (38.61, 26.65, 2));
        check("POINT (26.65 38.61)", None, (38.61, 26.65, 2));
        check("36°24'36\"N 14°30'W", None, (36.41, -14.5, 5));
        check("36.5N, 14.5W", None, (36.5, -14.5, 1));
        check("14.5 E, 36.5 S", None, (-36.5, 14.5, 1));
    }

    #[test]
    fn what_is_no_position_says_so() {
        let check = |text: &str, part: &str| {
            let why = both(text, None).expect_err(text);
            assert!(why.contains(part), "{text}: {why}");
        };
        check("0, 0", "no position");
        check("120.5, 10.5", "longitude first");
        check("1000, 1000", "not on the earth");
        check("near the quay", "no pair");
        check("12", "no pair");
    }
}

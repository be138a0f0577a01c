//! Cells as what they are: whole numbers, degrees, yes and no, figures.

use std::fmt;

use crate::model::Amount;

/// A number of degrees with the decimals that it was written with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Degrees {
    value: f64,
    decimals: usize,
}

impl fmt::Display for Degrees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.*}", self.decimals, self.value)
    }
}

/// A number of degrees between `-most` and `most`, or why it is none.
pub(super) fn degrees(text: &str, most: u8) -> Result<Degrees, String> {
    let number = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | '-' | '+' | 'e' | 'E');
    let value = Some(text).filter(|text| text.chars().all(number));
    let value = value.and_then(|text| text.parse::<f64>().ok());
    let value = value.filter(|value| value.abs() <= f64::from(most));
    let value =
        value.ok_or_else(|| format!("this is no number of degrees from -{most} to {most}"))?;
    // JSON may write a small number with an exponent, and TOML's points have none.
    let plain = if text.contains(['e', 'E']) { value.to_string() } else { text.to_owned() };
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    Ok(Degrees { value, decimals: decimals.min(15) })
}

/// A whole number in digits alone, or why it is none.
pub(super) fn whole(text: &str) -> Result<u32, String> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("this is no whole number".to_owned());
    }
    text.parse().map_err(|_| "this is more than can be counted".to_owned())
}

/// `true` or `false`, or why it is neither.
pub(super) fn truth(text: &str) -> Result<bool, String> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Ok(true),
        _ if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err("this is neither `true` nor `false`".to_owned()),
    }
}

/// A figure as the table of claims states it, or why it is none.
pub(super) fn stated(text: &str) -> Result<Amount, String> {
    let text = text.trim();
    if text.starts_with('{') {
        let form = "this is no figure; bounds are written as `{ low = 5, best = 9, high = 20 }`";
        return estimate(text).ok_or_else(|| form.to_owned());
    }
    text.parse::<Amount>().map_err(|why| why.to_string())
}

/// `{ low = 5, best = 9, high = 20 }`, each at most once, at least one of them.
fn estimate(text: &str) -> Option<Amount> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let (mut low, mut best, mut high) = (None, None, None);
    for bound in inner.split(',') {
        let (name, number) = bound.split_once('=')?;
        let place = match name.trim() {
            "low" => &mut low,
            "best" => &mut best,
            "high" => &mut high,
            _ => return None,
        };
        if place.replace(whole(number.trim()).ok()?).is_some() {
            return None;
        }
    }
    Some(Amount::Estimate { low, best, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_one_value_or_none() {
        for bad in ["", "0x10", "1_000", "+5", "-5", "3.5", "9 }\nby = \"x\"", "99999999999"] {
            assert!(whole(bad).is_err(), "{bad}");
        }
        assert_eq!(whole("1000"), Ok(1000));
        for bad in ["", "nan", "inf", "51.2, 3", "0x1", "91", "51,2", "1e", "51.2]"] {
            assert!(degrees(bad, 90).is_err(), "{bad}");
        }
        let check = |text: &str, own: &str| {
            assert_eq!(degrees(text, 90).map(|own| own.to_string()), Ok(own.to_owned()));
        };
        check("51.20", "51.20");
        check("-7", "-7");
        check("1e-5", "0.00001");
        check("007.5", "7.5");
        for bad in ["yes", "1", "true\n"] {
            assert!(truth(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_stated_figure_is_one_whole_figure() {
        for bad in [
            "{ low = 2 }\nquote = \"INJ\"",
            "{ low = 2, low = 3 }",
            "{ low = 0x10 }",
            "{ low = 1_000 }",
            "{ low = 2, note = 3 }",
            "{ }",
            "{ few }",
            "0x10",
            "",
        ] {
            assert!(stated(bad).is_err(), "{bad}");
        }
        for own in ["35", "{ low = 5, best = 9, high = 20 }", "{ high = 2 }", "about 40", "many"] {
            assert_eq!(stated(own).map(|own| own.to_string()), Ok(own.to_owned()));
        }
    }
}

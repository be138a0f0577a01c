//! The writing of SVG: escaped text, short numbers.

use std::fmt::{self, Write as _};

/// A number with two decimals at most: `12.5`, never `12.50` and never `NaN`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Short(pub f64);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is not finite has no place in a picture; a float that is cast saturates.
        #[expect(clippy::cast_possible_truncation, reason = "a picture ends long before")]
        let hundredths = if self.0.is_finite() { (self.0 * 100.0).round() as i64 } else { 0 };
        let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        if hundredths < 0 {
            f.write_char('-')?;
        }
        match rest {
            0 => write!(f, "{whole}"),
            rest if rest % 10 == 0 => write!(f, "{whole}.{}", rest / 10),
            rest => write!(f, "{whole}.{rest:02}"),
        }
    }
}

/// A share of the width, from 0 to 1, as SVG writes it: `12.5%`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Percent(pub f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", Short(self.0 * 100.0))
    }
}

/// A text as it stands in SVG, between tags or in an attribute.
#[derive(Clone, Copy, Debug)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            f.write_str(&rest[..at])?;
            f.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            })?;
            rest = &rest[at + 1..];
        }
        f.write_str(rest)
    }
}

/// What `draw` writes, with room for about `size` bytes.
pub fn drawn(size: usize, draw: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut out = String::with_capacity(size);
    // Writing to a string cannot fail.
    let _ = draw(&mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_always_numbers() {
        let check = |number: f64, expected: &str| assert_eq!(Short(number).to_string(), expected);
        check(12.0, "12");
        check(12.5, "12.5");
        check(100.0 / 3.0, "33.33");
        check(0.05, "0.05");
        check(-0.001, "0");
        check(-1.25, "-1.25");
        check(f64::NAN, "0");
        check(f64::INFINITY, "0");
        assert_eq!(Percent(0.125).to_string(), "12.5%");
    }

    #[test]
    fn text_cannot_become_markup() {
        let text = Escaped("<b title=\"a\" & 'b'>é").to_string();
        assert_eq!(text, "&lt;b title=&quot;a&quot; &amp; &#39;b&#39;&gt;é");
    }
}

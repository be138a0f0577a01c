//! The writing of SVG: escaped text, short numbers.

use std::fmt;

/// A number with two decimals at most: `12.5`, never `12.50` and never `NaN`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Short(pub f64);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Digits::of(self.0, 2).text())
    }
}

/// A number with one decimal at most: `12.5`, `12`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rough(pub f64);

impl fmt::Display for Rough {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Digits::of(self.0, 1).text())
    }
}

/// A share of the width, from 0 to 1, as SVG writes it: `12.5%`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Percent(pub f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = Digits::of(self.0 * 100.0, 2);
        digits.bytes[SIZE - 1] = b'%';
        digits.end = SIZE;
        f.write_str(digits.text())
    }
}

/// Puts a whole number at the end of a path.
pub fn push_whole(number: i32, path: &mut String) {
    path.push_str(Digits::of(number.into(), 0).text());
}

/// Room for the longest number, and for a sign after it.
const SIZE: usize = 25;

/// The digits of a number, written from the last to the first. Pictures are made of numbers, and the
/// general way of writing one takes several times as long.
struct Digits {
    bytes: [u8; SIZE],
    start: usize,
    end: usize,
}

impl Digits {
    /// A number with so many decimals at most, none of them a zero at the end.
    fn of(number: f64, decimals: u32) -> Self {
        // What is not finite has no place in a picture; a float that is cast saturates.
        let parts = 10_i64.pow(decimals);
        #[expect(clippy::cast_possible_truncation, reason = "a picture ends long before")]
        let scaled = if number.is_finite() { (number * parts as f64).round() as i64 } else { 0 };
        let mut digits = Self { bytes: [0; SIZE], start: SIZE - 1, end: SIZE - 1 };
        let mut rest = scaled.unsigned_abs();
        let mut left = decimals;
        while left > 0 && rest.is_multiple_of(10) {
            rest /= 10;
            left -= 1;
        }
        for _ in 0..left {
            digits.push(b'0' + (rest % 10) as u8);
            rest /= 10;
        }
        if left > 0 {
            digits.push(b'.');
        }
        loop {
            digits.push(b'0' + (rest % 10) as u8);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if scaled < 0 {
            digits.push(b'-');
        }
        digits
    }

    fn push(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.start..self.end]).unwrap_or_default()
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
        check(f64::MIN, "-92233720368547758.08");
        let rough = |number: f64, expected: &str| assert_eq!(Rough(number).to_string(), expected);
        let mut path = String::new();
        [0, -7, i32::MIN].iter().for_each(|number| push_whole(*number, &mut path));
        assert_eq!(path, "0-7-2147483648");
        rough(-0.04, "0");
        rough(12.25, "12.3");
        rough(-7.0, "-7");
        assert_eq!(Percent(1.0).to_string(), "100%");
        assert_eq!(Percent(0.125).to_string(), "12.5%");
    }

    #[test]
    fn text_cannot_become_markup() {
        let text = Escaped("<b title=\"a\" & 'b'>é").to_string();
        assert_eq!(text, "&lt;b title=&quot;a&quot; &amp; &#39;b&#39;&gt;é");
    }
}

//! Destinations of links: which stay within the tracker, which leave it, which are refused.

use std::borrow::Cow;

/// Schemes that a link may have. Whatever is missing here could run code, read files or surprise.
const SCHEMES: [&str; 10] =
    ["http", "https", "mailto", "tel", "sms", "ftp", "geo", "doi", "xmpp", "magnet"];

/// What a destination leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address<'a> {
    /// Something of the tracker, in the form that a resolver takes.
    Relative(Cow<'a, str>),
    /// Another host: a known scheme, or `//host`.
    Absolute(Cow<'a, str>),
    /// A place in the same body: the text after `#`.
    Fragment(Cow<'a, str>),
    /// A scheme that no page may have.
    Refused,
}

impl<'a> Address<'a> {
    /// What `destination` leads to, after Markdown's own escapes and entities are read.
    ///
    /// Browsers ignore tabs, line breaks and surrounding control characters in an address, so
    /// they go first, lest they hide a scheme.
    pub(super) fn of(destination: &'a str) -> Self {
        let text = without_ignored(destination);
        if let Some(scheme) = scheme(&text) {
            let known = SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
            return if known { Self::Absolute(text) } else { Self::Refused };
        }
        if text.starts_with("//") {
            return Self::Absolute(text);
        }
        match text.strip_prefix('#') {
            Some(fragment) => Self::Fragment(fragment.to_owned().into()),
            None => Self::Relative(decoded(text)),
        }
    }
}

fn without_ignored(text: &str) -> Cow<'_, str> {
    let ignored = |c: char| matches!(c, '\t' | '\n' | '\r');
    let trimmed = text.trim_matches(|c: char| c <= ' ');
    if trimmed.contains(ignored) { trimmed.replace(ignored, "").into() } else { trimmed.into() }
}

/// The scheme of an address (RFC 3986), without its colon.
fn scheme(text: &str) -> Option<&str> {
    let scheme = &text[..text.find(':')?];
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    valid.then_some(scheme)
}

/// Percent escapes of the path decoded, but for those that would change what the parts are:
/// `%`, `#`, `?`, `/`, `\`, control characters, and bytes that are no UTF-8.
pub(super) fn decoded(text: Cow<'_, str>) -> Cow<'_, str> {
    let end = text.find(['?', '#']).unwrap_or(text.len());
    if !text[..end].contains('%') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &text[..end];
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let run = rest.as_bytes().chunks_exact(3).map_while(escape).count();
        if run == 0 {
            out.push('%');
            rest = &rest[1..];
            continue;
        }
        let (escapes, after) = rest.split_at(run * 3);
        decode_run(escapes, &mut out);
        rest = after;
    }
    out.push_str(rest);
    out.push_str(&text[end..]);
    out.into()
}

/// Decodes a run of `%XX`; what may not be decoded stays.
fn decode_run(escapes: &str, out: &mut String) {
    let bytes: Vec<u8> = escapes.as_bytes().chunks_exact(3).filter_map(escape).collect();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() || matches!(c, '%' | '#' | '?' | '/' | '\\') {
                out.push_str(&escapes[at * 3..(at + c.len_utf8()) * 3]);
            } else {
                out.push(c);
            }
            at += c.len_utf8();
        }
        let invalid = chunk.invalid().len();
        out.push_str(&escapes[at * 3..(at + invalid) * 3]);
        at += invalid;
    }
}

/// The byte of one `%XX`.
fn escape(escape: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match *escape {
        [b'%', high, low] => Some(digit(high)? * 16 + digit(low)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn a_destination_is_relative_absolute_a_fragment_or_refused() {
        let relative = |text: &str, expected: &str| {
            assert_eq!(Address::of(text), Address::Relative(expected.to_owned().into()), "{text}");
        };
        relative("../a.md", "../a.md");
        relative("a%20b.md#c%20d", "a b.md#c%20d");
        relative("%C3%A9.md", "é.md");
        relative("a%23b%2F%25%00.md", "a%23b%2F%25%00.md");
        relative("%C3x%", "%C3x%");
        relative("", "");
        relative("a/b:c", "a/b:c");
        let absolute = |text: &str| {
            assert!(matches!(Address::of(text), Address::Absolute(_)), "{text}");
        };
        absolute("https://example.org/a b");
        absolute("MAILTO:a@example.org");
        absolute("//example.org");
        absolute("/\t/example.org");
        let refused = |text: &str| assert_eq!(Address::of(text), Address::Refused, "{text:?}");
        refused("javascript:alert(1)");
        refused(" \u{1}JavaScript:alert(1)");
        refused("java\nscript:alert(1)");
        refused("data:text/html,x");
        refused("vbscript:x");
        refused("file:///etc/passwd");
        assert_eq!(Address::of("#a"), Address::Fragment("a".into()));
    }
}

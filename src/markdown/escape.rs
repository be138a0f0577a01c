//! Escaping for the text and the attributes of HTML.

/// Appends `text` so that HTML reads it as text, in content and in quoted attributes.
///
/// Control characters that neither HTML nor XML may hold are left out.
pub(super) fn text(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    // No early end: the compiler then looks at many bytes at once, and few texts have such a byte.
    if !bytes.iter().fold(false, |found, byte| found | is_replaced(*byte)) {
        return out.push_str(text);
    }
    let mut start = 0;
    while let Some(length) = bytes[start..].iter().position(|byte| is_replaced(*byte)) {
        let at = start + length;
        out.push_str(&text[start..at]);
        out.push_str(match bytes[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "",
        });
        start = at + 1;
    }
    out.push_str(&text[start..]);
}

/// Whether [`text`] writes a byte in another way.
const fn is_replaced(byte: u8) -> bool {
    let space = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
    let sign = (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"');
    (byte < b' ') & !space | (byte == 0x7f) | sign
}

/// Appends `address` for a quoted attribute; what an address may not hold is percent-encoded.
pub(super) fn address(address: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in address.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#39;"),
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => out.push(char::from(byte)),
            _ if b"-_.~!*();:@=+$,/?#[]%".contains(&byte) => out.push(char::from(byte)),
            _ => {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_means_something_to_html_is_escaped() {
        let mut out = String::new();
        super::text("a<b>&\"c\"\u{0}\u{1f} é", &mut out);
        super::address("/é?a=b&c='d' \"<", &mut out);
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;c&quot; é/%C3%A9?a=b&amp;c=&#39;d&#39;%20%22%3C");
    }
}

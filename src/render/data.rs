//! Data that a page's script asks for as a script of its own, so that it works from disk: a call
//! with one value.

use std::io;

use serde::Serialize;

/// Writes `griot("name", value);`. The value is JSON, which is JavaScript as well.
///
/// Letters stand as they are, so that the gate can read them. No `<` is left, so that nothing in it
/// can end or begin a tag wherever the text may be put, and no line separator, which older browsers
/// take for the end of a line.
pub(super) fn call(name: &str, value: &impl Serialize, out: &mut Vec<u8>) -> io::Result<()> {
    /// What line separators begin with in UTF-8.
    const SEPARATOR: u8 = 0xe2;
    let json = serde_json::to_string(&(name, value))?;
    let inner = json.strip_prefix('[').and_then(|json| json.strip_suffix(']')).unwrap_or(&json);
    out.extend(b"griot(");
    let mut rest = inner;
    // All of these can stand in texts alone, where escapes are read.
    while let Some(at) = memchr::memchr2(b'<', SEPARATOR, rest.as_bytes()) {
        out.extend(&rest.as_bytes()[..at]);
        let found = rest[at..].chars().next().unwrap_or('<');
        match found {
            '<' | '\u{2028}' | '\u{2029}' => {
                out.extend(format!("\\u{:04x}", u32::from(found)).bytes());
            }
            other => out.extend(other.encode_utf8(&mut [0; 4]).bytes()),
        }
        rest = &rest[at + found.len_utf8()..];
    }
    out.extend(rest.as_bytes());
    out.extend(b");\n");
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_text_can_neither_end_the_script_nor_a_line() {
        let mut out = Vec::new();
        let text = "</script><!-- é – \"quoted\" \u{2028}\u{2029}";
        super::call("a", &[text], &mut out).expect("memory");
        let expected = r#"griot("a",["\u003c/script>\u003c!-- é – \"quoted\" \u2028\u2029"]);"#;
        assert_eq!(String::from_utf8_lossy(&out).trim_end(), expected);
    }
}

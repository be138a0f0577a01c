//! What a body says, as one hash: what no page shows does not count.

use crate::source::{Sha256, Span};

/// The hash of the Markdown at `body` of a file's `text`, without the `comments` in it.
///
/// Hashed is the UTF-8 text in this form, which must stay as it is for as long as `griot.lock` has
/// the same version: comments that stand alone are cut out; lines end in LF; runs of spaces and tabs
/// within a line are one space; white space at the end of a line is gone, but two spaces are left
/// where two or more stood and the next line is not empty (a line break); empty lines at the start and
/// the end are gone, and several in a row are one.
pub(super) fn hash(text: &str, body: Span, comments: &[Span]) -> Sha256 {
    let plain = text[body.range()].trim_matches('\n');
    if comments.is_empty() && is_in_form(plain.as_bytes()) {
        return Sha256::of(plain.as_bytes());
    }
    let mut shown = String::with_capacity(body.range().len());
    let mut from = body.range().start;
    let mut cut = String::new();
    for comment in comments {
        cut.push_str(&text[from..comment.range().start]);
        from = comment.range().end;
    }
    let text = if comments.is_empty() {
        &text[body.range()]
    } else {
        cut.push_str(&text[from..body.range().end]);
        &cut
    };
    let (mut empty, mut breaks) = (false, false);
    for line in text.lines() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let written = line.trim_end_matches([' ', '\t']);
        if written.is_empty() {
            empty = true;
            continue;
        }
        if !shown.is_empty() {
            shown.push_str(match (empty, breaks) {
                (true, _) => "\n\n",
                (false, true) => "  \n",
                (false, false) => "\n",
            });
        }
        (empty, breaks) = (false, line[written.len()..].matches(' ').count() >= 2);
        push_line(&mut shown, written);
    }
    Sha256::of(shown.as_bytes())
}

/// Whether a text without line feeds at its ends is in the hashed form already, as most are.
fn is_in_form(text: &[u8]) -> bool {
    // No early return: the compiler then looks at many bytes at once.
    let pairs = text.windows(2).fold(false, |found, pair| {
        found
            | (pair[1] == b'\t')
            | (pair[1] == b'\r')
            | ((pair[0] == b' ') & ((pair[1] == b' ') | (pair[1] == b'\n')))
    });
    let empty = text.windows(3).fold(false, |found, lines| {
        found | ((lines[0] == b'\n') & (lines[1] == b'\n') & (lines[2] == b'\n'))
    });
    let ends = [text.first(), text.last()];
    !pairs && !empty && !ends.iter().any(|end| matches!(end, Some(b' ' | b'\t' | b'\r')))
}

/// Adds a line, its runs of white space after the first word as one space each.
fn push_line(shown: &mut String, line: &str) {
    let words = line.trim_start_matches([' ', '\t']);
    let wide = |pair: &[u8]| pair[0] == b' ' && pair[1] == b' ';
    if !words.contains('\t') && !words.as_bytes().windows(2).any(wide) {
        shown.push_str(line);
        return;
    }
    shown.push_str(&line[..line.len() - words.len()]);
    let mut words = words.split([' ', '\t']).filter(|word| !word.is_empty());
    shown.push_str(words.next().unwrap_or_default());
    for word in words {
        shown.push(' ');
        shown.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;

    #[test]
    fn only_what_a_page_shows_counts() {
        let of = |text: &str| {
            let scan = markdown::scan(text, 0);
            hash(text, Span::new(0..text.len(), 0), &scan.comments)
        };
        let same = |one: &str, other: &str| assert_eq!(of(one), of(other), "{one:?} {other:?}");
        let differ = |one: &str, other: &str| assert_ne!(of(one), of(other), "{one:?} {other:?}");
        same("One.\n\nTwo.\n", "\nOne.  \r\n\r\n\r\nTwo.\r\n \n");
        same("One.\nTwo.", "One. \nTwo.\t");
        same("Three were hurt.", "Three  were\thurt.");
        same("Three were hurt.", "Three <!-- check --> were hurt.");
        same("One.\n\nTwo.\n", "One.\n\n<!-- who\nsays so? -->\n\nTwo.\n");
        same("", "<!-- nothing yet -->\n");
        same("One.", "One. ");
        same("One.", "One.\n \t\n");
        same("a\n  b", "a\n  b  ");
        differ("a", " a");
        differ("One.\nTwo.", "One.  \nTwo.");
        differ("One.\n\nTwo.", "One.\nTwo.");
        differ("Three were hurt.", "Four were hurt.");
        differ("- a\n  - b", "- a\n- b");
        differ("`<!-- 3 -->`", "`<!-- 4 -->`");
        differ("An open <!-- 3", "An open <!-- 4");
        differ("```\n<!-- 3 -->\n```", "```\n<!-- 4 -->\n```");
    }
}

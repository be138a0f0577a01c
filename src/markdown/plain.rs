//! The first paragraph as plain text, for descriptions and feeds.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::EXTENSIONS;

/// The text of the first paragraph (or list item, where that comes first), its white space folded,
/// in at most `limit` characters. A longer one is cut between words and ends with `…`.
///
/// Headings, tables, code blocks, footnotes and HTML are left out; images give their alternative text.
pub fn plain(text: &str, limit: usize) -> String {
    let mut summary = Summary { text: String::new(), length: 0, limit };
    let (mut open, mut skipped) = (false, 0_usize);
    for event in Parser::new_ext(beginning(text, limit), EXTENSIONS) {
        match event {
            Event::Start(
                Tag::FootnoteDefinition(_)
                | Tag::Table(_)
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::Heading { .. },
            ) => skipped += 1,
            Event::End(
                TagEnd::FootnoteDefinition
                | TagEnd::Table
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::Heading(_),
            ) => skipped = skipped.saturating_sub(1),
            _ if skipped > 0 => {}
            Event::Start(Tag::Paragraph | Tag::Item) => {
                if !summary.text.is_empty() {
                    break;
                }
                open = true;
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item) if !summary.text.trim().is_empty() => {
                break;
            }
            Event::Text(text) | Event::Code(text) if open => summary.push(&text),
            Event::SoftBreak | Event::HardBreak if open => summary.push(" "),
            _ => {}
        }
        if summary.length > limit {
            break;
        }
    }
    summary.cut(limit)
}

/// As much of a body as the summary can come from, since the parser reads all that it is given.
///
/// A body that defines footnotes or links further down is taken whole: its beginning may use them.
fn beginning(text: &str, limit: usize) -> &str {
    let room = limit.saturating_mul(4).max(1000);
    let blank = text.get(room..).and_then(|rest| rest.find("\n\n"));
    match blank {
        Some(at) if !text.contains("]:") => {
            let head = &text[..room + at];
            // A head of headings and tables alone has no sentence yet.
            if head.lines().any(|line| line.starts_with(char::is_alphabetic)) { head } else { text }
        }
        _ => text,
    }
}

/// Text whose white space is folded as it comes.
struct Summary {
    text: String,
    length: usize,
    limit: usize,
}

impl Summary {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if self.length > self.limit {
                // What follows is cut; whether a space comes next decides where.
                if c.is_whitespace() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
                return;
            }
            if c.is_whitespace() {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                    self.length += 1;
                }
            } else if !c.is_control() && u32::from(c) & 0xfffe != 0xfffe {
                self.text.push(c);
                self.length += 1;
            }
        }
    }

    fn cut(self, limit: usize) -> String {
        let text = self.text.trim_end();
        if text.chars().count() <= limit {
            return text.to_owned();
        }
        let Some(room) = limit.checked_sub(1) else { return String::new() };
        let end = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
        // A space right after the cut means that the last word is whole.
        let word = text[..end].rfind(' ').filter(|_| !text[end..].starts_with(' '));
        // Scripts without spaces are cut between characters, but not before a combining mark.
        let mut kept = match word {
            Some(space) if space * 2 >= end => &text[..space],
            _ => &text[..end],
        };
        while text[kept.len()..]
            .starts_with(|c| unicode_normalization::char::is_combining_mark(c) || c == '\u{200d}')
        {
            let mut chars = kept.chars();
            chars.next_back();
            kept = chars.as_str();
        }
        let kept = kept.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-(".contains(c));
        format!("{kept}…")
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn the_first_paragraph_is_cut_between_words() {
        let check = |text: &str, limit: usize, expected: &str| {
            assert_eq!(plain(text, limit), expected, "{text}");
        };
        check("# Title\n\nOne *two*\nthree.\n\nFour.", 100, "One two three.");
        check("One two three.", 14, "One two three.");
        check("One two three.", 13, "One two…");
        check("One two, three.", 9, "One two…");
        check("Aaaaaaaaaaaaaaaa", 5, "Aaaa…");
        check(
            "a [link](b.md)[^1] and `code` & <b>bold</b> &amp; ![alt](c.png)\n\n[^1]: No.",
            99,
            "a link and code & bold & alt",
        );
        check("[^1]: Note.\n\n| a |\n|---|\n| b |\n\n    code\n\nText.", 99, "Text.");
        check("- item one\n  - inner\n- item two", 99, "item one");
        check("- item one\n\n  more\n", 99, "item one");
        check("", 10, "");
        check("abc", 0, "");
        check("अनुच्छेदः", 4, "अनु…");
        check("अनुच्छेदः", 3, "अ…");
        check("<!-- secret -->\n\nOpen.", 99, "Open.");
    }
}

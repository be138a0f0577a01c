//! A body as plain text, whole.

use pulldown_cmark::{Event, Parser, TagEnd};

use super::EXTENSIONS;

/// Puts what readers read of a body at the end of `out`: also headings, tables, code, footnotes and
/// what stands for images. Raw HTML and comments are left out. Blocks are parted by a line's end.
pub fn text(body: &str, out: &mut String) {
    for event in Parser::new_ext(body, EXTENSIONS) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::Rule => out.push('\n'),
            // Emphasis and links may stand within a word.
            Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => {}
            Event::End(_) => out.push('\n'),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn all_that_is_read_and_nothing_else() {
        let mut out = String::new();
        let body = "# One *tw*o\n\n| a | b |\n|---|---|\n| c | d |\n\nx[^1] ![alt](i.png) `code` \
            <!-- secret -->[l](https://e.example/address)\n\n<!-- hidden -->\n\n[^1]: note";
        text(body, &mut out);
        let words: Vec<&str> = out.split_whitespace().collect();
        assert_eq!(words.join(" "), "One two a b c d x alt code l note");
    }
}

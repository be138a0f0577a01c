//! Links of a body made to lead elsewhere, or taken out, in its Markdown itself.

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::EXTENSIONS;
use super::address::Address;

/// What becomes of a link or image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relink {
    /// It stays as it is.
    Keep,
    /// It leads there.
    To(String),
    /// Its words alone stay, with its address in brackets.
    Words,
}

/// A link whose beginning was read and whose end was not.
struct Open {
    start: usize,
    /// Where its words begin, and where they end as far as they were read.
    inner: std::ops::Range<usize>,
    /// Where the link ends: the `[]` of one such as `[words][]` is not in what the parser tells.
    end: usize,
    title: String,
    shown: String,
    relink: Relink,
}

/// The text with its links and images within the site as `decide` says. It gets a destination as a
/// resolver does, and whether it is that of an image. What is code stays.
pub fn relink(text: &str, decide: &mut dyn FnMut(&str, bool) -> Relink) -> String {
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for (event, range) in Parser::new_ext(text, EXTENSIONS).into_offset_iter() {
        let ends = matches!(event, Event::End(TagEnd::Link | TagEnd::Image));
        // The end of a link is told with the range of all of it.
        let done = if ends { open.pop() } else { None };
        if let Some(outer) = open.last_mut() {
            outer.inner.end = outer.inner.end.max(range.end);
        }
        if let Event::Start(
            ref tag @ (Tag::Link { link_type, ref dest_url, ref title, .. }
            | Tag::Image { link_type, ref dest_url, ref title, .. }),
        ) = event
        {
            let image = matches!(tag, Tag::Image { .. });
            let is_collapsed =
                matches!(link_type, LinkType::Collapsed) && text[range.end..].starts_with("[]");
            let from = range.start + if image { 2 } else { 1 };
            let written = !matches!(link_type, LinkType::Autolink | LinkType::Email);
            let relink = match Address::of(dest_url) {
                Address::Relative(to) if written => decide(&to, image),
                _ => Relink::Keep,
            };
            open.push(Open {
                start: range.start,
                inner: from..from,
                end: range.end + if is_collapsed { 2 } else { 0 },
                title: title.to_string(),
                shown: dest_url.to_string(),
                relink,
            });
        }
        let Some(done) = done else { continue };
        let rest = done.inner.end..done.end;
        if let Some(outer) = open.last_mut() {
            outer.inner.end = outer.inner.end.max(done.end);
        }
        match done.relink {
            Relink::Keep => {}
            Relink::To(to) => {
                edits.push((rest, format!("]({}{})", destination(&to), title(&done.title))))
            }
            Relink::Words => {
                edits.push((done.start..done.inner.start, String::new()));
                edits.push((rest, format!(" ({})", escaped(&done.shown))));
            }
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, new) in edits {
        if let Some(before) = text.get(at..range.start) {
            out.push_str(before);
            out.push_str(&new);
            at = range.end;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

fn destination(to: &str) -> String {
    let plain = !to.is_empty() && !to.contains(|c: char| c.is_whitespace() || "()<>\\".contains(c));
    if plain { to.to_owned() } else { format!("<{}>", to.replace(['<', '>', '\n'], "")) }
}

fn title(title: &str) -> String {
    if title.is_empty() {
        return String::new();
    }
    format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""))
}

/// An address as text that Markdown takes for nothing else.
fn escaped(address: &str) -> String {
    let mut text = String::with_capacity(address.len());
    for c in address.chars() {
        if "\\`*_[]<>~|&".contains(c) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Relink, relink};

    #[test]
    fn links_of_every_kind_are_moved_or_taken_out() {
        let check = |text: &str, expected: &str| {
            let mut decide = |to: &str, _: bool| match to {
                "/a/" => Relink::To("/x.md".into()),
                "/keep" => Relink::Keep,
                _ => Relink::Words,
            };
            assert_eq!(relink(text, &mut decide), expected, "{text}");
        };
        check(
            "See [A](/a/), [k](/keep) and [B](/b_c/).",
            "See [A](/x.md), [k](/keep) and B (/b\\_c/).",
        );
        check("[*A* \\*](/a/ \"T\")", "[*A* \\*](/x.md \"T\")");
        check(
            "[a][1] [1] [c][]\n\n[1]: /a/\n[c]: </b d>",
            "[a](/x.md) [1](/x.md) c (/b d)\n\n[1]: /a/\n[c]: </b d>",
        );
        check(
            "![Alt](/i.jpg) [![p](/a/)](/b/) [![p](/i.jpg)](/a/)",
            "Alt (/i.jpg) ![p](/x.md) (/b/) [p (/i.jpg)](/x.md)",
        );
        check(
            "`[A](/b/)` [](/b/) <https://a.example/> [é](/b/)",
            "`[A](/b/)`  (/b/) <https://a.example/> é (/b/)",
        );
    }
}

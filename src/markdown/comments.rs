//! HTML comments: notes of the editors to themselves, which never reach a page.

use std::borrow::Cow;

/// `html` without its comments. One that is never closed takes the rest with it.
pub(super) fn without_comments(html: &str) -> Cow<'_, str> {
    let Some(first) = html.find("<!--") else { return html.into() };
    let mut out = html[..first].to_owned();
    let mut rest = &html[first..];
    while let Some(after) = after_comment(rest) {
        let next = after.find("<!--").unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    out.into()
}

/// What follows the comments that `html` begins with; all of it where it begins with none.
pub(super) fn after_leading_comments(mut html: &str) -> &str {
    while html.trim_start().starts_with("<!--") {
        html = after_comment(html.trim_start()).unwrap_or_default();
    }
    html
}

/// What follows the comment at the start of `html`; `None` where there is no comment or no end of it.
fn after_comment(html: &str) -> Option<&str> {
    let inside = html.strip_prefix("<!--")?;
    for empty in [">", "->"] {
        if let Some(after) = inside.strip_prefix(empty) {
            return Some(after);
        }
    }
    inside.find("-->").map(|end| &inside[end + 3..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_the_rest_stays() {
        let check = |html: &str, all: &str, leading: &str| {
            assert_eq!(without_comments(html), all, "{html}");
            assert_eq!(after_leading_comments(html), leading, "{html}");
        };
        check("<b>x</b>", "<b>x</b>", "<b>x</b>");
        check("<!-- a -->b<!-- c -->d", "bd", "b<!-- c -->d");
        check("a<!-- b", "a", "a<!-- b");
        check("<!-->a<!--->b", "ab", "a<!--->b");
        check("<!-- a", "", "");
    }
}

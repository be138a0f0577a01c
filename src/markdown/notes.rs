//! Footnotes: numbered in the order of their first reference, gathered at the end of the body.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::escape;

/// The footnotes of one body.
#[derive(Default)]
pub(super) struct Notes {
    notes: Vec<Note>,
    by_label: BTreeMap<String, usize>,
    /// The notes that are referred to, in the order of their first reference.
    order: Vec<usize>,
}

#[derive(Default)]
struct Note {
    /// Its number, from 1; 0 before the first reference.
    number: usize,
    references: u32,
    /// Its HTML, and the spots in it that are patched at the end.
    html: Option<(String, Vec<super::html::Patch>)>,
}

impl Notes {
    /// Writes a reference to the note of that label.
    pub(super) fn refer(&mut self, label: &str, out: &mut String) {
        let at = self.named(label);
        let note = &mut self.notes[at];
        if note.number == 0 {
            self.order.push(at);
            note.number = self.order.len();
        }
        note.references += 1;
        let number = note.number;
        let _ = write!(out, "<sup><a href=\"#fn-{number}\" id=\"");
        reference_id(number, note.references, out);
        let _ = write!(out, "\" role=\"doc-noteref\">{number}</a></sup>");
    }

    /// Takes the text of a note. A second text for the same label becomes a note of its own.
    pub(super) fn define(&mut self, label: &str, html: String, patches: Vec<super::html::Patch>) {
        let mut at = self.named(label);
        if self.notes[at].html.is_some() {
            at = self.notes.len();
            self.notes.push(Note::default());
        }
        self.notes[at].html = Some((html, patches));
    }

    /// Writes all notes; those that nothing refers to come last. Gives back their patches, moved.
    pub(super) fn finish(
        mut self,
        title: &str,
        back: &str,
        out: &mut String,
    ) -> Vec<super::html::Patch> {
        let mut patches = Vec::new();
        if self.notes.is_empty() {
            return patches;
        }
        let unreferred = (0..self.notes.len()).filter(|at| self.notes[*at].number == 0);
        let order: Vec<usize> = self.order.iter().copied().chain(unreferred).collect();
        out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        escape::text(title, out);
        out.push_str("\">\n<ol>\n");
        for (before, at) in order.into_iter().enumerate() {
            let number = before + 1;
            let note = &mut self.notes[at];
            let (html, own) = note.html.take().unwrap_or_default();
            let _ = write!(out, "<li id=\"fn-{number}\">");
            let start = out.len();
            patches.extend(own.into_iter().map(|patch| patch.moved(start)));
            let html = html.trim_end();
            let inside = html.strip_suffix("</p>");
            out.push_str(inside.unwrap_or(html));
            for reference in 1..=note.references {
                out.push_str(" <a href=\"#");
                reference_id(number, reference, out);
                out.push_str("\" role=\"doc-backlink\" aria-label=\"");
                escape::text(back, out);
                out.push_str("\">↩\u{fe0e}");
                if reference > 1 {
                    let _ = write!(out, "<sup>{reference}</sup>");
                }
                out.push_str("</a>");
            }
            out.push_str(if inside.is_some() { "</p></li>\n" } else { "</li>\n" });
        }
        out.push_str("</ol>\n</section>\n");
        patches
    }

    /// The note of that label; labels do not differ by case.
    fn named(&mut self, label: &str) -> usize {
        let next = self.notes.len();
        let at = *self.by_label.entry(label.to_lowercase()).or_insert(next);
        if at == next {
            self.notes.push(Note::default());
        }
        at
    }
}

/// Writes the id of a reference: `fnref-3`, the second `fnref-3-2`.
fn reference_id(number: usize, reference: u32, out: &mut String) {
    let _ = write!(out, "fnref-{number}");
    if reference > 1 {
        let _ = write!(out, "-{reference}");
    }
}

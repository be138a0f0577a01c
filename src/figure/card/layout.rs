//! Where everything stands on a card.

use std::fmt::{self, Write as _};

use unicode_normalization::char::canonical_combining_class;

use super::{Card, SIZE, Typeface};
use crate::figure::svg::{Escaped, Short, drawn};

/// The grounds and inks of a card: those of the light scheme of the style sheet.
pub(super) const GROUND: &str = "#f4f3ef";
/// For what is read first.
pub(super) const INK: &str = "#17191c";
/// For what is read after it.
pub(super) const QUIET: &str = "#52565c";
/// For the bar at the top.
pub(super) const ACCENT: &str = "#114b86";

/// The free space at both sides, in pixels.
const MARGIN: f64 = 72.0;
/// The room for a line of text across the card.
const ROOM: f64 = 1200.0 - 2.0 * MARGIN;
/// The room for the figure; the notes stand beside it.
const FIGURE_ROOM: f64 = 560.0;
/// The sizes that a title is tried in, each with the most lines that it may have.
const TITLE: [(f64, usize); 3] = [(60.0, 3), (50.0, 4), (42.0, 5)];
/// The same for the figure.
const FIGURE: [(f64, usize); 4] = [(64.0, 1), (48.0, 1), (36.0, 2), (28.0, 2)];
/// The same for a text that has one line.
const LINE: [(f64, usize); 1] = [(30.0, 1)];
/// The same for a note beside the figure.
const NOTE: [(f64, usize); 1] = [(28.0, 1)];

impl Card {
    /// The card as SVG.
    pub fn svg(&self, face: &Typeface) -> String {
        drawn(4096, |out| Drawing { card: self, face, out }.draw())
    }
}

struct Drawing<'a> {
    card: &'a Card,
    face: &'a Typeface,
    out: &'a mut String,
}

/// A text cut into lines.
struct Set {
    size: f64,
    lines: Vec<String>,
}

impl Drawing<'_> {
    fn draw(&mut self) -> fmt::Result {
        let card = self.card;
        let (width, height) = SIZE;
        write!(
            self.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
        )?;
        self.whole()?;
        write!(self.out, "<path fill=\"{GROUND}\" d=\"M0 0h{width}v{height}h-{width}z\"/>")?;
        write!(self.out, "<path fill=\"{ACCENT}\" d=\"M0 0h{width}v12h-{width}z\"/>")?;
        self.lines(&self.set(&card.site, ROOM, &NOTE), QUIET, 80.0, card.is_rtl)?;
        let title = self.set(&card.title, ROOM, &TITLE);
        self.lines(&title, INK, 92.0 + title.size * 1.15, card.title_is_rtl)?;
        self.lines(&self.set(&card.place, ROOM / 2.0, &LINE), INK, 420.0, card.is_rtl)?;
        let date = self.set(&card.date, ROOM / 2.0 - 24.0, &LINE);
        self.beside(&date, INK, 420.0)?;
        let (start, end) = (MARGIN, f64::from(width) - MARGIN);
        write!(self.out, "<path fill=\"{QUIET}\" d=\"M{start} 446H{end}v2H{start}z\"/>")?;
        self.lines(&self.set(&card.measure, FIGURE_ROOM, &NOTE), QUIET, 494.0, card.is_rtl)?;
        let figure = self.set(&card.figure, FIGURE_ROOM, &FIGURE);
        let top = if card.measure.is_empty() { 500.0 } else { 506.0 };
        self.lines(&figure, INK, top + figure.size, card.is_rtl)?;
        let room = ROOM - FIGURE_ROOM - 24.0;
        for (note, at) in card.notes.iter().zip([494.0, 534.0, 574.0]) {
            self.beside(&self.set(note, room, &NOTE), QUIET, at)?;
        }
        self.out.write_str("</svg>")
    }

    /// Every text whole; it shows nowhere.
    fn whole(&mut self) -> fmt::Result {
        self.out.write_str("<title>")?;
        for text in self.card.texts().filter(|text| !text.is_empty()) {
            writeln!(self.out, "{}", Escaped(&plain(text)))?;
        }
        self.out.write_str("</title>")
    }

    /// Lines from the side where reading begins.
    fn lines(&mut self, set: &Set, ink: &str, first: f64, is_rtl: bool) -> fmt::Result {
        self.placed(set, ink, first, is_rtl, self.card.is_rtl)
    }

    /// Lines at the other side.
    fn beside(&mut self, set: &Set, ink: &str, first: f64) -> fmt::Result {
        self.placed(set, ink, first, self.card.is_rtl, !self.card.is_rtl)
    }

    fn placed(
        &mut self,
        set: &Set,
        ink: &str,
        first: f64,
        is_rtl: bool,
        at_right: bool,
    ) -> fmt::Result {
        let (x, anchor) = match at_right {
            true => (f64::from(SIZE.0) - MARGIN, " text-anchor=\"end\""),
            false => (MARGIN, ""),
        };
        for (line, at) in set.lines.iter().zip(0_u8..) {
            let y = first + f64::from(at) * set.size * 1.2;
            let size = Short(set.size);
            write!(
                self.out,
                "<text x=\"{}\" y=\"{}\"{anchor} font-size=\"{size}\" fill=\"{ink}\">",
                Short(x),
                Short(y)
            )?;
            // Whoever draws takes a line to run from left to right unless it is told otherwise.
            let (open, close) = if is_rtl { ("\u{202b}", "\u{202c}") } else { ("", "") };
            write!(self.out, "{open}{}{close}</text>", Escaped(line))?;
        }
        Ok(())
    }

    /// A text at the first size at which it fits; at the last it is cut off.
    fn set(&self, text: &str, room: f64, sizes: &[(f64, usize)]) -> Set {
        let text = plain(text);
        let mut set = Set { size: 0.0, lines: Vec::new() };
        for (size, most) in sizes {
            set = Set { size: *size, lines: self.wrapped(&text, room, *size) };
            if set.lines.len() <= *most {
                return set;
            }
        }
        let most = sizes.last().map_or(1, |(_, most)| *most);
        set.lines.truncate(most);
        if let Some(last) = set.lines.last_mut() {
            while self.face.width(last, set.size) + self.face.width("…", set.size) > room {
                if last.pop().is_none() {
                    break;
                }
            }
            last.truncate(last.trim_end().len());
            last.push('…');
        }
        set
    }

    /// Lines of whole words; a word that is wider than a line is cut between letters.
    fn wrapped(&self, text: &str, room: f64, size: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        let mut used = 0.0;
        let space = self.face.width(" ", size);
        for word in text.split_whitespace() {
            let width = self.face.width(word, size);
            let gap = if line.is_empty() { 0.0 } else { space };
            if used + gap + width > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            } else if !line.is_empty() {
                line.push(' ');
                used += space;
            }
            if width <= room {
                line.push_str(word);
                used += width;
                continue;
            }
            for c in word.chars() {
                let width = self.face.width(c.encode_utf8(&mut [0; 4]), size);
                if used + width > room && canonical_combining_class(c) == 0 && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                line.push(c);
                used += width;
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

/// A text without characters that XML does not have.
fn plain(text: &str) -> String {
    let known = |c: char| c == '\t' || c == '\n' || (!c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().map(|c| if known(c) { c } else { ' ' }).collect()
}

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
    is_rtl: bool,
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
        self.lines(&self.set(&card.site, ROOM, &NOTE), QUIET, 80.0)?;
        let mut title = self.set(&card.title, ROOM, &TITLE);
        title.is_rtl = card.title_is_rtl;
        self.lines(&title, INK, 92.0 + title.size * 1.15)?;
        self.lines(&self.set(&card.place, ROOM / 2.0, &LINE), INK, 420.0)?;
        let date = self.set(&card.date, ROOM / 2.0 - 24.0, &LINE);
        self.beside(&date, INK, 420.0)?;
        let (start, end) = (MARGIN, f64::from(width) - MARGIN);
        write!(self.out, "<path fill=\"{QUIET}\" d=\"M{start} 446H{end}v2H{start}z\"/>")?;
        self.lines(&self.set(&card.measure, FIGURE_ROOM, &NOTE), QUIET, 494.0)?;
        let figure = self.set(&card.figure, FIGURE_ROOM, &FIGURE);
        let top = if card.measure.is_empty() { 500.0 } else { 506.0 };
        self.lines(&figure, INK, top + figure.size)?;
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
    fn lines(&mut self, set: &Set, ink: &str, first: f64) -> fmt::Result {
        self.placed(set, ink, first, self.card.is_rtl)
    }

    /// Lines at the other side.
    fn beside(&mut self, set: &Set, ink: &str, first: f64) -> fmt::Result {
        self.placed(set, ink, first, !self.card.is_rtl)
    }

    fn placed(&mut self, set: &Set, ink: &str, first: f64, at_right: bool) -> fmt::Result {
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
            let (open, close) = if set.is_rtl { ("\u{202b}", "\u{202c}") } else { ("", "") };
            write!(self.out, "{open}{}{close}</text>", Escaped(line))?;
        }
        Ok(())
    }

    /// A text at the first size at which it fits; at the last it is cut off.
    fn set(&self, text: &str, room: f64, sizes: &[(f64, usize)]) -> Set {
        let text = plain(text);
        let is_rtl = runs_from_right(&text).unwrap_or(self.card.is_rtl);
        let mut set = Set { size: 0.0, lines: Vec::new(), is_rtl };
        for (size, most) in sizes {
            set = Set { size: *size, lines: self.wrapped(&text, room, *size), is_rtl };
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

/// Whether a text runs from right to left, by its first letter; `None` for one without letters. A word
/// that the catalogue has in English alone stays readable in a site that runs the other way.
fn runs_from_right(text: &str) -> Option<bool> {
    let from_right = |c: char| matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefc | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff);
    text.chars().find(|c| c.is_alphabetic()).map(from_right)
}

/// A text without characters that XML does not have.
fn plain(text: &str) -> String {
    let known = |c: char| {
        c == '\t' || c == '\n' || (!c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    text.chars().map(|c| if known(c) { c } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Card {
        Card {
            site: "Sampleford register".to_owned(),
            place: "Harbour district, Estmark".to_owned(),
            date: "14 May 2024".to_owned(),
            title: "Fire & smoke at <the> quay".to_owned(),
            measure: "Killed".to_owned(),
            figure: "5 to 20 civilians".to_owned(),
            notes: vec!["2 of 3 claims counted".to_owned(), "Evidence: Fair".to_owned()],
            ..Card::default()
        }
    }

    fn svg(card: &Card) -> String {
        card.svg(&Typeface::own().expect("the program's own font"))
    }

    fn lines(svg: &str) -> Vec<&str> {
        let texts = svg.split("<text ").skip(1);
        texts
            .filter_map(|text| text.split_once('>')?.1.split_once("</text>"))
            .map(|t| t.0)
            .collect()
    }

    #[test]
    fn a_drawing_holds_every_text() {
        let svg = svg(&card());
        for text in card().texts().map(|text| Escaped(text).to_string()) {
            assert!(lines(&svg).contains(&&*text), "{text} in {svg}");
        }
    }

    #[test]
    fn a_long_title_takes_more_lines_and_is_whole_where_nobody_sees_it() {
        let title = "A long title of many words ".repeat(12);
        let svg = svg(&Card { title: title.clone(), ..card() });
        let shown: Vec<&str> =
            lines(&svg).into_iter().filter(|line| line.contains("title")).collect();
        assert_eq!(shown.len(), 5, "{shown:?}");
        assert!(shown[4].ends_with('…') && !shown[3].ends_with('…'), "{shown:?}");
        assert!(svg.contains(title.trim_end()), "{svg}");
        let face = Typeface::own().expect("the program's own font");
        assert!(shown.iter().all(|line| face.width(line, 42.0) <= ROOM), "{shown:?}");
    }

    #[test]
    fn a_word_without_end_is_cut_between_letters() {
        let svg = svg(&Card { title: "x".repeat(200), ..card() });
        assert!(lines(&svg).iter().filter(|line| line.contains("xxx")).count() > 2, "{svg}");
    }

    #[test]
    fn what_runs_from_right_to_left_begins_at_the_right() {
        let title = "حريق في الميناء".to_owned();
        let svg = svg(&Card { title: title.clone(), title_is_rtl: true, is_rtl: true, ..card() });
        let line = format!(
            "<text x=\"1128\" y=\"161\" text-anchor=\"end\" font-size=\"60\" fill=\"{INK}\">\u{202b}{title}\u{202c}</text>"
        );
        assert!(svg.contains(&line), "{svg}");
        // An English word of the catalogue keeps its own direction.
        assert!(lines(&svg).contains(&"5 to 20 civilians"), "{svg}");
    }

    #[test]
    fn the_inks_are_those_of_the_style_sheet_and_can_be_read() {
        let tokens = include_str!("../../../static/css/tokens.css");
        let light = |hex: &str| {
            let part = |at: usize| {
                let part = u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour");
                let part = f64::from(part) / 255.0;
                if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
        };
        for (token, ink) in
            [("text", INK), ("text-quiet", QUIET), ("ground-quiet", GROUND), ("accent", ACCENT)]
        {
            assert!(tokens.contains(&format!("--{token}: {ink};")), "{token}");
        }
        for ink in [INK, QUIET] {
            let contrast = (light(GROUND) + 0.05) / (light(ink) + 0.05);
            assert!(contrast >= 4.5, "{ink}: {contrast}");
        }
    }
}

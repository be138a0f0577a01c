//! Figures as SVG, drawn when the site is built: plain numbers and finished texts in, markup out.
//!
//! A chart has no `viewBox`: what lies across is in percent and everything else in CSS pixels, so that
//! it fills any width while its text and its marks keep their size. Colour is `currentColor` alone
//! and no meaning hangs on it: a chart reads in print, in forced colours and in black and white.

mod base;
mod basemap;
pub mod card;
pub mod claims;
mod cut;
mod gather;
mod map;
mod outline;
mod projection;
pub mod scale;
pub mod series;
pub mod svg;
mod world;

pub use base::{Base, area_file};
pub use basemap::{Match, country, unit};
pub use card::Card;
pub use gather::{ACROSS, Cell, cells};
pub use map::{Circle, Gathers, Map, Mark, Scale, Sign, sign_picture};
pub use outline::Outline;
pub use projection::{Frame, LonLat};
pub use world::polygons;

/// Which way a scale runs: along with the writing of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    #[default]
    Right,
    /// From right to left.
    Left,
}

impl Direction {
    /// The direction of a page whose `dir` is `ltr` or `rtl`.
    pub fn of(dir: &str) -> Self {
        if dir == "rtl" { Self::Left } else { Self::Right }
    }

    /// Where a share of the way from the start of the line lies, as a share from the left.
    fn left(self, share: f64) -> f64 {
        match self {
            Self::Right => share,
            Self::Left => 1.0 - share,
        }
    }
}

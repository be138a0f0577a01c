//! Pictures made of numbers and positions, as finished SVG. Knows nothing of pages, words or templates.

mod base;
mod basemap;
mod cut;
mod gather;
mod map;
mod outline;
mod projection;

pub use base::{Base, area_file};
pub use basemap::{Match, country, unit};
pub use gather::{ACROSS, Cell, cells};
pub use map::{Circle, Gathers, Map, Mark, Scale, Sign, sign_picture};
pub use outline::Outline;
pub use projection::{Frame, LonLat};

//! Pictures made of numbers and positions, as finished SVG. Knows nothing of pages, words or templates.

mod basemap;
mod gather;
mod map;
mod outline;
mod projection;

pub use basemap::{Match, country, unit};
pub use gather::{Cell, cells};
pub use map::{Area, Base, Circle, Map, Mark, Sign, sign};
pub use outline::Outline;
pub use projection::{Frame, LonLat};

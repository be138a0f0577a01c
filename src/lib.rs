//! griot: a static-site generator for public incident trackers.
//!
//! The modules stand in the order of their layers: each imports only those below it.

pub mod cli;
#[cfg(feature = "serve")]
pub mod preview;
pub mod disk;
pub mod pipeline;
pub mod import;
pub mod gate;
pub mod weight;
pub mod render;
pub mod search;
pub mod lock;
pub mod plan;
pub mod release;
pub mod dataset;
pub mod figure;
pub mod words;
pub mod check;
pub mod content;
pub mod model;
pub mod markdown;
pub mod diagnostic;
pub mod output;
pub mod source;

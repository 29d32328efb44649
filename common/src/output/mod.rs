//! Everything that is printed.

pub mod colour;
pub mod level;
pub mod lines;
pub mod progress;
pub mod quoting;

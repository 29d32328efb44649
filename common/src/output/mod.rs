//! Everything that is printed.

pub mod colour;
pub mod json;
pub mod level;
pub mod lines;
pub mod masked_command;
pub mod progress;
pub mod quoting;
pub mod secret;

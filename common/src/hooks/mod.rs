//! The `.s2i` tree: where hooks and jobs lie, and whether they can run.

pub mod builder;
pub mod category;
pub mod hook_file;
pub mod jobs;
pub mod moved_link;
pub mod paths;
pub mod script_kind;
pub mod table;

//! Trees and files: walking, copying, taking over, setting permissions.

pub mod copy;
pub mod open_path;
pub mod permissions;
pub mod same_file;
pub mod transfer;
pub mod walk;

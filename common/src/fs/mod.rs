//! Directory trees and files: walk, copy, move, set permissions.

pub mod atomic_write;
pub mod copy;
pub mod directory;
mod entries;
pub mod file_stat;
pub mod open_path;
pub mod permissions;
pub mod same_file;
pub mod transfer;
pub mod walk;

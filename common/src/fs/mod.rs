//! Trees: moving, copying, walking, and setting permissions.

pub mod copy;
pub mod permissions;
pub mod transfer;
pub mod walk;

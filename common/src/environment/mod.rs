//! The build and the deploy environment, and the trip through bash and back.

pub mod failure;
pub mod from_process;
pub mod handoff;
pub mod marker;
pub mod overrides;
pub mod script;
pub mod snapshot;
pub mod source;
pub mod sources;
pub mod too_large;
pub mod variable;

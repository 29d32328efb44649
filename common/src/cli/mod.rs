//! The command line: options, operands, the variables that stand in for options, usage errors.

pub mod arguments;
pub mod description;
pub mod operands;
pub mod options;
pub mod parser;
pub mod shared_options;
pub mod usage_error;

//! The command line: options, operands, the variables behind options, and usage errors.

pub mod arguments_macro;
pub mod options;
pub mod parse;
pub mod usage_error;

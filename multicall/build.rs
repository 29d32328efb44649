//! What cargo cannot be told in `Cargo.toml`: how the binary that is shipped is linked.
//!
//! Only on Linux, whose linkers (GNU ld, LLD) know scripts that add to their own, and only in the release profile,
//! which has `panic = "abort"`.
#![allow(missing_docs, reason = "cargo calls it")]

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=without-unwinding.ld");
    let is = |name: &str, value: &str| env::var_os(name).is_some_and(|set| set == *value);
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/without-unwinding.ld");
        for argument in ["-Wl,--no-eh-frame-hdr", "-T", script] {
            println!("cargo::rustc-link-arg-bin=s2ibox={argument}");
        }
    }
}

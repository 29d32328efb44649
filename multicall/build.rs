//! What cargo cannot be told in `Cargo.toml`: how the binary that is shipped is linked.
//!
//! Only on Linux, whose linkers (GNU ld, LLD) know scripts that add to their own, and only in the release profile,
//! which has `panic = "abort"`.
#![allow(missing_docs, reason = "cargo calls it")]

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=without-unwinding.ld");
    println!("cargo::rustc-check-cfg=cfg(s2ibox_fast_path)");
    let is = |name: &str, value: &str| env::var_os(name).is_some_and(|set| set == *value);
    if !is("PROFILE", "release") || !is("CARGO_CFG_TARGET_OS", "linux") {
        return;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/without-unwinding.ld");
    let mut arguments = vec!["-Wl,--no-eh-frame-hdr", "-T", script];
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    if is("CARGO_CFG_TARGET_ARCH", "x86_64")
        && is("CARGO_CFG_TARGET_POINTER_WIDTH", "64")
        && flags.contains("+crt-static")
        && flags.contains("relocation-model=static")
    {
        println!("cargo::rustc-cfg=s2ibox_fast_path");
        arguments.push("-Wl,--entry=s2ibox_entry");
    }
    for argument in arguments {
        println!("cargo::rustc-link-arg-bin=s2ibox={argument}");
    }
}

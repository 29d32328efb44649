//! Values for the property tests: variables, arguments and file names of any bytes, and bash's own names.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestError, TestRunner};

/// Names that bash sets, changes or removes in the environment that it passes on.
pub const BASHS_OWN: [&str; 37] = [
    "_",
    "BASH",
    "BASHOPTS",
    "BASHPID",
    "BASH_ENV",
    "BASH_VERSION",
    "COMP_WORDBREAKS",
    "DIRSTACK",
    "ENV",
    "EPOCHREALTIME",
    "EPOCHSECONDS",
    "EUID",
    "FUNCNAME",
    "GROUPS",
    "HISTCMD",
    "HOSTNAME",
    "HOSTTYPE",
    "IFS",
    "LANG",
    "LC_ALL",
    "LINENO",
    "MACHTYPE",
    "OLDPWD",
    "OPTERR",
    "OPTIND",
    "OSTYPE",
    "POSIXLY_CORRECT",
    "PPID",
    "PS4",
    "PWD",
    "RANDOM",
    "SECONDS",
    "SHELLOPTS",
    "SHLVL",
    "SRANDOM",
    "TZ",
    "UID",
];

pub const OURS: [&str; 6] = [
    "PATH",
    "S2I_APPLICATION_PATH",
    "S2I_MARKERS_ENVIRON",
    "S2I_SCRIPTS_PATH",
    "S2I_SOURCE_PATH",
    "S2I_UPLOAD_PATH",
];

/// Names by which `stdbuf` configures the C library of a job.
pub const OF_STDBUF: [&str; 2] = ["LD_PRELOAD", "_STDBUF_O"];

pub fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![1..=255_u8, Just(b'\n'), Just(b'$'), Just(b'\''), Just(b'\\'), Just(b' ')]
}

pub fn value() -> impl Strategy<Value = OsString> {
    vec(byte(), 0..24).prop_map(OsString::from_vec)
}

/// Returns names as other tools make them: with dots, dashes, leading digits, and bytes that no shell accepts.
fn name() -> impl Strategy<Value = OsString> {
    let odd = vec(byte(), 1..8);
    let usual = "[A-Za-z_][A-Za-z0-9_]{0,8}".prop_map(String::into_bytes);
    let tools = "[A-Za-z0-9._-]{1,10}".prop_map(String::into_bytes);
    prop_oneof![usual, tools, odd]
        .prop_filter("a name of the kernel's", |name: &Vec<u8>| !name.contains(&b'='))
        .prop_filter("bash's own or ours", |name| {
            let text = String::from_utf8_lossy(name);
            let reserved = BASHS_OWN.contains(&&*text)
                || OURS.contains(&&*text)
                || OF_STDBUF.contains(&&*text);
            !reserved
                && !text.starts_with("BASH")
                && !text.starts_with("LC_")
                && !text.starts_with("LD_")
                && !text.starts_with("S2I_")
        })
        .prop_map(OsString::from_vec)
}

pub fn variables() -> impl Strategy<Value = BTreeMap<OsString, OsString>> {
    btree_map(name(), value(), 0..6)
}

/// Returns names that have a meaning for bash. Without a shell, they have none.
pub fn variables_of_bash() -> impl Strategy<Value = BTreeMap<OsString, OsString>> {
    let own = BASHS_OWN.map(OsString::from).to_vec();
    let own = select(own).prop_filter("something to source", |name| name != "BASH_ENV");
    btree_map(prop_oneof![own, name()], value(), 0..6)
}

pub fn words() -> impl Strategy<Value = Vec<OsString>> {
    vec(value(), 0..5)
}

pub fn file_name() -> impl Strategy<Value = OsString> {
    vec(byte(), 1..20)
        .prop_filter("a plain name", |name| !name.contains(&b'/') && !name.starts_with(b"."))
        .prop_map(OsString::from_vec)
}

#[track_caller]
pub fn holds<S: Strategy>(
    cases: u32,
    strategy: &S,
    test: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    match TestRunner::new(config).run(strategy, test) {
        Ok(()) => {}
        Err(TestError::Fail(reason, value)) => panic!("{reason}\nfor {value:?}"),
        Err(error) => panic!("{error}"),
    }
}

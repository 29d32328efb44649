//! Whatever bytes variables, arguments and file names hold, they arrive as `bash -c 'exec env'` would
//! pass them, and unchanged where no shell starts.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};
use s2ibox_tests::{COMMANDS, Root, Status, Test, write_program};

/// What bash sets, changes or drops by itself in the environment that it passes on, and what is ours.
const BASHS_OWN: [&str; 37] = [
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

const OURS: [&str; 6] = [
    "PATH",
    "S2I_APPLICATION_PATH",
    "S2I_MARKERS_ENVIRON",
    "S2I_SCRIPTS_PATH",
    "S2I_SOURCE_PATH",
    "S2I_UPLOAD_PATH",
];

/// `stdbuf` tells the job's C library by these.
const OF_STDBUF: [&str; 2] = ["LD_PRELOAD", "_STDBUF_O"];

fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![
        1..=255_u8,
        Just(b'\n'),
        Just(b'$'),
        Just(b'\''),
        Just(b'\\'),
        Just(b' ')
    ]
}

fn value() -> impl Strategy<Value = OsString> {
    vec(byte(), 0..24).prop_map(OsString::from_vec)
}

/// Names as other tools make them: dots, dashes, digits first, and bytes that no shell takes.
fn name() -> impl Strategy<Value = OsString> {
    let odd = vec(byte(), 1..8);
    let usual = "[A-Za-z_][A-Za-z0-9_]{0,8}".prop_map(String::into_bytes);
    let tools = "[A-Za-z0-9._-]{1,10}".prop_map(String::into_bytes);
    prop_oneof![usual, tools, odd]
        .prop_filter("a name of the kernel's", |name: &Vec<u8>| {
            !name.contains(&b'=')
        })
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

fn variables() -> impl Strategy<Value = BTreeMap<OsString, OsString>> {
    btree_map(name(), value(), 0..6)
}

fn words() -> impl Strategy<Value = Vec<OsString>> {
    vec(value(), 0..5)
}

fn file_name() -> impl Strategy<Value = OsString> {
    vec(byte(), 1..20)
        .prop_filter("a plain name", |name| {
            !name.contains(&b'/') && !name.starts_with(b".")
        })
        .prop_map(OsString::from_vec)
}

#[track_caller]
fn holds<S: Strategy>(
    cases: u32,
    strategy: &S,
    test: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    match TestRunner::new(config).run(strategy, test) {
        Ok(()) => {}
        Err(TestError::Fail(reason, value)) => panic!("{reason}\nfor {value:?}"),
        Err(error) => panic!("{error}"),
    }
}

fn with(test: Test, variables: &BTreeMap<OsString, OsString>) -> Test {
    variables
        .iter()
        .fold(test, |test, (name, value)| test.env(name, value))
}

/// The entries that were written with a NUL after each, without those that are not compared.
fn entries(written: &[u8]) -> BTreeSet<Vec<u8>> {
    let entries = written.split(|byte| *byte == 0).filter(|entry| {
        let name = entry.split(|byte| *byte == b'=').next().unwrap_or_default();
        let name = String::from_utf8_lossy(name);
        let left_out =
            BASHS_OWN.contains(&&*name) || OURS.contains(&&*name) || OF_STDBUF.contains(&&*name);
        entry.contains(&b'=') && !left_out
    });
    entries.map(<[u8]>::to_vec).collect()
}

/// What the hook of `command` was given: see `Tree::environ_hook`.
fn given_by(
    root: &Root,
    command: &str,
    variables: &BTreeMap<OsString, OsString>,
) -> BTreeSet<Vec<u8>> {
    let test = match command {
        "jobs" => root.command(command).arg("x"),
        "exec" => root
            .command(command)
            .args(["/bin/cat", "/proc/self/environ"]),
        "shell" => root
            .command(command)
            .stdin("exec /bin/cat /proc/$$/environ"),
        _ => root.command(command),
    };
    let outcome = with(test, variables).run();
    assert_eq!(outcome.status, Status::Exit(0), "{command}: {outcome:?}");
    assert!(outcome.stderr.0.is_empty(), "{command}: {outcome:?}");
    let mut written = &outcome.stdout.0[..];
    while let Some(rest) = written.strip_prefix(b" -----> ") {
        let end = rest.iter().position(|byte| *byte == b'\n').expect("a line");
        written = &rest[end + 1..];
    }
    entries(written)
}

fn root_for(command: &str, env_hook: bool) -> Root {
    let root = Root::new();
    if env_hook {
        root.env_hook("deploy_env", "true")
            .env_hook("build_env", "true");
    }
    root.environ_hook(command)
        .program("jobs/x/y", "#!/bin/cat /proc/self/environ\n", 0o755);
    write_program(
        &root.scripts.join("assemble"),
        "#!/bin/cat /proc/self/environ\n",
        0o755,
    );
    root
}

fn as_given(variables: &BTreeMap<OsString, OsString>) -> BTreeSet<Vec<u8>> {
    let entry =
        |(name, value): (&OsString, &OsString)| [name.as_bytes(), b"=", value.as_bytes()].concat();
    variables.iter().map(entry).collect()
}

#[test]
fn variables_arrive_unchanged_where_no_shell_starts() {
    let roots = COMMANDS.map(|command| (command, root_for(command, false)));
    holds(60, &variables(), |variables| {
        for (command, root) in &roots {
            // The one thing that `shell` becomes is a shell; it shows what it was given.
            let given = given_by(root, command, &variables);
            prop_assert_eq!(given, as_given(&variables), "{}", command);
        }
        Ok(())
    });
}

#[test]
fn variables_arrive_as_bash_would_pass_them() {
    let roots = COMMANDS.map(|command| (command, root_for(command, true)));
    holds(60, &variables(), |variables| {
        let bash = roots[0].1.start("/bin/bash");
        let bash = bash.args(["-c", "exec /bin/cat /proc/self/environ"]);
        let by_bash = entries(&with(bash, &variables).run().stdout.0);
        for (command, root) in &roots {
            let given = given_by(root, command, &variables);
            prop_assert_eq!(&given, &by_bash, "{}", command);
        }
        Ok(())
    });
}

#[test]
fn arguments_arrive_untouched() {
    let with_shell = root_for("ready", true);
    let without = root_for("ready", false);
    holds(150, &words(), |words| {
        let mut expected = vec![];
        for word in &words {
            expected.extend_from_slice(word.as_bytes());
            expected.push(0);
        }
        for root in [&with_shell, &without] {
            let print = ["/bin/sh", "-c", "[ $# = 0 ] || printf '%s\\0' \"$@\"", "sh"];
            let outcome = root.command("exec").args(print).args(&words).run();
            prop_assert_eq!(&outcome.stdout.0, &expected, "{:?}", outcome);
            prop_assert_eq!(outcome.status, Status::Exit(0));
        }
        Ok(())
    });
}

#[test]
fn job_and_category_names_of_any_bytes_run() {
    let strategy = (file_name(), file_name(), any::<bool>());
    holds(150, &strategy, |(category, job, env_hook)| {
        let root = Root::new();
        if env_hook {
            root.env_hook("deploy_env", "true");
        }
        root.job(Path::new("jobs").join(&category).join(&job), "echo ran");
        let outcome = root.command("jobs").arg("--").arg(&category).run();
        prop_assert_eq!(outcome.status, Status::Exit(0), "{:?}", &outcome);
        prop_assert!(outcome.stdout.0.ends_with(b"\nran\n"), "{:?}", &outcome);
        prop_assert!(outcome.stderr.0.is_empty(), "{:?}", &outcome);
        Ok(())
    });
}

#[test]
fn folders_of_any_name_work() {
    holds(
        100,
        &(vec(byte(), 1..40), any::<bool>()),
        |(mut name, env_hook)| {
            name.retain(|byte| *byte != b'/');
            let root = Root::named(&name);
            if env_hook {
                root.env_hook("deploy_env", "cd /; A=1");
            }
            root.hook("deploy", "pwd -P").hook("run", "pwd -P");
            let outcome = root.command("run").run();
            prop_assert_eq!(outcome.status, Status::Exit(0), "{:?}", &outcome);
            let here = [root.src.as_os_str().as_bytes(), b"\n"].concat();
            prop_assert!(outcome.stdout.0.ends_with(&here), "{:?}", &outcome);
            prop_assert!(outcome.stderr.0.is_empty(), "{:?}", &outcome);
            Ok(())
        },
    );
}

#[test]
fn what_deploy_env_sets_arrives() {
    let root = Root::new();
    root.env_hook("deploy_env", "IFS= read -r -d '' VALUE <value || true");
    holds(100, &value(), |value: OsString| {
        std::fs::write(root.src.join("value"), value.as_bytes()).expect("write the value");
        let outcome = root
            .command("exec")
            .args([
                OsStr::new("/bin/sh"),
                OsStr::new("-c"),
                OsStr::new("printf %s \"$VALUE\""),
            ])
            .run();
        prop_assert_eq!(&outcome.stdout.0, value.as_bytes());
        Ok(())
    });
}

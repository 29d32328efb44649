//! What is usual enough for the fast path, and arrives as on the ordinary way.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;

use s2ibox_tests::{Called, Root, Test};

use crate::case::{Given, Start, check, plain};
use crate::seen::LOOK;
use crate::trace::{Way, read, traced};

fn with_slash(path: &Path, slashes: &str) -> String {
    format!("{}{slashes}", path.display())
}

/// Runs the program with a stdout whose reader has gone.
fn into_closed_pipe(root: &Root, test: Test) -> Test {
    let script = "rm -f \"$0\"; mkfifo \"$0\"; exec 3<>\"$0\" >\"$0\" 3<&-; exec \"$@\"";
    let pipe = root.top.join("pipe");
    test.within([
        "/bin/sh".as_ref(),
        "-c".as_ref(),
        script.as_ref(),
        pipe.as_os_str(),
    ])
}

fn usual() -> Vec<(&'static str, Given<'static>)> {
    vec![
        ("nothing", &plain),
        ("a slash behind", &|root, test| {
            test.env("S2I_SOURCE_PATH", with_slash(&root.src, "/"))
                .env("S2I_APPLICATION_PATH", with_slash(&root.app, "/"))
        }),
        ("slashes and a dot", &|root, test| {
            test.env("S2I_SOURCE_PATH", format!("/{}/.//", root.src.display()))
                .env("S2I_APPLICATION_PATH", with_slash(&root.app, "//"))
        }),
        ("a link to the source", &|root, test| {
            let link = root.top.join("link");
            let _ = symlink(&root.src, &link); // once a root
            test.env("S2I_SOURCE_PATH", link)
        }),
        ("empty paths", &|_, test| {
            test.env("S2I_SOURCE_PATH", "")
                .env("S2I_SCRIPTS_PATH", "")
                .env("S2I_UPLOAD_PATH", "")
        }),
        ("unset paths", &|_, test| {
            test.without("S2I_SCRIPTS_PATH").without("S2I_UPLOAD_PATH")
        }),
        ("STI_SCRIPTS_PATH", &|_, test| {
            test.env("S2I_SCRIPTS_PATH", "")
                .env("STI_SCRIPTS_PATH", "/old/scripts")
        }),
        ("both scripts paths", &|_, test| {
            test.env("STI_SCRIPTS_PATH", "/old/scripts")
        }),
        ("empty ones of those that are unusual", &|_, test| {
            let unusual = ["BASH_ENV", "S2I_BASH", "S2I_ENV_OF", "S2I_INIT", "S2I_LOG"];
            let unusual = unusual
                .into_iter()
                .chain(["S2I_PROBE_TIMEOUT", "S2I_REQUIRE_HOOKS"]);
            unusual.fold(test, |test, name| test.env(name, ""))
        }),
        ("names that begin or end alike", &|_, test| {
            test.env("S2I_SOURCE_PATHS", "/a")
                .env("S2I_SOURCE_PAT", "/b")
                .env("XS2I_BASH", "/c")
        }),
        ("a marker of the caller's", &|_, test| {
            test.env("S2I_MARKERS_ENVIRON", "then").env("Z", "z")
        }),
        ("names that come twice", &|root, test| {
            let first = [b"S2I_SOURCE_PATH=", root.src.as_os_str().as_bytes()].concat();
            test.entry("A=1")
                .entry("A=2")
                .entry("PATH=/nowhere")
                .entry(OsStr::from_bytes(&first))
                .entry("S2I_SOURCE_PATH=/nowhere")
                .entry("S2I_APPLICATION_PATH=relative")
                .entry("S2I_MARKERS_ENVIRON=1")
                .entry("S2I_MARKERS_ENVIRON=2")
                .entry("S2I_BASH=")
                .entry("S2I_BASH=/x")
        }),
        ("odd names and values", &|_, test| {
            let bytes = OsStr::from_bytes(b"\xff\n=\xfe=\n$(x)`y`");
            test.entry("=C:=1")
                .entry("==")
                .entry(bytes)
                .entry("a.b-c=")
                .entry(" = ")
                .entry("é=ü")
        }),
        ("1,500 variables", &|_, test| {
            (0..1500).fold(test, |test, number| test.env(format!("V{number}"), "value"))
        }),
        ("a value of 100 KB", &|_, test| {
            test.env("LARGE", "x".repeat(100_000))
        }),
        ("SIGPIPE ignored", &|_, test| {
            test.within(["/usr/bin/env", "--ignore-signal=PIPE"])
        }),
        ("SIGPIPE blocked", &|_, test| {
            test.within(["/usr/bin/env", "--block-signal=PIPE"])
        }),
        ("signals ignored", &|_, test| {
            test.within(["/usr/bin/env", "--ignore-signal=HUP,USR1,CHLD"])
        }),
        ("signals blocked", &|_, test| {
            test.within(["/usr/bin/env", "--block-signal=INT,TERM,CHLD"])
        }),
        ("no stdin", &|_, test| test.redirected("<&-")),
        ("no stdout", &|_, test| test.redirected(">&-")),
        ("no stderr", &|_, test| test.redirected("2>&-")),
        ("no descriptors", &|_, test| test.redirected("<&- >&- 2>&-")),
        ("a full disk", &|_, test| test.redirected(">/dev/full")),
        ("a closed pipe", &into_closed_pipe),
        ("few descriptors", &|_, test| {
            test.within(["/bin/sh", "-c", "ulimit -n 12; exec \"$@\"", "sh"])
        }),
    ]
}

/// Each of what is usual, in a root of this kind.
fn each(start: Start, root: impl Fn() -> Root) {
    let root = root();
    start.plant(&root);
    for (name, given) in usual() {
        check(&root, name, start.command(), given, Way::Fast);
    }
}

#[test]
fn a_probe_becomes_its_hook() {
    each(Start::Probe, Root::new);
}

#[test]
fn a_probe_becomes_bash_where_there_is_an_env_hook() {
    each(Start::ProbeWithEnvHook, Root::new);
}

#[test]
fn a_start_becomes_bash_where_there_is_an_env_hook() {
    each(Start::Run, Root::new);
}

#[test]
fn whatever_the_folders_are_called() {
    for start in Start::ALL {
        let root = Root::hostile();
        start.plant(&root);
        check(&root, "hostile names", start.command(), &plain, Way::Fast);
    }
}

#[test]
fn whatever_kind_of_file_the_hook_is() {
    let root = Root::new();
    let hook = |line: &str| format!("{line}{}", LOOK.strip_prefix("#!/bin/sh").unwrap());
    for (name, line) in [
        ("spaces before it", "#!  \t /bin/sh"),
        ("an argument", "#!/bin/sh -u"),
        ("a blank behind it", "#!/bin/sh "),
    ] {
        root.program("action_hooks/alive", hook(line), 0o755);
        check(&root, name, "alive", &plain, Way::Fast);
    }
    root.link_at("action_hooks/ready", "/bin/cat");
    check(
        &root,
        "a program",
        "ready",
        &|_, test| test.stdin("read\n"),
        Way::Fast,
    );
    root.link_at("action_hooks/migrate", "alive");
    root.env_hook("deploy_env", "A=1");
    for name in ["ready", "alive"] {
        check(&root, "with an env hook", name, &plain, Way::Fast);
    }
    check(&root, "an option", "migrate", &plain, Way::Ordinary);
}

#[test]
fn a_dangling_env_hook_is_none() {
    let root = Root::new();
    Start::Probe.plant(&root);
    root.link_at("action_hooks/deploy_env", "nowhere");
    check(&root, "a dangling env hook", "ready", &plain, Way::Fast);
}

#[test]
fn a_failing_env_hook_fails_alike() {
    for start in [Start::ProbeWithEnvHook, Start::Run] {
        for script in [
            "false",
            "exit 0",
            "exit 3",
            "return 4",
            "kill -TERM $$; :",
            "nonsense",
            "cd /; set -- x",
        ] {
            let root = Root::new();
            start.plant(&root);
            root.env_hook("deploy_env", script);
            check(&root, script, start.command(), &plain, Way::Fast);
        }
    }
}

#[test]
fn a_terminal_is_told_more_where_something_is_sourced() {
    for start in Start::ALL {
        let root = Root::new();
        start.plant(&root);
        let test = traced(&root, root.called(Called::Link, start.command()));
        test.on_terminal().finish();
        let way = if start == Start::Probe {
            Way::Fast
        } else {
            Way::Ordinary
        };
        assert_eq!(read(&root).way, way, "{start:?}");
    }
}

#[test]
fn as_process_1_too() {
    for start in Start::ALL {
        let root = Root::new();
        start.plant(&root);
        let test = root.called(Called::Link, start.command());
        let test = traced(&root, test).within(["/usr/bin/unshare", "--pid", "--fork"]);
        let _ = test.run();
        assert_eq!(read(&root).way, Way::Fast, "{start:?}");
        root.env_hook("deploy_env", "A=1")
            .hook(start.command(), "echo I am $$, $A");
        let run = |called| root.called(called, start.command()).as_init().run();
        assert_eq!(run(Called::Link), run(Called::Multicall), "{start:?}");
    }
}

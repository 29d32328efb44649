//! `env`: prints the environment exactly as a hook gets it.

use s2ibox_tests::{Called, Root, Status};

/// Returns the variables without bash's `_`, the name of the last program, and without the seconds of the marker.
fn variables(block: &[u8]) -> Vec<Vec<u8>> {
    let variables = block.split(|&byte| byte == 0).filter(|text| text.contains(&b'='));
    let mut variables: Vec<_> = variables
        .filter(|text| !text.starts_with(b"_=") && !text.starts_with(b"S2I_MARKERS_ENVIRON="))
        .map(<[u8]>::to_vec)
        .collect();
    variables.sort();
    variables
}

fn hostile() -> Root {
    let root = Root::hostile();
    root.env_hook(
        "deploy_env",
        "MULTI=$'a\\nb'\nBYTES=$'\\xff\\xfe'\nunset GONE\nPATH=/x:$PATH\ncd /\nEMPTY=",
    );
    root.container_user("export FROM_SCRIPT=1; NOT_EXPORTED=1");
    root
}

#[test]
fn env_shows_the_environment_of_a_hook_by_every_name() {
    for root in [hostile(), Root::new()] {
        let hook = root
            .command("exec")
            .args(["/bin/cat", "/proc/self/environ"])
            .env("GONE", "1")
            .env("A B", "c")
            .run();
        assert_eq!(hook.status, Status::Exit(0), "{hook:?}");
        let expected = variables(&hook.stdout.0);
        for called in Called::ALL {
            if called == Called::Own {
                continue; // built only for the ten commands of the contract
            }
            let shown = root.called(called, "env").arg("-0").env("GONE", "1").env("A B", "c").run();
            assert_eq!(variables(&shown.stdout.0), expected, "{called:?} {shown:?}");
        }
    }
}

#[test]
#[ignore = "needs root"]
fn env_shows_the_environment_of_the_build_hook() {
    let root = Root::new();
    root.builder("assemble", "true");
    root.env_hook("build_env", "BUILDING=1").environ_hook("build");
    let built = root.command("assemble").run();
    let block = built.stdout.0.rsplit(|&byte| byte == b'\n').nth(1);
    let shown = root.command("env").args(["--build", "-0"]).run();
    let built = variables(block.unwrap());
    assert!(built.contains(&b"BUILDING=1".to_vec()), "{built:?}");
    assert_eq!(variables(&shown.stdout.0), built);
}

#[test]
fn a_failing_hook_fails_env_and_prints_no_variable() {
    let root = Root::new();
    root.env_hook("deploy_env", "false");
    let outcome = root.command("env").run();
    assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
    assert!(outcome.stdout.0.is_empty() && outcome.err().contains("deploy_env"), "{outcome:?}");
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let root = Root::new();
    root.command("env")
        .redirected(">/dev/full")
        .status(1)
        .stderr("ERROR: cannot write to standard output: No space left on device (os error 28)\n")
        .check();
}

//! Links of `.s2i` into the source beside it, while `assemble` moves `.s2i` and the source.

use std::fs;

use s2ibox_tests::{Root, Status};

/// A builder's `assemble` that copies the source into its place, as most do.
const COPY: &str = "cp -R \"$S2I_UPLOAD_PATH\"/. .";

/// A root whose upload has a script beside `.s2i`, and a link to it at `below` in `.s2i`.
fn linked(below: &str, target: &str) -> Root {
    let root = Root::new();
    root.builder("assemble", COPY);
    s2ibox_tests::write_program(&root.upload.join("ci/script"), "#!/bin/echo linked\n", 0o755);
    root.uploaded().link_at(below, target);
    root
}

#[test]
#[ignore = "needs root"]
fn a_link_to_a_file_that_is_not_in_its_place_yet_is_an_error_before_anything_runs() {
    for (hook, kind) in [("pre_build", "hook"), ("build_env", "env hook")] {
        let root = linked(&format!("action_hooks/{hook}"), "../../ci/script");
        root.command("assemble")
            .stdout(" -----> Running application assemble script.\n")
            .stderr(format!(
                "ERROR: {kind} {{upload}}/.s2i/action_hooks/{hook} is a link to ci/script, which only the \
                 upload has: assemble moves .s2i out of the upload before the builder's assemble takes the \
                 source; put the file itself into .s2i; run: cp --remove-destination ci/script \
                 .s2i/action_hooks/{hook}\n"
            ))
            .status(1)
            .check();
        assert!(root.upload.join(".s2i").exists());
    }
}

#[test]
#[ignore = "needs root"]
fn a_link_is_followed_once_the_source_is_in_its_place() {
    let root = linked("action_hooks/build", "../../ci/script");
    let outcome = root.command("assemble").run();
    assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    assert!(
        outcome.out().ends_with(&format!("linked {}/build\n", root.path("action_hooks").display()))
    );
}

#[test]
#[ignore = "needs root"]
fn a_link_within_s2i_and_one_that_names_the_upload_are_followed() {
    let root = linked("action_hooks/pre_build", "../scripts/script");
    root.uploaded().program("scripts/script", "#!/bin/echo within\n", 0o755);
    root.uploaded().link_at("action_hooks/build_env", root.upload.join("ci/environment"));
    fs::write(root.upload.join("ci/environment"), "A=1\n").expect("write");
    root.uploaded().hook("build", "echo \"A is $A\"");
    let outcome = root.command("assemble").run();
    assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    assert!(
        outcome.out().contains("\nwithin ") && outcome.out().ends_with("A is 1\n"),
        "{outcome:?}"
    );
}

#[test]
#[ignore = "needs root"]
fn a_link_to_a_file_that_stays_in_the_upload_is_an_error_when_its_turn_comes() {
    let root = linked("action_hooks/build", "../../ci/script");
    root.uploaded().link_at("jobs/hourly/a", "../../../ci/script");
    root.uploaded().link_at("action_hooks/deploy_env", "../../ci/script");
    root.builder("assemble", "true");
    let error = |kind: &str, below: &str| {
        format!(
            "ERROR: {kind} {{src}}/.s2i/{below} is a link to ci/script, which only the upload has: assemble \
             moves .s2i out of the upload before the builder's assemble takes the source; put the file itself \
             into .s2i; run: cp --remove-destination ci/script .s2i/{below}\n"
        )
    };
    root.command("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running builder assemble script ({scripts}/assemble)\n",
        )
        .stderr(error("hook", "action_hooks/build"))
        .status(1)
        .check();
    root.command("ready").stderr(error("env hook", "action_hooks/deploy_env")).status(1).check();
    fs::remove_file(root.path("action_hooks/deploy_env")).expect("remove the link");
    root.command("jobs")
        .arg("hourly")
        .stdout(" -----> Executing jobs (hourly)\n")
        .stderr(error("job", "jobs/hourly/a"))
        .status(1)
        .check();
}

#[test]
fn a_link_that_leads_nowhere_at_all_is_skipped() {
    let root = linked("action_hooks/ready", "../../ci/no-such-script");
    fs::rename(root.upload.join(".s2i"), root.path("")).expect("take the hooks");
    root.command("ready").check();
}

//! The category of `jobs`: one or more plain names. Any other category is a usage error.

use s2ibox_tests::{Root, Status};

const BEGIN: &str = " -----> Executing jobs (hourly)\n";

#[test]
fn an_unknown_or_empty_category_is_success_with_a_note() {
    let root = Root::new();
    root.command("jobs")
        .arg("hourly")
        .stdout(BEGIN)
        .stderr("NOTE: there are no jobs in the category hourly; they would lie in {src}/.s2i/jobs/hourly\n")
        .check();
    root.directory("jobs/hourly").directory("cron_jobs/hourly");
    root.program("jobs/hourly/.gitkeep", "", 0o644);
    let outcome = root.command("jobs").arg("hourly").run();
    assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    assert!(outcome.err().starts_with("NOTE: "), "{outcome:?}");
}

#[test]
fn the_note_suggests_the_nearest_category_or_lists_those_with_jobs() {
    let root = Root::new();
    root.job("jobs/hourly/a", "true").job("cron_jobs/nightly/reports/b", "true");
    root.directory("jobs/empty");
    for (category, hint) in [
        ("houly", "did you mean hourly?"),
        ("nightly/report", "did you mean nightly/reports?"),
        ("empty", "there are jobs in: hourly, nightly/reports"),
    ] {
        root.command("jobs")
            .arg(category)
            .stdout(format!(" -----> Executing jobs ({category})\n"))
            .stderr(format!("NOTE: there are no jobs in the category {category}; {hint}\n"))
            .check();
    }
}

#[test]
fn the_deploy_environment_is_set_up_even_without_jobs() {
    let root = Root::new();
    root.env_hook("deploy_env", "exit 6");
    let outcome = root.command("jobs").arg("none").run();
    assert_eq!(outcome.status, Status::Exit(6), "{outcome:?}");
}

#[test]
fn a_category_may_be_several_plain_names() {
    let root = Root::new();
    root.job("jobs/nightly/reports/a", "echo a");
    root.command("jobs")
        .arg("nightly/reports")
        .stdout(
            " -----> Executing jobs (nightly/reports)\n \
             -----> Running {src}/.s2i/jobs/nightly/reports/a\na\n",
        )
        .check();
}

#[test]
fn any_other_category_is_a_usage_error() {
    let root = Root::new();
    root.env_hook("deploy_env", "echo never");
    root.job("jobs/hourly/a", "echo never");
    root.job("a", "echo never");
    for category in [
        "",
        "..",
        ".",
        "../jobs",
        "hourly/..",
        "hourly/../hourly",
        "/",
        "/etc",
        "./hourly",
        "hourly/.",
        "hourly//x",
    ] {
        let outcome = root.command("jobs").arg(category).run();
        assert_eq!(outcome.status, Status::Exit(2), "{category:?}: {outcome:?}");
        assert!(outcome.stdout.0.is_empty(), "{category:?}: {outcome:?}");
        assert!(outcome.err().starts_with("ERROR: "), "{category:?}: {outcome:?}");
    }
}

#[test]
fn a_category_is_never_a_pattern() {
    let root = Root::new();
    root.job("jobs/hourly/a", "echo never");
    for pattern in ["h*", "hourl?", "[h]ourly"] {
        let outcome = root.command("jobs").arg(pattern).run();
        assert_eq!(outcome.status, Status::Exit(2), "{pattern}: {outcome:?}");
        assert!(outcome.stdout.0.is_empty(), "{pattern}: {outcome:?}");
        assert!(outcome.err().contains(pattern), "{pattern}: {outcome:?}");
    }
    root.command("jobs")
        .arg("{hourly,daily}")
        .stdout(" -----> Executing jobs ({hourly,daily})\n")
        .stderr(
            "NOTE: there are no jobs in the category {hourly,daily}; there are jobs in: hourly\n",
        )
        .check();
}

#[test]
fn a_linked_category_is_followed() {
    let root = Root::new();
    root.job("jobs/daily/a", "echo a").link_at("jobs/hourly", "daily");
    root.command("jobs")
        .arg("hourly")
        .stdout([BEGIN, " -----> Running {src}/.s2i/jobs/hourly/a\na\n"].concat())
        .check();
}

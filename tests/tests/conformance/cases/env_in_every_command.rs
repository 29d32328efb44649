//! The deploy environment is the same in every command that sets it up.

use crate::agree::cases;
use crate::case::{Case, State};

const ENV: &str = "A='x  y'\nB=$(pwd)\numask 027\nulimit -S -n 77\nexec 7>>log\ntrap '' USR1\n";

fn action(command: &str) -> Case {
    Case::call(command).deploy_env(ENV).hook(command, State::Ready)
}

cases! {
    verify: action("verify"),
    ready: action("ready"),
    alive: action("alive"),
    setup: action("setup"),
    migrate: action("migrate"),
    jobs: Case::call("jobs").words(&["hourly"]).deploy_env(ENV).job("jobs/hourly/a", State::Ready),
    exec: Case::exec(&["/recorder", "a"]).deploy_env(ENV),
    shell: Case::shell("/recorder in the shell\n").deploy_env(ENV),
    run: Case::run_after(ENV),
    builders_run: Case::call("run").deploy_env(ENV),
    assemble_does_not_source_it: Case::call("assemble").deploy_env(ENV).hook("build", State::Ready),
    assemble_has_build_env: Case::assemble_after(ENV),
    run_does_not_source_build_env: Case::call("run").build_env(ENV).hook("deploy", State::Ready),
}

//! `s2i-post-deploy`: finish the deployment: the `post_deploy` hook.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;
use common::command::target::Target::Hook;
use common::environment::source::Environment::Deploy;
use common::hooks::table::named;

common::arguments! {
    /// Finishes a deployment once the application has started: becomes the `post_deploy` hook in
    /// the deploy environment. It is for lifecycle.postStart of a container.
    struct Arguments [require, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "post-deploy",
    summary: "finish the deployment: the post_deploy hook",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Source { environment: Deploy, announce: true },
        Step::Become { target: Hook(named("post_deploy")), announce: true },
    ],
    alternative: None,
};

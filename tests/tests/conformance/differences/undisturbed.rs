//! Differences where an env hook or an argument disturbs the original.

use super::rows;
use crate::case::{Case, State};

rows! {
    positional_parameters_and_exec {
        original: "`set -- x` in `deploy_env` replaces the command of `exec`",
        ours: "it has no such effect",
        reason: "the positional parameters belong to the env hook",
        case: Case::exec(&["/recorder", "a"]).deploy_env("set -- /recorder replaced"),
        shows: [
            "-hook 1 @ /recorder replaced",
            "+hook 1 @ /recorder a",
        ],
    }
    positional_parameters_and_jobs {
        original: "`set -- x` in `deploy_env` replaces the category of `jobs`",
        ours: "it has no such effect",
        reason: "the positional parameters belong to the env hook",
        case: Case::call("jobs").words(&["hourly"]).deploy_env("set -- daily")
            .job("jobs/hourly/this", State::Ready).job("jobs/daily/that", State::Ready),
        shows: [
            "-stdout|  -----> Executing jobs (daily)",
            "-stdout|  -----> Running /opt/app-root/src/.s2i/jobs/daily/that",
            "-stdout| this is that",
            "-hook 1 @ /opt/app-root/src/.s2i/jobs/daily/that",
            "+stdout|  -----> Executing jobs (hourly)",
            "+stdout|  -----> Running /opt/app-root/src/.s2i/jobs/hourly/this",
            "+stdout| this is this",
            "+hook 1 @ /opt/app-root/src/.s2i/jobs/hourly/this",
        ],
    }
    exec_words_in_the_env_hook {
        original: "`deploy_env` sees the arguments of `exec` as `$1`, `$2` …",
        ours: "env hooks see no positional parameters",
        reason: "the environment must not depend on the command",
        case: Case::exec(&["/recorder", "a"]).deploy_env("COUNT=$# FIRST=$1"),
        shows: [
            "-hook 1 variable: COUNT=2",
            "-hook 1 variable: FIRST=/recorder",
            "+hook 1 variable: COUNT=0",
            "+hook 1 variable: FIRST=",
        ],
    }
    options_left_on {
        original: "`set -x` and `set -v` in an env hook also show the script of powershift",
        ours: "they end with the env hook",
        reason: "an env hook must not disturb the next step",
        case: Case::call("run").deploy_env("set -x"),
        shows: [
            "-stderr| + set +a",
            "…",
        ],
    }
    monitor_mode {
        original: "`set -m` in `deploy_env` gives the `deploy` hook a process group of its own",
        ours: "it has no such effect",
        reason: "an env hook must not disturb the next step",
        case: Case::call("run").deploy_env("set -m").hook("deploy", State::Ready),
        shows: [
            "-hook 1 process: a child of the one that was started, in another group and the same session",
            "+hook 1 process: a child of the one that was started, in the same group and the same session",
        ],
    }
    exec_by_a_relative_path {
        original: "`exec bin/x`: a script sees its absolute path",
        ours: "the script sees the path as given",
        reason: "all arguments from the first operand on belong to the command",
        case: Case::exec(&["bin/mine", "a"]).file("/opt/app-root/src/bin/mine", "#!/recorder\n", 0o755),
        shows: [
            "-hook 1 @ /opt/app-root/src/bin/mine a",
            "+hook 1 @ bin/mine a",
        ],
    }
    changed_source_path {
        original: "if `deploy_env` changes `S2I_SOURCE_PATH`, the hook is not found, status 0",
        ours: "the hook is found in the original source path",
        reason: "the new value is for later programs",
        case: Case::call("setup").deploy_env("S2I_SOURCE_PATH=/elsewhere").hook("setup", State::Ready),
        shows: [
            "+stdout|  -----> Running /opt/app-root/src/.s2i/action_hooks/setup",
            "+stdout| this is setup",
            "+hook 1 @ /opt/app-root/src/.s2i/action_hooks/setup",
        ],
    }
    source_path_with_a_space {
        original: "with a space in the source path, the check and the hooks are skipped, status 0",
        ours: "works",
        reason: "a path may contain any byte",
        case: Case::call("ready")
            .variable("S2I_APPLICATION_PATH", "/opt/my app")
            .file("/opt/my app/src/.s2i/action_hooks/ready", "#!/recorder\nexit 3\n", 0o755)
            .in_directory("/opt/my app/src"),
        shows: [
            "-status: exit 0",
            "+status: exit 3",
            "+hook 1 @ /opt/my app/src/.s2i/action_hooks/ready",
        ],
    }
    source_path_through_a_slash {
        original: "a slash at the end of the source path fails the check of the working directory",
        ours: "the check compares directories, not texts",
        reason: "it is the directory with the hooks",
        case: Case::call("ready").hook("ready", State::Ready)
            .variable("S2I_SOURCE_PATH", "/opt/app-root/src/"),
        shows: [
            "-status: exit 1",
            "-stdout| ERROR: Working directory of 'ready' script is not /opt/app-root/src/.",
            "+status: exit 0",
            "+stdout| this is ready",
            "+hook 1 @ /opt/app-root/src/.s2i/action_hooks/ready",
        ],
    }
    source_path_through_a_link {
        original: "a link in the source path fails the check of the working directory",
        ours: "the check compares directories, not texts",
        reason: "it is the directory with the hooks",
        case: Case::call("ready").hook("ready", State::Ready)
            .link("/opt/link", "/opt/app-root")
            .variable("S2I_SOURCE_PATH", "/opt/link/src"),
        shows: [
            "-status: exit 1",
            "-stdout| ERROR: Working directory of 'ready' script is not /opt/link/src.",
            "+status: exit 0",
            "+stdout| this is ready",
            "+hook 1 @ /opt/link/src/.s2i/action_hooks/ready",
        ],
    }
    relative_source_path {
        original: "a relative source path fails the check of the working directory",
        ours: "it is made absolute",
        reason: "later programs may have another working directory",
        case: Case::call("ready").hook("ready", State::Ready).variable("S2I_SOURCE_PATH", "."),
        shows: [
            "-status: exit 1",
            "-stdout| ERROR: Working directory of 'ready' script is not ..",
            "+status: exit 0",
            "+stdout| this is ready",
            "+hook 1 @ /opt/app-root/src/./.s2i/action_hooks/ready",
        ],
    }
    exec_and_help {
        original: "`exec ls --help` prints the help of powershift",
        ours: "it prints the help of `ls`",
        reason: "all arguments from the first operand on belong to the command",
        case: Case::exec(&["/recorder", "--help"]),
        shows: [
            "-stdout| Usage: powershift image exec [OPTIONS] COMMAND...",
            "-stdout| ",
            "-stdout|   Run a command with application environment.",
            "-stdout| ",
            "-stdout| Options:",
            "-stdout|   --help  Show this message and exit.",
            "+hook 1 @ /recorder --help",
        ],
    }
    exec_and_bashs_options {
        original: "`exec -a`, `-c` and `-l` are options of bash's `exec`",
        ours: "an unknown option is a usage error",
        reason: "the original does not mean to offer them",
        case: Case::exec(&["-a", "name", "/recorder", "x"]),
        shows: [
            "-status: exit 0",
            "-hook 1 @ name x",
            "+status: exit 2",
            "+stderr| ERROR: …",
        ],
    }
    exec_and_two_dashes {
        original: "the first `--` among the arguments of `exec` is removed, wherever it stands",
        ours: "it is passed on",
        reason: "all arguments from the first operand on belong to the command",
        case: Case::exec(&["/recorder", "a", "--", "b", "--"]),
        shows: [
            "-hook 1 @ /recorder a b --",
            "+hook 1 @ /recorder a -- b --",
        ],
    }
    jobs_above {
        original: "`jobs ..` leaves the directory of the jobs",
        ours: "a usage error",
        reason: "a category is a name",
        case: Case::call("jobs").words(&[".."]).file("/opt/app-root/src/.s2i/job", "#!/recorder\n", 0o755),
        shows: [
            "-status: exit 0",
            "-stdout|  -----> Executing jobs (..)",
            "+status: exit 2",
            "+stderr| ERROR: …",
        ],
    }
    jobs_without_a_name {
        original: "`jobs ''` runs the files in `.s2i/jobs` itself",
        ours: "a usage error",
        reason: "a category is a name",
        case: Case::call("jobs").words(&[""]).job("jobs/a", State::Ready),
        shows: [
            "-status: exit 0",
            "-stdout|  -----> Executing jobs ()",
            "-stdout|  -----> Running /opt/app-root/src/.s2i/jobs//a",
            "-stdout| this is a",
            "-hook 1 @ /opt/app-root/src/.s2i/jobs//a",
            "+status: exit 2",
            "+stderr| ERROR: …",
        ],
    }
    jobs_without_globbing {
        original: "`set -f` in `deploy_env` makes `jobs` find nothing, status 0",
        ours: "it has no such effect",
        reason: "an env hook must not disturb the next step",
        case: Case::call("jobs").words(&["hourly"]).deploy_env("set -f").job("jobs/hourly/a", State::Ready),
        shows: [
            "+stdout|  -----> Running /opt/app-root/src/.s2i/jobs/hourly/a",
            "+stdout| this is a",
            "+hook 1 @ /opt/app-root/src/.s2i/jobs/hourly/a",
        ],
    }
    jobs_with_a_star {
        original: "the shell expands `jobs 'h*'`, so several categories run",
        ours: "a usage error",
        reason: "a category is a name",
        case: Case::call("jobs").words(&["h*"]).job("jobs/hourly/a", State::Ready),
        shows: [
            "-status: exit 0",
            "-stdout|  -----> Executing jobs (h*)",
            "-stdout|  -----> Running /opt/app-root/src/.s2i/jobs/hourly/a",
            "-stdout| this is a",
            "-hook 1 @ /opt/app-root/src/.s2i/jobs/hourly/a",
            "+status: exit 2",
            "+stderr| ERROR: …",
        ],
    }
    job_with_a_space {
        original: "a job with a space in its name is skipped, status 0",
        ours: "it runs",
        reason: "a name may contain a space",
        case: Case::call("jobs").words(&["hourly"]).job("jobs/hourly/clear sessions", State::Ready),
        shows: [
            "+stdout|  -----> Running /opt/app-root/src/.s2i/jobs/hourly/clear sessions",
            "+stdout| this is clear sessions",
            "+hook 1 @ /opt/app-root/src/.s2i/jobs/hourly/clear sessions",
        ],
    }
    category_with_a_space {
        original: "a category with a space in its name is skipped, status 0",
        ours: "it runs",
        reason: "a name may contain a space",
        case: Case::call("jobs").words(&["at night"]).job("jobs/at night/a", State::Ready),
        shows: [
            "+stdout|  -----> Running /opt/app-root/src/.s2i/jobs/at night/a",
            "+stdout| this is a",
            "+hook 1 @ /opt/app-root/src/.s2i/jobs/at night/a",
        ],
    }
    jobs_in_byte_order {
        original: "jobs run in the order of the locale",
        ours: "jobs run in byte order",
        reason: "the order is the same in every image",
        case: Case::call("jobs").words(&["hourly"]).locale("en_US.UTF-8")
            .job("jobs/hourly/apple", State::Ready).job("jobs/hourly/Zebra", State::Ready),
        shows: [
            "-stdout|  -----> Running /opt/app-root/src/.s2i/jobs/hourly/apple",
            "-stdout| this is apple",
            "-hook 1 @ /opt/app-root/src/.s2i/jobs/hourly/apple",
            "+stdout|  -----> Running /opt/app-root/src/.s2i/jobs/hourly/apple",
            "+stdout| this is apple",
            "+hook 1 @ /opt/app-root/src/.s2i/jobs/hourly/Zebra",
            "-hook 2 @ /opt/app-root/src/.s2i/jobs/hourly/Zebra",
            "+hook 2 @ /opt/app-root/src/.s2i/jobs/hourly/apple",
        ],
    }
    job_without_an_interpreter_line {
        original: "a job without `#!` is run by `sh`, a hook by bash",
        ours: "bash runs both",
        reason: "there is one rule for both",
        case: Case::call("jobs").words(&["hourly"])
            .file("/opt/app-root/src/.s2i/jobs/hourly/a", "echo ${BASH_VERSION:+bash}\n", 0o755),
        shows: [
            "-stdout| ",
            "+stdout| bash",
        ],
    }
    exported_function_in_a_job {
        original: "a job without `#!` does not have the functions of `deploy_env`, because `sh` runs it",
        ours: "the job has these functions, because bash runs it",
        reason: "there is one rule for hooks and jobs",
        case: Case::call("jobs").words(&["hourly"]).deploy_env("greet() { echo hello; }\n")
            .file("/opt/app-root/src/.s2i/jobs/hourly/a", "greet 2>/dev/null || echo none\n", 0o755),
        shows: [
            "-stdout| none",
            "+stdout| hello",
        ],
    }
}

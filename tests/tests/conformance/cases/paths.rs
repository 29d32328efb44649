//! The four paths.

use crate::agree::cases;
use crate::case::{Case, State};

fn other_application(path: &str) -> Case {
    let hooks = format!("{path}/src/.s2i/action_hooks");
    Case::call("run")
        .variable("S2I_APPLICATION_PATH", path)
        .file(&format!("{hooks}/deploy_env"), "A=$S2I_SOURCE_PATH\n", 0o644)
        .file(&format!("{hooks}/deploy"), "#!/recorder\n", 0o755)
        .in_directory(&format!("{path}/src"))
}

cases! {
    the_wrong_directory: Case::call("run").in_directory("/opt/app-root"),
    the_wrong_directory_for_assemble: Case::call("assemble").in_directory("/"),
    the_wrong_directory_for_exec: Case::exec(&["/recorder"]).in_directory("/tmp"),
    another_application_path: other_application("/opt/other"),
    an_application_path_in_utf8: other_application("/opt/größe"),
    an_application_path_with_signs: other_application("/opt/a+b=c,d@e%f"),
    another_source_path: Case::call("run").variable("S2I_SOURCE_PATH", "/opt/source").in_directory("/opt/source")
        .file("/opt/source/.s2i/action_hooks/deploy", "#!/recorder\n", 0o755),
    both_paths: Case::call("ready").variable("S2I_SOURCE_PATH", "/opt/source").variable("S2I_APPLICATION_PATH", "/opt/a").in_directory("/opt/source")
        .file("/opt/source/.s2i/action_hooks/ready", "#!/recorder\n", 0o755)
        .file("/opt/a/etc/generate_container_user", "export FROM_USER_SCRIPT=1\n", 0o644),
    empty_paths: Case::call("run").variable("S2I_SOURCE_PATH", "").variable("S2I_APPLICATION_PATH", "").variable("S2I_SCRIPTS_PATH", "").hook("deploy", State::Ready),
    a_source_path_that_is_not_there: Case::call("run").variable("S2I_SOURCE_PATH", "/opt/nothing"),
    an_sti_path_beside_ours: Case::call("run").variable("STI_SCRIPTS_PATH", "/usr/libexec/s2i").variable("S2I_SCRIPTS_PATH", "/usr/libexec/s2i"),
    a_marker_from_outside: Case::call("run").variable("S2I_MARKERS_ENVIRON", "earlier").hook("deploy", State::Ready).deploy_env("A=1"),
}

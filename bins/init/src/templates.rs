//! What is written: a text for each hook, and for what lies beside them.

/// The hooks with their texts, in the order in which they take part.
pub const HOOKS: [(&str, &str); 11] = [
    ("pre_build", include_str!("templates/pre_build")),
    ("build_env", include_str!("templates/build_env")),
    ("build", include_str!("templates/build")),
    ("deploy_env", include_str!("templates/deploy_env")),
    ("deploy", include_str!("templates/deploy")),
    ("run", include_str!("templates/run")),
    ("verify", include_str!("templates/verify")),
    ("ready", include_str!("templates/ready")),
    ("alive", include_str!("templates/alive")),
    ("setup", include_str!("templates/setup")),
    ("migrate", include_str!("templates/migrate")),
];

/// A job.
pub const JOB: &str = include_str!("templates/job");

/// `.s2i/environment`.
pub const ENVIRONMENT: &str = include_str!("templates/environment");

/// `assemble` and `run` of `.s2i/bin` for a builder image that has the program.
pub const IN_IMAGE: [&str; 2] =
    [include_str!("templates/assemble.sh"), include_str!("templates/run.sh")];

/// The same for a program that is embedded.
pub const EMBEDDED: [&str; 2] =
    [include_str!("templates/assemble-embedded.sh"), include_str!("templates/run-embedded.sh")];

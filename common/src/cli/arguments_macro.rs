//! How a command or a tool declares what it takes: its help text and its options, for argh to read.
//!
//! An option that several commands know is written down once, here, and named by those that know it.

/// Declares what argh reads for a command: its help text, the options it knows out of `init`, `require`,
/// `timeout` and `env_of`, and the fields that are only for the help; with `=> |given| …` behind it also fields of
/// its own, which that makes a text of, for [`crate::cli::options::Options::own`].
///
/// Without the list of options it declares what a tool reads by [`crate::cli::parse::read_tool`].
#[macro_export]
macro_rules! arguments {
    ($(#[$about:meta])* struct $name:ident { $($own:tt)* }) => {
        $(#[$about])*
        #[derive(argh::FromArgs, argh::ArgsInfo)]
        #[argh(help_triggers("-h", "--help"))]
        struct $name {
            $($own)*
            /// print the version
            #[argh(switch, long = "version")]
            _version: bool,
        }
    };
    ($(#[$about:meta])* struct $name:ident [$($known:ident),*] { $($own:tt)* }) => {
        $crate::arguments!(@add arguments [$($known)*] ($(#[$about])* $name { $($own)* }) [] [] [] []);
    };
    ($(#[$about:meta])* struct $name:ident [$($known:ident),*] { $($own:tt)* } => |$given:ident| $text:expr, [$($names:literal),*]) => {
        $crate::arguments!(@add $given [$($known)*] ($(#[$about])* $name { $($own)* }) [] [own: $text,] [] [$($names,)*]);
    };
    (@add $given:ident [init $($more:ident)*] $head:tt [$($fields:tt)*] [$($set:tt)*] [$($known:tt)*] [$($names:tt)*]) => {
        $crate::arguments!(@add $given [$($more)*] $head [
            $($fields)*
            /// stay, and be an init: pass signals on, reap orphans, end with the program's status (also S2I_INIT=1)
            #[argh(switch)]
            init: bool,
            /// the same, but signals go to the whole process group; also written --init=group (also S2I_INIT=group)
            #[argh(switch)]
            init_group: bool,
        ] [
            $($set)*
            init: match ($given.init, $given.init_group) {
                (_, true) => Some($crate::cli::options::Scope::Group),
                (true, false) => Some($crate::cli::options::Scope::Child),
                (false, false) => None,
            },
        ] [$($known)* $crate::cli::options::Known::Init,] [$($names)* "--init", "--init=group",]);
    };
    (@add $given:ident [require $($more:ident)*] $head:tt [$($fields:tt)*] [$($set:tt)*] [$($known:tt)*] [$($names:tt)*]) => {
        $crate::arguments!(@add $given [$($more)*] $head [
            $($fields)*
            /// fail if the hook is missing (also S2I_REQUIRE_HOOKS=1)
            #[argh(switch)]
            require: bool,
        ] [$($set)* require: $given.require,]
        [$($known)* $crate::cli::options::Known::Require,] [$($names)* "--require",]);
    };
    (@add $given:ident [timeout $($more:ident)*] $head:tt [$($fields:tt)*] [$($set:tt)*] [$($known:tt)*] [$($names:tt)*]) => {
        $crate::arguments!(@add $given [$($more)*] $head [
            $($fields)*
            /// stop after this many seconds, the environment included, with status 124 (also S2I_PROBE_TIMEOUT)
            #[argh(option, arg_name = "SECONDS", from_str_fn($crate::cli::options::seconds))]
            timeout: Option<std::time::Duration>,
        ] [$($set)* timeout: $given.timeout,]
        [$($known)* $crate::cli::options::Known::Timeout,] [$($names)* "--timeout",]);
    };
    (@add $given:ident [env_of $($more:ident)*] $head:tt [$($fields:tt)*] [$($set:tt)*] [$($known:tt)*] [$($names:tt)*]) => {
        $crate::arguments!(@add $given [$($more)*] $head [
            $($fields)*
            /// take the environment from this process, the application, in place of evaluating it (also S2I_ENV_OF)
            #[argh(option, arg_name = "PID", from_str_fn($crate::cli::options::process))]
            env_of: Option<u32>,
        ] [$($set)* env_of: $given.env_of,]
        [$($known)* $crate::cli::options::Known::EnvOf,] [$($names)* "--env-of",]);
    };
    (@add $given:ident [] ($(#[$about:meta])* $name:ident { $($own:tt)* }) [$($fields:tt)*] [$($set:tt)*] [$($known:tt)*] [$($names:tt)*]) => {
        $(#[$about])*
        #[derive(argh::FromArgs, argh::ArgsInfo)]
        #[argh(help_triggers("-h", "--help"))]
        struct $name {
            $($fields)*
            /// print the version
            #[argh(switch)]
            version: bool,
            $($own)*
        }

        impl From<$name> for $crate::cli::options::Options {
            fn from($given: $name) -> Self {
                Self { version: $given.version, $($set)* ..Self::default() }
            }
        }

        impl $crate::cli::parse::Declared for $name {
            const KNOWN: &'static [$crate::cli::options::Known] = &[$($known)*];
            const NAMES: &'static [&'static str] = &[$($names)* "--version", "--help"];
        }
    };
}

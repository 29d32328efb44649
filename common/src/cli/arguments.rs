//! The macro that defines the arguments of a command: its help text, options and operands.
//!
//! argh reads the type that the macro defines. It has no way to share fields between types, so the
//! macro adds the fields of the shared options, and their help texts are written only here.

/// Defines a type for argh with the shared options in brackets and the fields in braces.
///
/// The names in brackets are fields of [`crate::cli::options::Options`]. At most one field is an
/// operand (`positional`); the name of an operand decides how it is checked and completed.
#[macro_export]
macro_rules! arguments {
    ($(#[$about:meta])* struct $name:ident [$($shared:ident),*] { $($own:tt)* }) => {
        $crate::arguments!(@add [$($shared)*] [] $(#[$about])* $name [$($shared)*] { $($own)* });
    };
    (@add [init $($more:ident)*] [$($fields:tt)*] $($rest:tt)*) => {
        $crate::arguments!(@add [$($more)*] [
            $($fields)*
            /// remain as an init: pass signals on, reap orphans, end with the program's status
            /// (also S2I_INIT=1)
            #[argh(switch)]
            init: bool,
        ] $($rest)*);
    };
    (@add [init_group $($more:ident)*] [$($fields:tt)*] $($rest:tt)*) => {
        $crate::arguments!(@add [$($more)*] [
            $($fields)*
            /// as --init, but signals go to the process group; also written --init=group (also
            /// S2I_INIT=group)
            #[argh(switch)]
            init_group: bool,
        ] $($rest)*);
    };
    (@add [rewrite $($more:ident)*] [$($fields:tt)*] $($rest:tt)*) => {
        $crate::arguments!(@add [$($more)*] [
            $($fields)*
            /// pass on signal TO in place of FROM, with --init; a TO of 0 drops FROM; may be
            /// repeated (also S2I_INIT_REWRITE)
            #[argh(option, arg_name = "FROM:TO", from_str_fn($crate::process::rewrite::rewrites))]
            rewrite: Vec<$crate::process::rewrite::Rewrites>,
        ] $($rest)*);
    };
    (@add [grace $($more:ident)*] [$($fields:tt)*] $($rest:tt)*) => {
        $crate::arguments!(@add [$($more)*] [
            $($fields)*
            /// time for other processes between TERM and the end, with --init as process 1; default
            /// 0, with --init=group 5 (also S2I_INIT_GRACE)
            #[argh(option, arg_name = "SECONDS", from_str_fn($crate::cli::options::seconds_or_zero))]
            grace: Option<std::time::Duration>,
        ] $($rest)*);
    };
    (@add [require $($more:ident)*] [$($fields:tt)*] $($rest:tt)*) => {
        $crate::arguments!(@add [$($more)*] [
            $($fields)*
            /// fail if the hook is missing (also S2I_REQUIRE_HOOKS=1)
            #[argh(switch)]
            require: bool,
        ] $($rest)*);
    };
    (@add [timeout $($more:ident)*] [$($fields:tt)*] $($rest:tt)*) => {
        $crate::arguments!(@add [$($more)*] [
            $($fields)*
            /// end with status 124 after this many seconds, the environment included (also
            /// S2I_PROBE_TIMEOUT)
            #[argh(option, arg_name = "SECONDS", from_str_fn($crate::cli::options::seconds))]
            timeout: Option<std::time::Duration>,
        ] $($rest)*);
    };
    (@add [env_of $($more:ident)*] [$($fields:tt)*] $($rest:tt)*) => {
        $crate::arguments!(@add [$($more)*] [
            $($fields)*
            /// take the environment from this process, the application, instead of evaluating it
            /// (also S2I_ENV_OF)
            #[argh(option, arg_name = "PID", from_str_fn($crate::cli::options::process_id))]
            env_of: Option<u32>,
        ] $($rest)*);
    };
    (@add [] [$($fields:tt)*] $(#[$about:meta])* $name:ident [$($shared:ident)*] { $($own:tt)* }) => {
        $(#[$about])*
        #[derive(argh::FromArgs, argh::ArgsInfo)]
        #[argh(help_triggers("-h", "--help"))]
        struct $name {
            $($fields)*
            $($own)*
            /// print the version
            #[argh(switch, short = 'V', long = "version")]
            _version: bool,
        }

        impl From<$name> for $crate::cli::options::Options {
            fn from(arguments: $name) -> Self {
                let $name { $($shared,)* .. } = arguments;
                Self { $($shared,)* ..Self::default() }
            }
        }
    };
}

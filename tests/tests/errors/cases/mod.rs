//! The cases, in the order of the page: the most frequent messages come first.

mod arguments;
mod assemble;
mod bash_env;
mod builder;
mod command_line;
mod ended;
mod env;
mod env_hooks;
mod hooks;
mod install;
mod jobs;
mod layout;
mod limits;
mod probes;
mod programs;
mod source_tree;
mod take_hooks;

use crate::case::Area;

/// Every message that s2ibox can print.
pub const AREAS: [&Area; 17] = [
    &layout::AREA,
    &hooks::AREA,
    &programs::AREA,
    &env_hooks::AREA,
    &bash_env::AREA,
    &ended::AREA,
    &builder::AREA,
    &take_hooks::AREA,
    &assemble::AREA,
    &jobs::AREA,
    &command_line::AREA,
    &probes::AREA,
    &env::AREA,
    &source_tree::AREA,
    &install::AREA,
    &arguments::AREA,
    &limits::AREA,
];

/// Defines a test for each area, which provokes all its messages. The areas in parentheses need root.
macro_rules! provoked {
    ($($area:ident)* ($($rooted:ident)*)) => {
        mod provoked {
            $(
                mod $area {
                    #[test]
                    fn every_message_is_printed() {
                        crate::cases::$area::AREA.check();
                    }
                }
            )*
            $(
                mod $rooted {
                    #[test]
                    #[ignore = "needs root"]
                    fn every_message_is_printed() {
                        crate::cases::$rooted::AREA.check();
                    }
                }
            )*

            #[test]
            fn every_area_is_provoked() {
                let provoked = [$(stringify!($area),)* $(stringify!($rooted)),*];
                assert_eq!(provoked.len(), crate::cases::AREAS.len());
            }
        }
    };
}

provoked! {
    env_hooks env arguments limits
    (
        layout bash_env builder hooks programs ended take_hooks assemble jobs command_line probes
        source_tree install
    )
}

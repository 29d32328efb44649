//! Usage errors and help.

use crate::agree::cases;
use crate::case::Case;

cases! {
    no_such_command: Case::call("redy"),
    an_unknown_option: Case::call("ready").words(&["--no-such-option"]),
    a_word_too_many: Case::call("ready").words(&["now"]),
    help: Case::call("--help"),
    help_of_run: Case::call("run").words(&["--help"]),
    help_of_jobs: Case::call("jobs").words(&["--help"]),
    a_command_in_capitals: Case::call("READY"),
    half_a_command: Case::call("re"),
}

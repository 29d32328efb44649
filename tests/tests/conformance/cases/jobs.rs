//! Jobs: both directories, many names, many locales.

use crate::agree::cases;
use crate::case::{Case, State};

fn hourly() -> Case {
    Case::call("jobs").words(&["hourly"])
}

fn with_jobs(names: &[&str]) -> Case {
    let with = |case: Case, name: &&str| case.job(&format!("jobs/hourly/{name}"), State::Ready);
    names.iter().fold(hourly(), with)
}

/// Names with the same order in every locale.
const PLAIN: [&str; 6] = ["01-first", "02-second", "10-tenth", "aaa", "bbb", "ccc"];

cases! {
    none: hourly(),
    an_empty_category: hourly().directory("/opt/app-root/src/.s2i/jobs/hourly", 0o755),
    one: with_jobs(&["clearsessions"]),
    many: with_jobs(&PLAIN),
    in_the_old_directory: hourly().job("cron_jobs/hourly/a", State::Ready),
    in_both_directories: hourly().job("jobs/hourly/a", State::Ready).job("cron_jobs/hourly/b", State::Ready).job("cron_jobs/hourly/a", State::Ready),
    another_category: with_jobs(&["a"]).job("jobs/daily/b", State::Ready),
    a_category_below_another: Case::call("jobs").words(&["hourly/web"]).job("jobs/hourly/web/a", State::Ready).job("jobs/hourly/b", State::Ready),
    directories_are_skipped: with_jobs(&["b"]).directory("/opt/app-root/src/.s2i/jobs/hourly/a", 0o755),
    dotfiles_are_skipped: with_jobs(&["b", ".hidden", ".gitkeep"]),
    dangling_links_are_skipped: with_jobs(&["b"]).job("jobs/hourly/a", State::Dangling),
    links: with_jobs(&["b"]).job("jobs/hourly/a", State::Linked),
    a_program: hourly().job("jobs/hourly/a", State::Program),
    a_script: hourly().job("jobs/hourly/a", State::Script),
    without_a_first_line: hourly().job("jobs/hourly/a", State::Plain),
    the_first_failure_ends_it: with_jobs(&["a", "c"]).job("jobs/hourly/b", State::Failing),
    a_failure_in_the_old_directory_ends_it: with_jobs(&["a"]).job("cron_jobs/hourly/b", State::Failing),
    killed: with_jobs(&["a", "c"]).job("jobs/hourly/b", State::Killed),
    not_executable: hourly().job("jobs/hourly/a", State::NotExecutable),
    not_executable_after_others: with_jobs(&["a"]).job("jobs/hourly/b", State::NotExecutable),
    names_in_utf8: with_jobs(&["äpfel", "öl", "übung"]),
    names_in_many_scripts: with_jobs(&["a", "б", "世"]),
    names_with_signs: with_jobs(&["a-b", "a.b", "a_b", "a+b", "a,b", "a=b", "a@b", "a%b", "a:b"]).variable("LC_ALL", "C"),
    names_with_shell_signs: with_jobs(&["a'b", "a\"b", "a;b", "a&b", "a(b)", "a$b", "a#b", "a~b", "a!b", "a{b,c}"]),
    names_of_capitals: with_jobs(&["A", "B", "a", "b"]).variable("LC_ALL", "C"),
    names_of_capitals_in_c_utf8: with_jobs(&["A", "B", "a", "b", "ä"]).variable("LC_ALL", "C.UTF-8"),
    names_of_numbers: with_jobs(&["1", "10", "2", "020"]),
    a_long_name: with_jobs(&["a-name-of-more-than-one-hundred-letters-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789"]),
    names_of_backup_files: with_jobs(&["a", "a.bak", "a~"]).variable("LC_ALL", "C"),
    in_the_posix_locale: with_jobs(&PLAIN).variable("LC_ALL", "POSIX"),
    in_english: with_jobs(&PLAIN).locale("en_US.UTF-8"),
    in_german: with_jobs(&PLAIN).locale("de_DE.UTF-8"),
    in_swedish: with_jobs(&PLAIN).locale("sv_SE.UTF-8"),
    in_turkish: with_jobs(&PLAIN).locale("tr_TR.UTF-8"),
    in_latin_1: with_jobs(&PLAIN).locale("en_US.ISO-8859-1"),
    in_a_locale_that_is_not_there: with_jobs(&PLAIN).variable("LC_COLLATE", "xx_XX.UTF-8"),
    a_category_in_utf8: Case::call("jobs").words(&["stündlich"]).job("jobs/stündlich/a", State::Ready),
    with_an_env_hook: with_jobs(&["a", "b"]).deploy_env("A=1\numask 027\n"),
    a_job_sees_no_arguments: hourly().job("jobs/hourly/a", State::Ready).deploy_env("A=1"),
    what_a_job_does_stays_with_it: with_jobs(&["b"]).file("/opt/app-root/src/.s2i/jobs/hourly/a", "#!/bin/bash\nexport A=1; cd /; umask 0; ulimit -S -n 50\n", 0o755),
    a_job_makes_one_in_the_other_directory: hourly().file("/opt/app-root/src/.s2i/cron_jobs/hourly/a",
        "#!/bin/bash\nmkdir -p .s2i/jobs/hourly; printf '#!/recorder\\n' > .s2i/jobs/hourly/b; chmod +x .s2i/jobs/hourly/b\n", 0o755),
    stdin_reaches_the_first_that_reads: with_jobs(&["b"]).file("/opt/app-root/src/.s2i/jobs/hourly/a", "#!/bin/cat\n", 0o755).input("x\n"),
    without_a_category: Case::call("jobs"),
    with_too_many_words: Case::call("jobs").words(&["hourly", "daily"]),
    as_process_1: with_jobs(&["a", "b"]).being_init(),
    as_an_arbitrary_user: with_jobs(&["a", "b"]).by_arbitrary_user(),
}

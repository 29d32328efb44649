//! No text without a case: what the sources can say is held against what the cases provoke.

use crate::cases::AREAS;
use crate::literals::{Literal, in_file, in_sources};

/// What cannot be provoked from outside, and why. To be kept short.
const OUT_OF_REACH: [(&str, &str); 11] = [
    ("another process has replaced it", "the file must be replaced between two system calls"),
    ("it is not a regular file", "the file must be replaced after check has read it"),
    ("the kernel does not give the path of this program", "Linux always does, since 2.6.26"),
    ("cannot block signals", "sigprocmask(2) refuses only what is no set of signals"),
    ("cannot become a subreaper", "prctl(2) refuses that only to a kernel before 3.4"),
    (
        "cannot wait for signals",
        "sigtimedwait(2) has no other errors than those that are dealt with",
    ),
    (
        "cannot wait for a program to end",
        "waitpid(2) has no other errors than those that are dealt with",
    ),
    ("cannot be tested for access: ", "the file must go away between two looks at it"),
    ("cannot be completed", "takes a file system that has folders but no modes for them"),
    ("COMMAND is missing; give a program", "no command line is empty: its reader sees to that"),
    ("it takes too long", "what is not copied then is not needed, and nothing is said"),
];

/// Texts that are no errors, but stand where errors may.
const NO_ERRORS: [&str; 19] = [
    // messages of argh, which become other messages
    "Error parsing option '",
    "' with value '",
    "duplicate values provided",
    // progress, and what is asked for, on stdout
    "Running ",
    "Running builder ",
    "Running application assemble script.",
    "Running application run script.",
    " script (",
    "Executing jobs (",
    "process {}",
    "BASH_ENV, {}",
    "next: s2ibox check",
    "left as it is:",
    // in the note of what the steps of a build took
    "failed after",
    "taking .s2i",
    // in a DEBUG line
    ", and stays for an EXIT trap",
    // within programs and files
    "s2ibox program 1f0b7c52-8a4e-4d0e-9a53-6f0e6b0c2d97",
    "\nexport ",
    ". \"$__s2ibox_env_hook\"",
];

fn has_a_case(literal: &Literal) -> bool {
    let cases = AREAS.iter().flat_map(|area| area.cases);
    let mut said = cases.map(|case| case.said);
    said.any(|said| {
        let mut rest = said;
        literal.parts.iter().all(|part| {
            let found = rest.split_once(part.trim_end_matches('\n'));
            rest = found.map_or("", |(_, behind)| behind);
            found.is_some()
        })
    })
}

fn is_listed(literal: &Literal) -> bool {
    let text = literal.parts.join("{}");
    NO_ERRORS.contains(&text.as_str()) || OUT_OF_REACH.iter().any(|(part, _)| text.contains(part))
}

#[test]
fn every_text_of_the_sources_has_a_case() {
    let literals = in_sources();
    let missing: Vec<_> =
        literals.iter().filter(|literal| !has_a_case(literal) && !is_listed(literal)).collect();
    assert!(missing.is_empty(), "no case in tests/tests/errors/cases says: {missing:#?}");
}

#[test]
fn what_is_out_of_reach_is_in_the_sources_and_has_no_case() {
    let literals = in_sources();
    for (text, why) in OUT_OF_REACH {
        let here = |literal: &&Literal| literal.parts.iter().any(|part| part.contains(text));
        let literal = literals.iter().find(here);
        let literal = literal.unwrap_or_else(|| panic!("nothing says any more: {text} ({why})"));
        assert!(!has_a_case(literal), "there is a case for: {text} ({why})");
    }
}

#[test]
fn what_is_no_error_is_in_the_sources() {
    let literals = in_sources();
    let texts: Vec<_> = literals.iter().map(|literal| literal.parts.join("{}")).collect();
    let gone = NO_ERRORS.iter().filter(|text| !texts.iter().any(|there| there == **text));
    assert_eq!(gone.collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn a_text_without_a_case_is_noticed() {
    let source = "fn f() { // \"a comment\"\n\
        let lifetime: &'static str = \"\"; let quote = '\"'; let other = '\\'';\n\
        progress(format!(\"{} is said\", x)); \n\
        broken!(\"nothing like {this} is \\\"said\\\" \\\n          anywhere; {}\", shown(y))\n}\n\
        #[cfg(test)]\nmod tests { \"not this one\" }";
    let found = in_file("common/src/x.rs", source);
    let parts = ["nothing like ", " is \"said\" anywhere; ", ""].map(str::to_owned);
    assert_eq!(found, [Literal { file: "common/src/x.rs".to_owned(), parts: parts.to_vec() }]);
    assert!(!has_a_case(&found[0]) && !is_listed(&found[0]));
    let bash =
        "  printf '%s\\n' \"ERROR: ${x[1]//$'\\n'/\\\\n} is $nobody's\" >&2\n  echo 'not this one'";
    let found = in_file("common/src/x.sh", bash);
    let parts = ["ERROR: ", " is ", "'s"].map(str::to_owned);
    assert_eq!(found[0].parts, parts);
    assert_eq!(found.len(), 1);
}

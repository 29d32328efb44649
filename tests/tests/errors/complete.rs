//! Compares the texts in the sources with the cases: every message needs a case.

use crate::cases::AREAS;
use crate::literals::{Literal, in_file, in_sources};

/// Messages that cannot be provoked from outside, with the reason.
const UNREACHABLE: [(&str, &str); 11] = [
    ("another process has replaced it", "the file must be replaced between two system calls"),
    ("it is not a regular file", "the file must be replaced after check has read it"),
    ("the kernel does not give the path of this program", "Linux always does, since 2.6.26"),
    ("cannot block signals", "sigprocmask(2) refuses only an invalid set of signals"),
    ("cannot become a subreaper", "prctl(2) refuses that only to a kernel before 3.4"),
    ("cannot wait for signals", "sigtimedwait(2) has no other errors than those that are handled"),
    (
        "cannot wait for a program to end",
        "waitpid(2) has no other errors than those that are handled",
    ),
    ("cannot be tested for access: ", "the file must be removed between two system calls"),
    ("cannot be completed", "needs a file system with directories but without modes"),
    ("COMMAND is missing; give a program", "the parser refuses an empty command line"),
    ("it takes too long", "the remaining files are not needed, and nothing is printed"),
];

/// Texts that are not messages, but stand in places of messages.
const NOT_MESSAGES: [&str; 20] = [
    // messages of argh, which become other messages
    "Error parsing option '",
    "' with value '",
    "duplicate values provided",
    // progress and output on stdout
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
    // in the note with the times of a build
    "failed after",
    "taking .s2i",
    // in a DEBUG line
    ", and stays for an EXIT trap",
    // within programs and files
    "s2ibox program 1f0b7c52-8a4e-4d0e-9a53-6f0e6b0c2d97",
    "\nexport ",
    ". \"$__s2ibox_env_hook\"",
    "curl wget sshpass docker podman skopeo buildah ldapsearch smbclient",
];

fn has_a_case(literal: &Literal) -> bool {
    let cases = AREAS.iter().flat_map(|area| area.cases);
    let mut outputs = cases.map(|case| case.stderr);
    outputs.any(|stderr| {
        let mut rest = stderr;
        literal.parts.iter().all(|part| {
            let found = rest.split_once(part.trim_end_matches('\n'));
            rest = found.map_or("", |(_, behind)| behind);
            found.is_some()
        })
    })
}

fn is_listed(literal: &Literal) -> bool {
    let text = literal.parts.join("{}");
    NOT_MESSAGES.contains(&text.as_str()) || UNREACHABLE.iter().any(|(part, _)| text.contains(part))
}

#[test]
fn every_message_in_the_sources_has_a_case() {
    let literals = in_sources();
    let missing: Vec<_> =
        literals.iter().filter(|literal| !has_a_case(literal) && !is_listed(literal)).collect();
    assert!(missing.is_empty(), "no case in tests/tests/errors/cases provokes: {missing:#?}");
}

#[test]
fn every_unreachable_message_is_in_the_sources_and_has_no_case() {
    let literals = in_sources();
    for (text, why) in UNREACHABLE {
        let here = |literal: &&Literal| literal.parts.iter().any(|part| part.contains(text));
        let literal = literals.iter().find(here);
        let literal =
            literal.unwrap_or_else(|| panic!("the sources no longer have: {text} ({why})"));
        assert!(!has_a_case(literal), "there is a case for: {text} ({why})");
    }
}

#[test]
fn every_text_that_is_not_a_message_is_in_the_sources() {
    let literals = in_sources();
    let texts: Vec<_> = literals.iter().map(|literal| literal.parts.join("{}")).collect();
    let gone = NOT_MESSAGES.iter().filter(|text| !texts.iter().any(|literal| literal == **text));
    assert_eq!(gone.collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn a_message_without_a_case_is_found() {
    let source = "fn f() { // \"a comment\"\n\
        let lifetime: &'static str = \"\"; let quote = '\"'; let other = '\\'';\n\
        progress(format!(\"{} is printed\", x)); \n\
        broken!(\"nothing like {this} is \\\"printed\\\" \\\n          anywhere; {}\", shown(y))\n}\n\
        #[cfg(test)]\nmod tests { \"not this one\" }";
    let found = in_file("common/src/x.rs", source);
    let parts = ["nothing like ", " is \"printed\" anywhere; ", ""].map(str::to_owned);
    assert_eq!(found, [Literal { file: "common/src/x.rs".to_owned(), parts: parts.to_vec() }]);
    assert!(!has_a_case(&found[0]) && !is_listed(&found[0]));
    let bash =
        "  printf '%s\\n' \"ERROR: ${x[1]//$'\\n'/\\\\n} is $user's\" >&2\n  echo 'not this one'";
    let found = in_file("common/src/x.sh", bash);
    let parts = ["ERROR: ", " is ", "'s"].map(str::to_owned);
    assert_eq!(found[0].parts, parts);
    assert_eq!(found.len(), 1);
}

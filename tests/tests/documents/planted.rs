//! Tests of the suite: it must find the faults of a page.

use crate::page::Page;
use crate::run::faults;

fn found(text: &str) -> bool {
    !faults(&Page::parse("docs/planted.md", text)).is_empty()
}

#[test]
#[ignore = "needs root"]
fn a_correct_page_passes() {
    let text = "\
`.s2i/action_hooks/ready`:

```sh
#!/bin/bash
echo ready
```

```console
$ s2i-ready
ready
$ s2i-jobs ..; echo $?
ERROR: …
2
```

```sh
oc exec deploy/my-app -- s2i-ready --require
```

```yaml
exec: {command: [\"s2i-ready\", \"--require\"]}
```
";
    assert!(!found(text));
}

#[test]
#[ignore = "needs root"]
fn a_wrong_option_is_found() {
    for text in [
        "```sh\ns2i-ready --requires\n```\n",
        "```console\n$ s2i-ready --requires\n```\n",
        "```sh\noc exec deploy/my-app -- s2i-ready --requires\n```\n",
        "```sh\noc exec --stdi deploy/my-app -- s2i-ready\n```\n",
        "```sh\noc exec my-app s2i-ready\n```\n",
        "```sh\nkubectl aply -f .\n```\n",
        "```yaml\nexec: {command: [\"s2i-ready\", \"--requires\"]}\n```\n",
        "<!-- test: in=laptop -->\n```sh\ns2i build . builder my-app --incrementl\n```\n",
        "<!-- test: in=repository -->\n```sh\nmake buld\n```\n",
        "```sh\nfalse\ntrue\n```\n",
        "```fish\ns2i-redy\n```\n",
        "```fish\ns2ibox completion fisch | source\n```\n",
        "```sh\nsource <(s2ibox completion bush)\n```\n",
    ] {
        assert!(found(text), "{text}");
    }
}

#[test]
#[ignore = "needs root"]
fn a_different_output_is_found() {
    assert!(found("```console\n$ echo a\nb\n```\n"));
    assert!(found("```console\n$ echo a\n```\n"));
    assert!(found("```console\n$ false\n$ echo a\na\n```\n"));
}

#[test]
#[should_panic(expected = "name its file in the line before")]
fn a_script_without_a_path_is_found() {
    Page::parse("docs/planted.md", "```sh\n#!/bin/sh\n```\n");
}

#[test]
#[should_panic(expected = "unknown language 'text'")]
fn a_block_in_an_unknown_language_is_found() {
    Page::parse("docs/planted.md", "```text\ns2i-ready\n```\n");
}

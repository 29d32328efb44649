//! Messages about files that cannot be executed.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use s2ibox_tests::{Scratch, copy_program, write_program};

use crate::case::{Area, CASE, Case};
use crate::scene::UID;

pub const AREA: Area = Area {
    heading: "A hook, a job or a command cannot be started",
    about: "The file has execute permission, but its content cannot be executed. In place of \
        `hook` the line may say `job`, `command`, `builder script` or `shell`.",
    cases: &[
        Case {
            title: "A script has Windows line ends",
            call: "s2i-ready",
            given: |scene, test| {
                scene.program("action_hooks/ready", "#!/bin/bash\r\ntrue\r\n", 0o755);
                test
            },
            status: 127,
            stderr: "ERROR: hook {hooks}/ready cannot be started: its first line ends in a carriage return (Windows \
                line ends); run: sed -i 's/\\r$//' .s2i/action_hooks/ready\n",
            means: "The kernel would look for an interpreter whose name ends in a carriage \
                return. Run the command, and write `* text=auto eol=lf` into `.gitattributes` to \
                keep the line ends.",
            ..CASE
        },
        Case {
            title: "A script begins with a byte-order mark",
            call: "s2i-ready",
            given: |scene, test| {
                scene.program("action_hooks/ready", "\u{feff}#!/bin/bash\n", 0o755);
                test
            },
            status: 127,
            stderr: "ERROR: hook {hooks}/ready begins with a byte-order mark, which hides its first line; run: sed -i \
                '1s/^\\xef\\xbb\\xbf//' .s2i/action_hooks/ready\n",
            means: "An editor has written three invisible bytes before the text. The kernel looks for `#!` in the \
                first two bytes, and a shell takes them for a part of the first command. Run the command, and let \
                the editor save UTF-8 without a mark.",
            ..CASE
        },
        Case {
            title: "A script is UTF-16",
            call: "s2i-ready",
            given: |scene, test| {
                scene.program("action_hooks/ready", b"\xff\xfe#\0!\0", 0o755);
                test
            },
            status: 126,
            stderr: "ERROR: hook {hooks}/ready is UTF-16 text, which no interpreter reads; save it as UTF-8; run: iconv \
                -f UTF-16 -t UTF-8 .s2i/action_hooks/ready | tr -d '\\r' >.s2i/action_hooks/ready.new && cat \
                .s2i/action_hooks/ready.new >.s2i/action_hooks/ready && rm .s2i/action_hooks/ready.new\n",
            means: "PowerShell writes UTF-16 when it redirects output into a file. An env hook \
                causes the same error, with status 1.",
            ..CASE
        },
        Case {
            title: "The interpreter of a script cannot be reached",
            call: "s2i-ready",
            given: |scene, test| {
                write_program(&scene.top.join("closed/python3"), "", 0o755);
                mode(&scene.top.join("closed"), 0o700);
                let line = format!("#!{}/closed/python3\n", scene.top.display());
                scene.program("action_hooks/ready", line, 0o755);
                test.user(UID, 0)
            },
            status: 126,
            stderr: "ERROR: hook {hooks}/ready cannot be started: its interpreter {top}/closed/python3 cannot be accessed: \
                Permission denied (os error 13)\n",
            means: "The user of the container may not search a directory on the way to it. Check the permissions of \
                these directories.",
            ..CASE
        },
        Case {
            title: "A command cannot be reached",
            call: "s2i-exec {top}/closed/tool",
            given: |scene, test| {
                write_program(&scene.top.join("closed/tool"), "", 0o755);
                mode(&scene.top.join("closed"), 0o700);
                test.user(UID, 0)
            },
            status: 126,
            stderr: "ERROR: command {top}/closed/tool cannot be accessed: Permission denied (os error 13)\n",
            means: "The user of the container may not search a directory on the way to it.",
            ..CASE
        },
        Case {
            title: "The interpreter of a script is not in the image",
            call: "s2i-ready",
            given: |scene, test| {
                scene.program("action_hooks/ready", "#!/usr/bin/python2.4\n", 0o755);
                test
            },
            status: 127,
            stderr: "ERROR: hook {hooks}/ready cannot be started: its interpreter /usr/bin/python2.4 is not in this \
                image; correct its first line, or install it\n",
            means: "The program that the first line names after `#!` does not exist. \
                `#!/usr/bin/env python3` finds python3 in any directory on PATH.",
            ..CASE
        },
        Case {
            title: "The interpreter of a script cannot be executed",
            call: "s2i-ready",
            given: |scene, test| {
                scene.program("action_hooks/ready", "#!/etc/passwd\n", 0o755);
                test
            },
            status: 126,
            stderr: "ERROR: hook {hooks}/ready cannot be started: its interpreter /etc/passwd is not an executable \
                file; correct its first line\n",
            means: "The first line names a directory, or a file without execute permission.",
            ..CASE
        },
        Case {
            title: "The first line of a script names no interpreter",
            call: "s2i-ready",
            given: |scene, test| {
                scene.program("action_hooks/ready", "#!\ntrue\n", 0o755);
                test
            },
            status: 127,
            stderr: "ERROR: hook {hooks}/ready cannot be started: its first line, #!, names no interpreter; write \
                #!/bin/bash\n",
            means: "There is a `#!` with nothing after it. Write the interpreter there, or remove \
                the line: the file is then a bash script.",
            ..CASE
        },
        Case {
            title: "A script without a first line, in an image without a shell",
            call: "s2i-ready",
            given: |scene, _| {
                let scratch = Scratch::new();
                scratch.program("action_hooks/ready", "true\n", 0o755);
                let test = scratch.command("ready");
                scene.keep(scratch);
                test
            },
            status: 127,
            stderr: "ERROR: hook /opt/app-root/src/.s2i/action_hooks/ready is a shell script (it has no #! line), but there is neither /bin/bash \
                nor a bash on PATH, nor is there an sh; add a shell to the image, or make it a static program\n",
            means: "A file without a `#!` line is run by bash, or else by sh. A scratch image has \
                neither.",
            ..CASE
        },
        Case {
            title: "A program is built for another machine",
            call: "s2i-ready",
            given: |scene, test| {
                let mut elf =
                    b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\xee\xee\x01\0\0\0".to_vec();
                elf.resize(200, 0);
                scene.program("action_hooks/ready", elf, 0o755);
                test
            },
            status: 126,
            stderr: "ERROR: hook {hooks}/ready cannot be executed here: it is a program built for another machine, \
                or damaged; build it for {arch}\n",
            means: "The kernel does not know this kind of program. It was built for another \
                processor (arm64 in place of x86_64, for example), or an upload cut it off. Build \
                it for the machine that the image runs on.",
            ..CASE
        },
        Case {
            title: "The libraries or the interpreter that a program needs are not in the image",
            call: "s2i-ready",
            given: |scene, test| {
                let interpreter = scene.top.join("tool");
                write_program(&interpreter, "#!/no/such/interpreter\n", 0o755);
                let first = format!("#!{}\n", interpreter.display());
                scene.program("action_hooks/ready", first, 0o755);
                test
            },
            status: 127,
            stderr: "ERROR: hook {hooks}/ready cannot be started: the loader or the interpreter that it needs in turn \
                is not in this image; link it statically, or add what it needs\n",
            means: "The file exists, but the kernel cannot find a file that it needs to start it. \
                Either the program was linked dynamically in another image (with glibc, in an \
                Alpine or scratch image), or the interpreter of the script is itself a script.",
            ..CASE
        },
        Case {
            title: "A program is removed at the last moment",
            call: "s2i-jobs hourly",
            given: |scene, test| {
                let stdbuf = scene.bin.join("stdbuf");
                copy_program("/usr/bin/env".as_ref(), &stdbuf);
                write_program(&stdbuf, "#!/bin/sh\nshift\nexec \"$@\"\n", 0o755);
                scene.job("jobs/hourly/1", format!("rm {}", stdbuf.display()));
                scene.job("jobs/hourly/2", "true");
                test.env("PATH", format!("{}:/usr/bin:/bin", scene.bin.display()))
            },
            status: 127,
            stderr: "ERROR: job {src}/.s2i/jobs/hourly/2 cannot be started: {bin}/stdbuf was removed meanwhile\n",
            means: "The file existed when the command began. A program that ran before, or at the \
                same time, has removed it.",
            ..CASE
        },
        Case {
            title: "The kernel refuses to execute it for another reason",
            call: "s2i-ready",
            given: |scene, test| {
                let mut before = "/bin/sh".to_owned();
                for number in 1..=6 {
                    let script = scene.top.join(format!("{number}"));
                    write_program(&script, format!("#!{before}\n"), 0o755);
                    before = script.display().to_string();
                }
                scene.program("action_hooks/ready", format!("#!{before}\n"), 0o755);
                test
            },
            status: 126,
            stderr: "ERROR: hook {hooks}/ready cannot be executed: Symbolic link loop (os error 40)\n",
            means: "The reason is the kernel's own, as `execve(2)` lists it. Here too many \
                scripts interpret each other. `Text file busy` means that a program is still \
                writing the file, `Operation not permitted` a security policy, and `Resource \
                temporarily unavailable` the limit of processes.",
            ..CASE
        },
        Case {
            title: "The arguments are too large for the kernel",
            call: "s2i-exec /bin/true",
            given: |scene, test| tight(scene, test, 80_000),
            status: 126,
            stderr: "ERROR: command /bin/true cannot be started: its arguments are too large for the kernel (80000 \
                bytes); pass a file instead\n",
            means: "Arguments and environment together may use a quarter of `ulimit -s`, and one \
                argument 128 KiB. Write the list into a file, or use `xargs`.",
            ..CASE
        },
    ],
};

/// Returns a run whose arguments fit into the limit of 128 KiB, while those of the program that it becomes do not,
/// because they contain the source path as well.
fn tight(
    scene: &crate::scene::Scene,
    test: s2ibox_tests::Test,
    arguments: usize,
) -> s2ibox_tests::Test {
    let mut app = scene.app.clone();
    for _ in 0..10 {
        app.push("a".repeat(200));
    }
    let src = app.join("src");
    std::fs::create_dir_all(&src).unwrap();
    let half = "a".repeat(arguments / 2);
    let padding = 128 * 1024 - arguments - app.as_os_str().len() - 1000;
    test.args([&half, &half])
        .directory(src)
        .env("S2I_APPLICATION_PATH", app)
        .env("PADDING", "e".repeat(padding))
        .within(["/usr/bin/prlimit", "--stack=262144"])
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

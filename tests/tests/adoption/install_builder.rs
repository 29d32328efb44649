//! `install --builder`: puts s2ibox in front of the builder's own scripts, from every state that a signal can leave.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use s2ibox_tests::{Outcome, Root, Status, copy_program, s2ibox};

/// Makes a builder image: the program, and two scripts of the builder.
struct Image {
    root: Root,
    program: PathBuf,
}

impl Image {
    fn new() -> Self {
        let root = Root::new();
        let program = root.top.join("s2ibox");
        copy_program(&s2ibox(), &program);
        root.builder("assemble", "echo builder assembles").builder("run", "echo builder runs");
        Self { root, program }
    }

    fn install(&self, words: &[&str]) -> Outcome {
        let test = self.root.start(&self.program).arg("install").args(words);
        test.arg(&self.root.bin).run()
    }

    fn script(&self, name: &str) -> PathBuf {
        self.root.scripts.join(name)
    }

    fn is_in_front(&self) {
        let outcome = self.install(&["--builder"]);
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
        for name in ["assemble", "run"] {
            assert_eq!(fs::read_link(self.script(name)).unwrap(), self.program);
            let aside = self.script(&format!("{name}.s2i-builder"));
            assert!(fs::read_to_string(aside).unwrap().contains("builder"));
        }
        let left = fs::read_dir(&self.root.scripts).unwrap().count();
        assert_eq!(left, 4);
    }

    fn is_as_before(&self) {
        let outcome = self.install(&["--builder", "--uninstall"]);
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
        for name in ["assemble", "run"] {
            assert!(fs::read_to_string(self.script(name)).unwrap().contains("builder"));
        }
        let left = fs::read_dir(&self.root.scripts).unwrap().count();
        assert_eq!(left, 2);
    }
}

/// Returns every state between the first step and the last.
fn half_done() -> Vec<Image> {
    let states: [fn(&Image); 6] = [
        |_| {},
        |image| {
            fs::hard_link(image.script("assemble"), image.script("assemble.s2i-builder")).unwrap();
        },
        |image| {
            fs::hard_link(image.script("run"), image.script("run.s2i-builder")).unwrap();
            symlink(&image.program, image.script(".s2ibox-0123456789abcdef.tmp")).unwrap();
        },
        |image| {
            fs::rename(image.script("run"), image.script("run.s2i-builder")).unwrap();
        },
        |image| {
            fs::rename(image.script("assemble"), image.script("assemble.s2i-builder")).unwrap();
            symlink(&image.program, image.script("assemble")).unwrap();
        },
        |image| image.is_in_front(),
    ];
    let images = states.map(|make| {
        let image = Image::new();
        make(&image);
        image
    });
    images.into()
}

#[test]
fn install_finishes_every_state() {
    for image in half_done() {
        image.is_in_front();
        image.is_in_front();
        image.is_as_before();
    }
}

#[test]
fn uninstall_restores_every_state() {
    for (number, image) in half_done().iter().enumerate() {
        if number == 2 {
            fs::remove_file(image.script(".s2ibox-0123456789abcdef.tmp")).unwrap();
        }
        image.is_as_before();
        image.is_as_before();
        image.is_in_front();
    }
}

#[test]
#[ignore = "needs root"]
fn every_application_has_hooks_without_scripts_of_its_own() {
    let image = Image::new();
    image.is_in_front();
    let root = &image.root;
    root.uploaded().hook("build", "echo hook builds");
    root.start(root.scripts.join("assemble"))
        .calling("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running builder assemble script ({scripts}/assemble.s2i-builder)\nbuilder assembles\n \
             -----> Running {hooks}/build\nhook builds\n",
        )
        .check();
    root.start(root.scripts.join("run"))
        .stdout(
            " -----> Running application run script.\n \
             -----> Running builder run script ({scripts}/run.s2i-builder)\nbuilder runs\n",
        )
        .check();
    // An application's script that calls s2ibox still reaches the builder's script.
    root.command("run")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running builder run script ({scripts}/run.s2i-builder)\nbuilder runs\n",
        )
        .check();
}

#[test]
fn s2ibox_without_the_builders_script_is_refused() {
    let image = Image::new();
    fs::remove_file(image.script("run")).unwrap();
    symlink(&image.program, image.script("run")).unwrap();
    let before = fs::read_link(image.script("run")).unwrap();
    let outcome = image.install(&["--builder"]);
    assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
    assert!(outcome.err().contains("the builder's own script"), "{outcome:?}");
    assert!(outcome.out().is_empty(), "nothing is done first: {outcome:?}");
    assert_eq!(fs::read_link(image.script("run")).unwrap(), before);
    let outcome = image.root.command("run").run();
    assert!(outcome.err().contains("would start itself for ever"), "{outcome:?}");
}

#[test]
fn two_scripts_that_may_be_the_builders_are_refused() {
    let image = Image::new();
    image.root.builder("run.s2i-builder", "echo an older one");
    for words in [&["--builder"][..], &["--builder", "--uninstall"]] {
        let outcome = image.install(words);
        assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
        assert!(outcome.err().contains("both exist, and neither is s2ibox"), "{outcome:?}");
    }
    assert_eq!(fs::read_dir(&image.root.scripts).unwrap().count(), 3);
}

#[test]
#[ignore = "needs root"]
fn a_missing_script_and_a_directory_of_another_user_are_named() {
    let image = Image::new();
    let root = &image.root;
    root.start(&image.program)
        .args(["install", "--builder"])
        .arg(&root.bin)
        .user(1000, 0)
        .status(1)
        .stderr("ERROR: cannot put a link at {bin}/s2ibox: Permission denied (os error 13); run it as root (USER 0 in the Containerfile)\n")
        .check();
    fs::remove_file(image.script("assemble")).unwrap();
    root.start(&image.program)
        .args(["install", "--builder"])
        .arg(&root.bin)
        .status(1)
        .stderr("ERROR: the builder's script {scripts}/assemble does not exist; set S2I_SCRIPTS_PATH to the directory that holds assemble and run\n")
        .check();
}

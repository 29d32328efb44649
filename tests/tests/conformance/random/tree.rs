//! One random tree: a case and its parts.

use super::chance::Chance;
use super::fragments::{
    ACTIVATE, CONTAINER_USERS, ENDINGS, FRAGMENTS, JOBS, NOT_WITH, VARIABLES, WORDS,
};
use crate::case::{Case, State};

const COMMANDS: [&str; 10] =
    ["assemble", "run", "verify", "ready", "alive", "setup", "migrate", "jobs", "exec", "shell"];
const HOOKS: [&str; 9] =
    ["pre_build", "build", "deploy", "run", "verify", "ready", "alive", "setup", "migrate"];
const ACTIONS: [&str; 5] = ["verify", "ready", "alive", "setup", "migrate"];
const STATES: [State; 11] = [
    State::Absent,
    State::Ready,
    State::NotExecutable,
    State::Failing,
    State::Killed,
    State::Plain,
    State::Script,
    State::Linked,
    State::Dangling,
    State::Program,
    State::Directory,
];
/// Returns a state; most hooks are ready.
const USUAL: [State; 4] = [State::Ready, State::Ready, State::Script, State::Absent];

pub struct Tree {
    pub case: Case,
    /// The names of its parts, for the statistics.
    pub parts: Vec<String>,
}

impl Tree {
    pub fn of(seed: u64, number: u64) -> Self {
        let mut chance = Chance::of(seed, number);
        let command = *chance.one_of(&COMMANDS);
        let mut tree =
            Self { case: Case::call(command), parts: vec![format!("command {command}")] };
        let fails = tree.add_hooks(&mut chance, command);
        tree.add_env_hook(&mut chance, command, fails);
        tree.add_surroundings(&mut chance, command, fails);
        tree
    }

    fn change(&mut self, change: impl FnOnce(Case) -> Case) {
        self.case = change(self.case.clone());
    }

    fn part(&mut self, part: impl Into<String>) {
        self.parts.push(part.into());
    }

    /// Adds hooks and jobs, and returns whether one of them fails.
    fn add_hooks(&mut self, chance: &mut Chance, command: &str) -> bool {
        let mut fails = false;
        for hook in HOOKS {
            let state =
                if chance.percent(25) { *chance.one_of(&STATES) } else { *chance.one_of(&USUAL) };
            fails |= matches!(state, State::Failing | State::Killed);
            self.part(format!("hook {hook} {state:?}"));
            self.change(|case| case.hook(hook, state));
        }
        for directory in ["cron_jobs", "jobs"] {
            for job in chance.some_of(JOBS, if command == "jobs" { 4 } else { 1 }) {
                let state = if chance.percent(15) { *chance.one_of(&STATES) } else { State::Ready };
                fails |= matches!(state, State::Failing | State::Killed);
                self.part(format!("job {state:?}"));
                self.change(|case| case.job(&format!("{directory}/hourly/{job}"), state));
            }
        }
        if chance.percent(5) {
            fails = true;
            let script = if command == "assemble" { "assemble" } else { "run" };
            self.part("failing builder");
            self.change(|case| case.builder(script, "#!/recorder\nexit 11\n"));
        }
        fails
    }

    fn add_env_hook(&mut self, chance: &mut Chance, command: &str, fails: bool) {
        if chance.percent(10) {
            return self.part("no env hook");
        }
        let ending = chance.percent(15).then(|| chance.one_of(ENDINGS));
        let allowed = |name: &str| {
            !NOT_WITH.iter().any(|(fragment, with)| {
                *fragment == name
                    && match *with {
                        "failing" => fails,
                        "ending" => ending.is_some(),
                        with => with == command,
                    }
            })
        };
        let mut text = String::new();
        for (name, fragment) in chance.shuffled(FRAGMENTS, 8) {
            if allowed(name) {
                text = text + fragment + "\n";
                self.part(format!("fragment {name}"));
            }
        }
        if let Some((name, ending)) = ending {
            text = text + ending + "\n";
            self.part(format!("ending {name}"));
        }
        if command == "assemble" && chance.percent(15) {
            text += "trap 'echo cleaned up' EXIT\n";
            self.part("EXIT trap of build_env");
        }
        if chance.percent(10) {
            text.pop();
            self.part("no newline at the end");
        }
        let other = "OTHER=1\n";
        self.change(|case| match command {
            "assemble" => case.build_env(text).deploy_env(other),
            _ => case.deploy_env(text).build_env(other),
        });
    }

    fn add_surroundings(&mut self, chance: &mut Chance, command: &str, fails: bool) {
        // sh, which runs such a job in the original, removes variables whose names it does not accept.
        let by_sh = command == "jobs" && self.parts.iter().any(|part| part == "job Plain");
        for (name, value) in chance.some_of(VARIABLES, 3) {
            if by_sh && name.contains('.') {
                continue;
            }
            self.part(format!("variable {name}"));
            self.change(|case| case.variable(name, value));
        }
        self.change(|case| case.file("/opt/app-root/activate", ACTIVATE, 0o644));
        self.change(|case| case.file("/opt/app-root/src/.env", "FROM_DOT_ENV='a b'\n", 0o644));
        if command != "verify" {
            let (name, text) = chance.one_of(CONTAINER_USERS);
            self.part(*name);
            if !text.is_empty() {
                self.change(|case| case.container_user(text));
            }
        }
        match command {
            "jobs" => self.change(|case| case.words(&["hourly"])),
            "exec" => {
                let words: Vec<_> = chance.shuffled(WORDS, 6).into_iter().copied().collect();
                self.change(|case| case.words(&["/recorder"]).words(&words));
            }
            "shell" => {
                self.change(|case| case.input("/recorder in the shell\necho \"$A\"\nexit 3\n"));
            }
            "assemble" if chance.percent(30) => {
                self.part("upload elsewhere");
                self.change(Case::upload_elsewhere);
            }
            _ => {}
        }
        if chance.percent(15) {
            self.part("arbitrary user");
            self.change(Case::by_arbitrary_user);
        }
        // The kernel does not let process 1 kill itself, and an action hook is process 1 only with s2ibox.
        let may_kill_itself = fails && ACTIONS.contains(&command);
        if chance.percent(10) && !may_kill_itself {
            self.part("process 1");
            self.change(Case::being_init);
        }
    }
}

/// Returns all parts that the statistics must contain.
pub fn every_part() -> Vec<String> {
    let mut parts: Vec<_> = COMMANDS.iter().map(|command| format!("command {command}")).collect();
    for hook in HOOKS {
        parts.extend(STATES.iter().map(|state| format!("hook {hook} {state:?}")));
    }
    parts.extend(STATES.iter().map(|state| format!("job {state:?}")));
    parts.extend(FRAGMENTS.iter().map(|(name, _)| format!("fragment {name}")));
    parts.extend(ENDINGS.iter().map(|(name, _)| format!("ending {name}")));
    parts.extend(VARIABLES.iter().map(|(name, _)| format!("variable {name}")));
    parts.extend(CONTAINER_USERS.iter().map(|(name, _)| (*name).to_owned()));
    let others = [
        "no env hook",
        "failing builder",
        "EXIT trap of build_env",
        "no newline at the end",
        "upload elsewhere",
        "arbitrary user",
        "process 1",
    ];
    parts.extend(others.map(str::to_owned));
    parts
}

//! The machine code of a program, as objdump shows it, and a walk along all that can be reached from one place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::process::Command;

use s2ibox_tests::output;

/// Words before the name of an instruction that are none.
const PREFIXES: [&str; 9] = [
    "addr32", "bnd", "cs", "data16", "ds", "lock", "notrack", "rep", "repz",
];

/// Code by address.
pub struct Disassembly {
    instructions: BTreeMap<u64, Instruction>,
    /// Where the kernel starts the program.
    pub entry: u64,
    /// Where its own code lies.
    pub text: Range<u64>,
}

/// One instruction.
pub struct Instruction {
    name: String,
    operands: String,
    next: u64,
}

/// Where an instruction leads.
#[derive(Debug, PartialEq, Eq)]
enum Flow {
    On,
    End,
    Jump(u64),
    Branch(u64),
    Unknown,
}

impl Disassembly {
    pub fn of(program: &Path) -> Self {
        let mut objdump = Command::new("objdump");
        let shown = output(
            objdump
                .args(["-f", "-h", "-d", "--no-show-raw-insn"])
                .arg(program),
        );
        assert!(shown.status.success(), "objdump: {shown:?}");
        let shown = String::from_utf8_lossy(&shown.stdout);
        let entry = shown
            .lines()
            .find_map(|line| line.strip_prefix("start address 0x"));
        let section = shown.lines().find_map(|line| match *words(line) {
            [_, ".text", size, begin, ..] => Some((hex(begin)?, hex(size)?)),
            _ => None,
        });
        let (begin, size) = section.expect("it has code");
        let mut lines: Vec<_> = shown.lines().filter_map(instruction).collect();
        let next: Vec<_> = lines.iter().skip(1).map(|(at, ..)| *at).collect();
        let instructions = lines
            .drain(..)
            .zip(next)
            .map(|((at, name, operands), next)| {
                let instruction = Instruction {
                    name,
                    operands,
                    next,
                };
                (at, instruction)
            });
        Self {
            instructions: instructions.collect(),
            entry: entry.and_then(hex).expect("it has an entry point"),
            text: begin..begin + size,
        }
    }

    /// The first jump of the straight way from `at` on: its own address, and where it leads.
    pub fn first_jump(&self, at: u64) -> (u64, u64) {
        let instruction = &self.instructions[&at];
        match instruction.flow() {
            Flow::Jump(to) => (at, to),
            Flow::End | Flow::Unknown => panic!("no jump before {at:x}"),
            _ => self.first_jump(instruction.next),
        }
    }

    /// What is found wrong on all ways from `from` on that do not lead over `without`, and how many instructions
    /// they have.
    pub fn walk(&self, from: u64, without: Option<u64>) -> (BTreeSet<Wrong>, usize) {
        let (mut wrong, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![from]);
        while let Some(at) = open.pop() {
            if Some(at) == without || !seen.insert(at) {
                continue;
            }
            let Some(instruction) = self
                .instructions
                .get(&at)
                .filter(|_| self.text.contains(&at))
            else {
                wrong.insert(Wrong(Kind::Outside, at, String::new()));
                continue;
            };
            let mut note = |kind| {
                let text = format!("{} {}", instruction.name, instruction.operands);
                wrong.insert(Wrong(kind, at, text));
            };
            if instruction.operands.contains("%fs:") || instruction.operands.contains("%gs:") {
                note(Kind::ThreadLocal);
            }
            match instruction.flow() {
                Flow::On => open.push(instruction.next),
                Flow::End => {}
                Flow::Jump(to) => open.push(to),
                Flow::Branch(to) => open.extend([to, instruction.next]),
                Flow::Unknown => {
                    note(Kind::Indirect);
                    open.push(instruction.next);
                }
            }
        }
        (wrong, seen.len())
    }
}

/// What may not be done before the C library has started, where, and how.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wrong(pub Kind, pub u64, pub String);

/// What may not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Code that is not the program's own: what the C library chooses by the processor is reached so.
    Outside,
    /// A call or jump to what is only known when it runs.
    Indirect,
    /// Thread-locals, which are not there yet.
    ThreadLocal,
}

impl Instruction {
    fn flow(&self) -> Flow {
        let to = words(&self.operands).first().and_then(|to| hex(to));
        match (&*self.name, to) {
            ("ret" | "hlt" | "ud2" | "iretq", _) => Flow::End,
            ("jmp", Some(to)) => Flow::Jump(to),
            (name, to) if name.starts_with(['j', 'c']) && is_branch(name) => {
                to.map_or(Flow::Unknown, Flow::Branch)
            }
            _ => Flow::On,
        }
    }
}

fn is_branch(name: &str) -> bool {
    name.starts_with('j') || name.starts_with("call")
}

/// Address, name and operands, of a line such as `  240d68:\tmov    %rsp,%rbp`.
fn instruction(line: &str) -> Option<(u64, String, String)> {
    let (at, text) = line.split_once(":\t")?;
    let at = hex(at.trim())?;
    let mut words = words(text)
        .into_iter()
        .skip_while(|word| PREFIXES.contains(word));
    let name = words.next().unwrap_or_default().to_owned();
    Some((at, name, words.collect::<Vec<_>>().join(" ")))
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn hex(text: &str) -> Option<u64> {
    u64::from_str_radix(text.trim_start_matches("0x"), 16).ok()
}

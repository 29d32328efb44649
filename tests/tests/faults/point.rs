//! One system call of a run, and what happens to it.

use std::fmt::{self, Display};
use std::path::Path;

use s2ibox_tests::Test;

/// The system calls that change files. A question mark lets strace ignore one that the architecture does not have.
const CALLS: &str = "?rename,?renameat,renameat2,?link,linkat,?unlink,unlinkat,?rmdir,?mkdir,mkdirat,?open,openat,write,\
    copy_file_range,sendfile,?chmod,fchmod,fchmodat,?fchmodat2,?chown,?lchown,fchown,fchownat,?symlink,symlinkat,ftruncate";

/// What strace makes of a system call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The process is killed before the call.
    Kill,
    /// The call fails with this error.
    Error(&'static str),
}

/// All faults that are tried.
pub const FAULTS: [Fault; 5] = [
    Fault::Kill,
    Fault::Error("ENOSPC"),
    Fault::Error("EIO"),
    Fault::Error("EACCES"),
    Fault::Error("EROFS"),
];

/// A fault at one system call.
#[derive(Debug, Clone)]
pub struct Point {
    pub fault: Fault,
    call: String,
    /// How often the process calls it until then, from 1.
    count: usize,
}

impl Display for Point {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault {
            Fault::Kill => write!(formatter, "killed at {} number {}", self.call, self.count),
            Fault::Error(error) => {
                write!(formatter, "{error} from {} number {}", self.call, self.count)
            }
        }
    }
}

impl Point {
    /// Returns the test within a strace that makes the fault.
    pub fn inject(&self, test: Test) -> Test {
        let (call, count) = (&self.call, self.count);
        let what = match self.fault {
            Fault::Kill => "signal=KILL".to_owned(),
            Fault::Error(error) => format!("error={error}"),
        };
        let trace = format!("trace={call}");
        let inject = format!("inject={call}:{what}:when={count}");
        test.within(["/usr/bin/strace", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject])
    }
}

/// Returns the test within a strace that records the system calls in the file `log`.
pub fn record(test: Test, log: &Path) -> Test {
    let trace = format!("trace={CALLS}");
    let log = log.to_str().expect("the name of the log is UTF-8");
    test.within(["/usr/bin/strace", "-qq", "-o", log, "-e", &trace])
}

/// Returns all points of a record.
pub fn points(log: &str) -> Vec<Point> {
    let mut counts = std::collections::BTreeMap::new();
    let mut points = Vec::new();
    // A call without a name is one that this strace does not know and cannot fail.
    for line in log.lines() {
        let Some((call, arguments)) = line.split_once('(') else {
            continue;
        };
        let count = counts.entry(call.to_owned()).or_insert(0);
        *count += 1;
        let writes = ["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|flag| arguments.contains(flag));
        if (call.starts_with("open") && !writes) || call.starts_with("syscall_") {
            continue;
        }
        let point = |fault| Point { fault, call: call.to_owned(), count: *count };
        points.extend(FAULTS.map(point));
    }
    points
}

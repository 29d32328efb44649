//! Messages of `jobs`.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use crate::case::{Area, CASE, Case};
use crate::scene::UID;

pub const AREA: Area = Area {
    heading: "Jobs",
    about: "`s2i-jobs CATEGORY` runs the files in `.s2i/cron_jobs/CATEGORY` and `.s2i/jobs/CATEGORY`.",
    cases: &[
        Case {
            title: "A job fails",
            call: "s2i-jobs hourly",
            given: |scene, test| {
                scene
                    .job("jobs/hourly/1-clean", "exit 3")
                    .job("jobs/hourly/2-report", "echo never");
                test
            },
            status: 3,
            stderr: "ERROR: job {src}/.s2i/jobs/hourly/1-clean failed with status 3\n",
            means: "The first job that fails ends the command. The remaining jobs were skipped.",
            ..CASE
        },
        Case {
            title: "There are no jobs in the category",
            call: "s2i-jobs hourly",
            status: 0,
            stderr: "NOTE: there are no jobs in the category hourly; they would lie in {src}/.s2i/jobs/hourly\n",
            means: "This is success. If there should be jobs, check the spelling of the category, \
                and whether the image was built from the right commit. Names that begin with a \
                dot are skipped.",
            ..CASE
        },
        Case {
            title: "The category has another name",
            call: "s2i-jobs houly",
            given: |scene, test| {
                scene.job("jobs/hourly/1-clean", "true");
                test
            },
            status: 0,
            stderr: "NOTE: there are no jobs in the category houly; did you mean hourly?\n",
            means: "The name is almost that of a category with jobs. Correct the command.",
            ..CASE
        },
        Case {
            title: "Other categories have jobs",
            call: "s2i-jobs weekly",
            given: |scene, test| {
                scene.job("jobs/hourly/1-clean", "true");
                test
            },
            status: 0,
            stderr: "NOTE: there are no jobs in the category weekly; there are jobs in: hourly\n",
            means: "That is success. The note lists the categories that have jobs.",
            ..CASE
        },
        Case {
            title: "A category is not a directory",
            call: "s2i-jobs hourly",
            given: |scene, test| {
                scene.program("jobs/hourly", "#!/bin/bash\n", 0o755);
                test
            },
            stderr: "ERROR: the category {src}/.s2i/jobs/hourly is not a directory; make it one and put the job scripts into \
                it\n",
            means: "A job lies in the directory of its category: `.s2i/jobs/hourly/clean`, not `.s2i/jobs/hourly`.",
            ..CASE
        },
        Case {
            title: "The jobs cannot be listed",
            call: "s2i-jobs hourly",
            given: |scene, test| {
                scene.job("jobs/hourly/clean", "true");
                fs::set_permissions(scene.path("jobs/hourly"), Permissions::from_mode(0o700))
                    .unwrap();
                test.user(UID, 0)
            },
            stderr: "ERROR: the jobs in {src}/.s2i/jobs/hourly cannot be listed: Permission denied (os error 13)\n",
            means: "The user of the container may not read the directory. `s2i-assemble` gives \
                group 0 access. Otherwise run `chmod -R g+rX .s2i` when the image is built.",
            ..CASE
        },
        Case {
            title: "The name of the category is not allowed",
            call: "s2i-jobs ../hourly",
            status: 2,
            stderr: "ERROR: s2i-jobs: '../hourly' is not a category; give the name of a directory below .s2i/jobs, such as \
                hourly\n",
            means: "A category is the name of a directory, or several names with `/` between \
                them. `..`, an absolute path and patterns such as `h*` are refused.",
            ..CASE
        },
    ],
};

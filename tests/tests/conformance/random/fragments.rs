//! The parts of random trees. Fragments may stand in any order and number in one env hook, so none of them may cause a
//! difference of the table; [`NOT_WITH`] lists the exceptions.

/// The fragments of an env hook: a name for the statistics, and the text.
pub const FRAGMENTS: &[(&str, &str)] = &[
    ("assignment", "A=1"),
    ("appending", "A=\"$A and more\"; PATHLIKE=$PATHLIKE:x"),
    ("default", "LOGLEVEL=${LOGLEVEL:-info}"),
    ("assigned default", ": ${WORKERS:=4}"),
    ("export", "export B='2 3' C"),
    ("unset", "unset B GIVEN"),
    ("unexport", "export -n A GIVEN"),
    ("declare", "declare -i N=3+4; declare -x D=d; declare E=e"),
    ("readonly", "readonly R$LINENO=1"),
    ("quotes", "Q='a \"b\" $c `d`'\"'e' \\\"f\\\"\""),
    ("many lines", "M='one\ntwo\n'"),
    ("not UTF-8", "U=$'\\xff\\xfe'"),
    ("UTF-8", "G='grüß 世界'"),
    ("control letters", "K=$'\\t\\x01\\x7f'"),
    ("substitution", "HERE=$(pwd); BASE=`basename \"$HERE\"`"),
    ("arithmetic", "N=$(( ${#A} + 40 )); (( N += 2 ))"),
    ("patterns", "P=${PATH%%:*}; P=${P//\\//_}"),
    ("array", "LIST=(a b 'c d'); FIRST=${LIST[0]} ALL=\"${LIST[*]}\""),
    ("associative array", "declare -A MAP=([x]=1); X=${MAP[x]}"),
    ("function", "f() { local inner=1; F=\"$1/$inner/$#\"; }; f x y"),
    ("exported function", "greet() { echo \"hello $1\"; }; export -f greet"),
    ("here-document", "H=$(cat <<END\nhome $HOME\nEND\n)"),
    ("here-string", "read -r R1 R2 <<< 'one two three'"),
    ("loop", "for i in 1 2 3; do SUM=$((SUM + i)); done"),
    ("while", "while read -r w; do LAST=$w; done < <(printf 'x\\ny\\n')"),
    ("if", "if [ -n \"$GIVEN\" ]; then THERE=yes; else THERE=no; fi"),
    ("case", "case $A in 1*) KIND=one ;; *) KIND=other ;; esac"),
    ("and-or", "[ -f /no/such ] || O=1; [ -d /tmp ] && O=2"),
    ("caught failure", "false || CAUGHT=$?"),
    ("negated", "! false"),
    ("eval", "eval 'V=\"$A\"'"),
    ("printf -v", "printf -v PAD '%05d' 7"),
    ("path in front", "PATH=$HOME/bin:$PATH"),
    ("path at the end", "export PATH=\"$PATH:/opt/more/bin\""),
    ("sourcing", "if [ -f \"$S2I_SOURCE_PATH/.env\" ]; then . \"$S2I_SOURCE_PATH/.env\"; fi"),
    ("subshell", "( cd /; LOST=1; umask 0 )"),
    ("going elsewhere", "cd /tmp"),
    ("pushd", "pushd / > /dev/null; popd > /dev/null"),
    ("output", "echo said by the env hook"),
    ("output on stderr", "echo complained >&2"),
    ("umask", "umask 027"),
    ("open limit", "ulimit -S -n 123"),
    ("core limit", "ulimit -S -c 1000"),
    ("descriptor", "exec 7>>\"$S2I_SOURCE_PATH/log\""),
    ("named descriptor", "exec {LOG}>>\"$S2I_SOURCE_PATH/log\""),
    ("ignored signal", "trap '' USR1"),
    ("trap", "trap 'echo never' USR2"),
    ("ERR trap", "trap 'echo failed >&2' ERR"),
    ("background", "sleep 60 > /dev/null 2>&1 &"),
    ("ended background", "true & wait"),
    ("allexport off", "set +a; HIDDEN=1"),
    ("allexport on", "set -a; SHOWN=1"),
    ("errexit off", "set +e; false"),
    ("errexit off and on", "set +e; false; set -e"),
    ("pipefail off", "set +o pipefail; false | true"),
    ("nounset", "set -u; NU=${NO_SUCH-none}"),
    ("noglob", "set -f; STAR=*"),
    ("noclobber", "set -C"),
    ("nullglob", "shopt -s nullglob; FILES=(/no/such/*); COUNT=${#FILES[@]}"),
    ("extglob", "shopt -s extglob"),
    ("IFS", "IFS=,; COMMAS=x,y; for part in $COMMAS; do PART=$part; done"),
    ("alias", "shopt -s expand_aliases; alias hi='echo hello'"),
    ("function like a builtin", "cd() { builtin cd \"$@\"; }"),
    ("shell variables", "PS3='? '; HISTFILE=; OPTIND=1"),
    ("comment", "# just a comment: $(exit 1) `false`"),
    ("nothing", ""),
];

/// The last lines of an env hook; most have none.
pub const ENDINGS: &[(&str, &str)] = &[
    ("plain end", "true"),
    ("return", "return"),
    ("return 0", "return 0"),
    ("return 5", "return 5"),
    ("exit 4", "exit 4"),
    ("false", "false"),
    ("last command false", "[ -f /no/such ] && Z=1"),
    ("failing substitution", "Z=$(exit 9)"),
    ("command not found", "no_such_command"),
    ("unset under nounset", "set -u; Z=$NO_SUCH_THING"),
    ("required", ": ${MUST:?must be set}"),
];

/// Pairs of a fragment and a command, or a failure, that are a row of the table of differences.
pub const NOT_WITH: &[(&str, &str)] = &[
    ("errexit off", "failing"),
    ("errexit off", "ending"),
    ("noglob", "jobs"),
    ("nullglob", "jobs"),
    ("ERR trap", "ending"),
    ("ERR trap", "failing"),
];

pub const VARIABLES: &[(&str, &str)] = &[
    ("GIVEN", "from outside"),
    ("A", ""),
    ("LOGLEVEL", "debug"),
    ("spring.datasource.url", "jdbc:x"),
    ("LC_ALL", "C"),
    ("S2I_MARKERS_ENVIRON", "earlier"),
    ("MULTI", "one\ntwo"),
    ("BASH_ENV", "/opt/app-root/activate"),
    ("ENV", "/opt/app-root/activate"),
];

/// The files that `BASH_ENV` names.
pub const ACTIVATE: &str = "VIRTUAL_ENV=/opt/app-root
export VIRTUAL_ENV
case :$PATH: in *:/opt/app-root/bin:*) ;; *) PATH=/opt/app-root/bin:$PATH; export PATH ;; esac
";

pub const CONTAINER_USERS: &[(&str, &str)] = &[
    ("no container user", ""),
    ("exporting container user", "USER_ID=$(id -u)\nexport NSS_WRAPPER_PASSWD=/tmp/passwd\n"),
    (
        "writing container user",
        "echo \"u:x:$(id -u):0::/:/bin/sh\" > /tmp/passwd || true\nexport NSS=1\n",
    ),
    ("umask of a container user", "umask 002\n"),
];

pub const WORDS: &[&str] = &[
    "a",
    "",
    "two words",
    "*",
    "$HOME",
    "-x",
    "--long=1",
    "'",
    "\"",
    "\\",
    "grüß",
    "a\nb",
    "#",
    "!",
    "~",
];

pub const JOBS: &[&str] = &["01-a", "02-b", "10-c", "clean", "mail", "öl", ".hidden", "with-dash"];

#!/bin/bash
# Runs the blocks of a page, one after the other, in a root made for it (see place.rs). Each block has
# a directory in /.session. The output and the status of its commands are written there, and the test
# compares them.
set -u
export PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/.aside/bin LANG=C.UTF-8 HOME=/home/me
export GIT_AUTHOR_NAME=me GIT_AUTHOR_EMAIL=me@example.com GIT_COMMITTER_NAME=me GIT_COMMITTER_EMAIL=me@example.com

fail() {
    printf 'the block of line %d: %s\n' "$((10#${step##*/}))" "$*"
    [[ ! -s $step/out ]] || cat "$step/out"
    exit 1
}

step=/.session/0
# The loopback interface of a new network namespace is down.
python3 -c '
import fcntl, socket, struct
up = struct.pack("16sH14x", b"lo", 1)
fcntl.ioctl(socket.socket(), 0x8914, up)' || fail 'no network'
s2ibox install /usr/local/bin >"$step.out" || fail 's2ibox install'
(cd /home/me/my-app && git init -q && git add . && git commit -qm 'the application') || fail 'no git repository'
[[ ! -d /home/me/s2ibox ]] || s2ibox install /home/me/s2ibox/dist/bin >"$step.out" || fail 's2ibox install'

for step in /.session/*/; do
    step=${step%/}
    (
        cd "$(<"$step/directory")" || fail 'no directory'
        [[ $PWD != /opt/app-root/src ]] || export HOME=$PWD
        exec </dev/null
        bash -eo pipefail "$step/before" >"$step/out" 2>&1 || fail 'a command of the test comment failed'
        : >"$step/out"
        if [[ -e $step/path ]]; then
            mode=644
            [[ $(head -c 2 "$step/content") != '#!' ]] || mode=755
            install -D -m "$mode" "$step/content" "$(<"$step/path")" || fail "cannot write $(<"$step/path")"
        fi
        case $(<"$step/kind") in
            Shell | Yaml) bash -eo pipefail "$step/script" >"$step/out" 2>&1 || fail "status $?" ;;
            Fish) fish "$step/script" >"$step/out" 2>&1 || fail "status $?" ;;
            Console)
                status=0
                for command in "$step"/command-*; do
                    text=$(<"$command")
                    out=$step/out-${command##*-}
                    (exit "$status")
                    eval "$text" >"$out" 2>&1
                    status=$?
                    printf '%s' "$status" >"$step/status-${command##*-}"
                done
                ;;
        esac
        # A shell ignores the failure of a substitution and of most commands in a pipe.
        ! grep -q '^ERROR: ' "$step/out" || fail 'an error'
    ) || exit 1
done

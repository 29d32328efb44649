# The text that bash runs with `-c`. Each section begins with `## CONDITION`; script.rs keeps those that apply. Reading costs
# bash more than running, so script.rs also drops comments and indentation, and `builtin` at the beginning of a line where
# no file of BASH_ENV can have defined a function of that name. script.rs fills these variables:
#
#   __s2ibox_program, __s2ibox_resume, __s2ibox_packed   how bash executes s2ibox:
#                                 "$__s2ibox_program" "$__s2ibox_resume" OUTCOME FACTS "${__s2ibox_packed[@]}"
#   __s2ibox_ended                the text of ended.sh
#   __s2ibox_source               the source path
#   __s2ibox_user_script, __s2ibox_env_hook   the files to source
#   __s2ibox_date                 the value of the marker
#   __s2ibox_hook                 the hook that bash executes last, and __s2ibox_words the command for it
#
# A variable that is assigned after `set -a` is an array, because `set -a` exports scalars. The whole text is one group, so
# that bash has read all of it before a hook defines an alias.

## bash_env
# No alias of the file applies to this text.
__s2ibox_options=("$BASHOPTS")
\builtin shopt -u expand_aliases

## always
{
builtin set +eak

## bash_env
if [[ $__s2ibox_options == *expand_aliases* ]]; then builtin shopt -s expand_aliases; fi
if [[ ${1-} != "$#" || ${@: -1} != s2ibox:end ]]; then
  builtin printf '%s\n' "ERROR: $BASH_ENV (BASH_ENV) changes the positional parameters of every script, also of this one; wrap what it does with set or shift in a function" >&2
  builtin exit 1
fi

## receive
# script.rs puts the assignments to these variables here.

## always
builtin set --
__s2ibox_stage=env_hook __s2ibox_signal= __s2ibox_options=('' '')
# A signal ends the shell as soon as the current command returns.
builtin trap '__s2ibox_signal=(HUP); \builtin exit 129' HUP
builtin trap '__s2ibox_signal=(INT); \builtin exit 130' INT
builtin trap '__s2ibox_signal=(QUIT); \builtin exit 131' QUIT
builtin trap '__s2ibox_signal=(TERM); \builtin exit 143' TERM
builtin trap : USR1 USR2
builtin trap '__s2ibox_status=("$?") __s2ibox_how=(end); \builtin eval "$__s2ibox_ended"' EXIT
# An exit of the hook is seen with its line, also under an EXIT trap of the hook. POSIX mode does not allow the function.
[[ -o posix ]] || exit() { __s2ibox_status=("${1-$?}") __s2ibox_how=(exit); \builtin eval "$__s2ibox_ended"; }

## time_limit
# The supervisor sends ALRM when the time is up, and prints the error line itself.
builtin trap '__s2ibox_stage=(reported); \builtin exit 142' ALRM

## process_1
# The kernel drops every signal that process 1 does not catch.
builtin trap '__s2ibox_signal=(PIPE); \builtin exit 141' PIPE
builtin trap '__s2ibox_signal=(ALRM); \builtin exit 142' ALRM

## snapshots
"$__s2ibox_program" "$__s2ibox_resume" after-bash-env "${__s2ibox_packed[@]}"

## announces
# A line that cannot be written fails nothing.
__s2ibox_running() {
  builtin trap '' PIPE
  builtin printf ' -----> Running %s\n' "$1" 2>&-
  if [[ $$ == 1 ]]; then builtin trap '__s2ibox_signal=(PIPE); \builtin exit 141' PIPE; else builtin trap - PIPE; fi
}

## user_script
# Without errexit and allexport, as the run scripts of the builder images do it; its failure is a warning.
__s2ibox_stage=user_script
builtin . "$__s2ibox_user_script"
__s2ibox_status=$?
builtin trap '__s2ibox_status=("$?") __s2ibox_how=(end); \builtin eval "$__s2ibox_ended"' EXIT
if [[ $__s2ibox_status != 0 ]]; then
  builtin printf '%s\n' "WARNING: container user script $__s2ibox_user_script ended with status $__s2ibox_status; the command continues" >&2
fi
__s2ibox_stage=env_hook
builtin set --
if [[ ! . -ef $__s2ibox_source ]]; then builtin cd -- "$__s2ibox_source"; fi

## snapshots
"$__s2ibox_program" "$__s2ibox_resume" after-user-script "${__s2ibox_packed[@]}"

## announces_env_hook
__s2ibox_running "$__s2ibox_env_hook"

## env_hook
# Not in a function, where `declare` would be local, and not in a tested context, where errexit would be off.
# An ERR trap of the hook runs as often as it would if this text had none: when the hook has ended (no BASH_SOURCE is left),
# the ERR trap of this text is back, so that the hook's does not run for the `.` here.
__s2ibox_error='__s2ibox_status=("$?") __s2ibox_line=("$LINENO") __s2ibox_how=(error); \builtin eval "$__s2ibox_ended"'
builtin trap "$__s2ibox_error" ERR
builtin trap '[[ ${BASH_SOURCE+set} ]] || \builtin trap "$__s2ibox_error" ERR 2>&- || [[ x ]]' RETURN
builtin set -eo pipefail -a
builtin . "$__s2ibox_env_hook"
builtin enable eval exec exit export set shopt trap unset || __s2ibox_line=

## always
# SHELLOPTS and BASHOPTS are kept for the case that a hook exports them. bash before 5 has no ${NAME@a}.
if [[ $BASH_VERSION < 5 || ${SHELLOPTS@a}${BASHOPTS@a} == *x* ]]; then __s2ibox_options=("$SHELLOPTS" "$BASHOPTS"); fi
# In POSIX mode the special builtins come before functions of the same name. An array is not exported. A DEBUG trap of
# the hook still runs for these lines.
[[ -o posix ]] || POSIXLY_CORRECT=(s2ibox)
trap - DEBUG ERR RETURN
set +aeku
unset -f exit builtin shopt

## deploy
# A marker that the hook made readonly is complete and stays.
if [[ $BASH_VERSION < 5 || ${S2I_MARKERS_ENVIRON@a} != *r* ]]; then export S2I_MARKERS_ENVIRON="$__s2ibox_date"; fi

## build
# An EXIT trap of the hook runs when the command has ended: bash stays, passes signals on, and keeps the status. The list of
# traps comes through a pipe, because a trap that is due while bash reads `$(` breaks it (bash 5.2).
set +m
enable kill mapfile read wait
unset -f kill mapfile read shopt wait
shopt -s lastpipe
trap -p EXIT | read -rd '' __s2ibox_trap
if [[ $__s2ibox_trap && $__s2ibox_trap != *__s2ibox_ended* ]]; then
  trap - CHLD
  __s2ibox_child= __s2ibox_ready= __s2ibox_status= __s2ibox_caught=() __s2ibox_defaults=()
  # A signal that arrives before s2ibox has blocked its signals would be lost in the child: it waits for SIGURG.
  __s2ibox_pass_on() {
    if [[ $__s2ibox_ready == ended && $2 ]]; then exit "$2"; fi
    __s2ibox_signal=${__s2ibox_signal:-$2}
    if [[ $__s2ibox_ready && $__s2ibox_child ]]; then kill -s "$1" "$__s2ibox_child"; else __s2ibox_caught+=("$1"); fi
  }
  __s2ibox_pass_on_caught() {
    __s2ibox_ready=1
    # SIGURG may come before bash has taken note of the child.
    if [[ $__s2ibox_child ]]; then
      for __s2ibox_name in "${__s2ibox_caught[@]}"; do kill -s "$__s2ibox_name" "$__s2ibox_child"; done
      __s2ibox_caught=()
    fi
  }
  trap -p URG HUP INT QUIT TERM USR1 USR2 | mapfile -t __s2ibox_traps
  for __s2ibox_trap in 'URG' 'HUP 129' 'INT 130' 'QUIT 131' 'TERM 143' 'USR1' 'USR2'; do
    __s2ibox_name=${__s2ibox_trap% *}
    if [[ " ${__s2ibox_traps[*]} " == *" trap -- '' "?(SIG)"$__s2ibox_name "* ]]; then
      if [[ $__s2ibox_name == URG ]]; then __s2ibox_ready=1; fi
    else
      __s2ibox_defaults+=("$__s2ibox_name")
      if [[ $__s2ibox_name == URG ]]; then trap __s2ibox_pass_on_caught URG; else trap "__s2ibox_pass_on $__s2ibox_trap" "$__s2ibox_name"; fi
    fi
  done
  "$__s2ibox_program" "$__s2ibox_resume" fits "${__s2ibox_packed[@]}" 2>&- || { __s2ibox_how=too_large; eval "$__s2ibox_ended"; }
  # In the background, because no trap runs while a command is in the foreground; but with the standard input, INT and
  # QUIT of the foreground.
  (
    trap - EXIT "${__s2ibox_defaults[@]}"
    exec "$__s2ibox_program" "$__s2ibox_resume" sourced-below-bash "${__s2ibox_options[@]}" "${__s2ibox_packed[@]}"
  ) <&0 &
  __s2ibox_child=$!
  if [[ $__s2ibox_ready ]]; then __s2ibox_pass_on_caught; fi
  # A signal that interrupts `wait` just as the child ends makes bash 5.2 forget the status, which it then calls -1. So bash
  # waits for SIGURG in a `read` of a pipe into which nothing is written.
  until [[ $__s2ibox_ready ]] || ! kill -s 0 "$__s2ibox_child"; do read -rt 0.02 <> <(:); done 2>&-
  # A signal interrupts a wait, so only the end of the child ends this loop.
  while kill -s 0 "$__s2ibox_child" 2>&-; do
    wait "$__s2ibox_child" 2>&-
    __s2ibox_status=$?
  done
  # The status, if no wait has returned it; a second wait for it returns 127. Where bash has forgotten the status, the one of
  # the interrupted wait stands for it: 128 and the signal that was passed on.
  wait "$__s2ibox_child" 2>&-
  set -- "$?"
  if [[ $1 != @(127|-1) || ! $__s2ibox_status ]]; then __s2ibox_status=$1; fi
  set --
  # A signal that came too late for the child.
  if [[ $__s2ibox_status == 0 && $__s2ibox_signal ]]; then __s2ibox_status=$__s2ibox_signal; fi
  __s2ibox_child= __s2ibox_ready=ended
  if [[ ${POSIXLY_CORRECT-} == s2ibox ]]; then set +o posix; fi
  exit "$__s2ibox_status"
fi

## always
# s2ibox explains why a program cannot be executed.
shopt -s execfail

## other_process
# exec forgets a signal that bash has caught but not acted on. After this such a signal ends the shell at once. A signal that
# the hook ignores stays ignored: HUP and TERM are the bits 0 and 14 of SigIgn (proc(5)), which is one of these lines.
mapfile -ts 36 -n 9 __s2ibox_traps 2>&- </proc/self/status
if [[ ${__s2ibox_traps[*]} == *SigIgn:?????????????[0-38-b]??[02468ace]* ]]; then trap - HUP TERM; fi

## large
# bash itself would print two lines about an exec that fails for this reason.
"$__s2ibox_program" "$__s2ibox_resume" fits "${__s2ibox_packed[@]}" 2>&- || { __s2ibox_how=too_large; eval "$__s2ibox_ended"; }

## hook
if [[ ! $__s2ibox_options && -f $__s2ibox_hook && -x $__s2ibox_hook && . -ef $__s2ibox_source ]]; then

## announces_hook
__s2ibox_running "$__s2ibox_hook"

## hook
exec "${__s2ibox_words[@]}"
fi

## always
exec "$__s2ibox_program" "$__s2ibox_resume" sourced "${__s2ibox_options[@]}" "${__s2ibox_packed[@]}"
__s2ibox_how=too_large
eval "$__s2ibox_ended"
}

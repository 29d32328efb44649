# What bash does for us. Only what is needed reaches it, for parsing is what bash spends its time on: comments do not,
# and a line that begins with `#WORD:` only where WORD applies (see `environment/text.rs`); `@` is `builtin` where
# a file of BASH_ENV may have named a function like a builtin, else nothing. At `#@stay` stands
# stay.sh, in the build environment. The texts that are seldom needed, ended.sh and back.sh, are variables, which bash
# takes over as they are; from the first moment on they are in nobody's environment, but for what a file of BASH_ENV starts.
#
# `__s2ibox` is an array, for a scalar would be exported by `set -a`. What our program has put into it:
#
#   0  how it stands: empty, `user` in the container user script, a signal's name, or `said`
#   1  our program, and from 9 on what it is told     2  the source path
#   3  the container user script                       4  the env hook
#   5  the marker's value
#   6  the hook to become if nothing is left to do but that, 7 its file, 8 its argument

#bash_env: # No alias that the file defines gets into the group, and none that a hook defines, for it is parsed whole.
#bash_env: __s2ibox=("$BASHOPTS")
#bash_env: \builtin shopt -u expand_aliases
{
#bash_env: if [[ ${__s2ibox[0]} == *expand_aliases* ]]; then builtin shopt -s expand_aliases; fi
#bash_env: if [[ ${1-} != "$#" || ${@: -1} != s2ibox:end ]]; then
#bash_env:   builtin printf '%s\n' "ERROR: $BASH_ENV (BASH_ENV) changes the positional parameters of every script, also of this one; wrap what it does with set or shift in a function" >&2
#bash_env:   builtin exit 1
#bash_env: fi
@ set +eak
@ export -n __s2ibox_ended __s2ibox_back
@ shift
__s2ibox=('' "$@")
@ set --
#snapshot: "${__s2ibox[1]}" --s2ibox-after-bash-env "" "" "${__s2ibox[@]:9}"
# A signal ends it as soon as the current command returns. As process 1 too, where it would be lost otherwise.
@ trap '__s2ibox[0]=HUP; builtin exit 129' HUP
@ trap '__s2ibox[0]=INT; builtin exit 130' INT
@ trap '__s2ibox[0]=QUIT; builtin exit 131' QUIT
@ trap '__s2ibox[0]=PIPE; builtin exit 141' PIPE
@ trap '__s2ibox[0]=ALRM; builtin exit 142' ALRM
@ trap '__s2ibox[0]=TERM; builtin exit 143' TERM
@ trap : USR1 USR2
#say: # A progress line that cannot be written fails nothing.
#say: __s2ibox_running() {
#say:   builtin trap '' PIPE
#say:   builtin printf ' -----> Running %s\n' "$1" 2>&-
#say:   builtin trap '__s2ibox[0]=PIPE; builtin exit 141' PIPE
#say: }
@ trap '__s2ibox_at=(end "$?"); \builtin eval "$__s2ibox_ended"' EXIT
# So that an exit is noticed under an EXIT trap of the hook too, and with its line. POSIX mode does not allow it.
if [[ ! -o posix ]]; then
  exit() { __s2ibox_at=(exit "${1-$?}" "exit${1:+ $1}"); \builtin eval "$__s2ibox_ended"; }
fi
#user_script: # Without errexit and allexport, as the run scripts of the builder images do it; its failure is a warning.
#user_script: __s2ibox[0]=user
#user_script: builtin . "${__s2ibox[3]}"
#user_script: __s2ibox[0]=$?
#user_script: builtin trap '__s2ibox_at=(end "$?"); \builtin eval "$__s2ibox_ended"' EXIT
#user_script: if [[ ${__s2ibox[0]} != 0 ]]; then
#user_script:   builtin printf '%s\n' "WARNING: container user script ${__s2ibox[3]} ended with status ${__s2ibox[0]}; went on" >&2
#user_script: fi
#user_script: __s2ibox[0]=
#user_script: builtin set --
#user_script: if [[ ! . -ef ${__s2ibox[2]} ]]; then builtin cd -- "${__s2ibox[2]}"; fi
#snapshot: "${__s2ibox[1]}" --s2ibox-after-user-script "" "" "${__s2ibox[@]:9}"
#say_env_hook: __s2ibox_running "${__s2ibox[4]}"
#env_hook: # Not in a function, where `declare` would be local, and not in a tested context, where errexit would be off.
#env_hook: builtin trap '__s2ibox_at=(err "$?" "$LINENO"); [[ $- != *e* || $BASH_SUBSHELL != 0 ]] || \builtin eval "$__s2ibox_ended"' ERR
#env_hook: builtin set -eo pipefail -a
#env_hook: builtin . "${__s2ibox[4]}"
#env_hook: builtin enable : . eval exec exit export printf set shopt trap unset 2>&- || __s2ibox_at=
# What the options are counts where a hook has exported them.
if [[ ${BASH_VERSINFO[0]} -lt 5 || ${SHELLOPTS@a}${BASHOPTS@a} == *x* ]]; then __s2ibox_were=("$SHELLOPTS" "$BASHOPTS"); fi
# Whatever the hook has named like a builtin: in POSIX mode the special builtins come first. An array is not exported. A
# DEBUG trap of the hook runs a few times for all this.
[[ -o posix ]] || POSIXLY_CORRECT=(ours)
trap - DEBUG ERR RETURN CHLD
set +aeku
unset -f exit builtin shopt
#deploy: # A marker that the hook has made readonly is there already, and stays as it is.
#deploy: if [[ ${BASH_VERSINFO[0]} -lt 5 || ${S2I_MARKERS_ENVIRON@a} != *r* ]]; then
#deploy:   export S2I_MARKERS_ENVIRON="${__s2ibox[5]}"
#deploy: fi
#@stay
# What cannot be executed here is for our program to explain.
shopt -s execfail
#last: if [[ ! ${__s2ibox_were+set} && -f ${__s2ibox[6]} && -x ${__s2ibox[6]} && . -ef ${__s2ibox[2]} ]]; then
#say_last:   __s2ibox_running "${__s2ibox[6]}"
#last:   exec "${__s2ibox[7]}" ${__s2ibox[8]:+"${__s2ibox[8]}"}
#last: fi
eval "$__s2ibox_back"
}

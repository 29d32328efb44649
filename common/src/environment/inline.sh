# What bash does for us; the comments do not reach it. `__s2ibox` is an array, for a scalar would be
# exported by `set -a`. It is first how BASH_ENV has left the options, then:
#
#   0  how it stands: empty, `user` in the container user script, a signal's name, or `said`
#   1  the container user script; later whether POSIX mode is our doing
#   2  the env hook                    3  the marker's value            4  whether to say what runs
#   5  user_script.sh                  6  failed.sh                     7  stay.sh
#   8  the source path
#   9  what to become if nothing is left to do but that, 10 the hook that it is, 11 its argument, 12 whether
#      to say so
#   13 our program, from 14 on what it is told
#
# The lines that begin with `#snapshot:` are for `s2i-env --diff` only.
# Texts that are seldom needed are arguments, and read only then: parsing is what bash spends its time on.

# No alias that BASH_ENV defines gets into the group, and none that a hook defines, for it is parsed whole.
__s2ibox=("$BASHOPTS")
\builtin shopt -u expand_aliases
{
if [[ ${__s2ibox[0]} == *expand_aliases* ]]; then builtin shopt -s expand_aliases; fi
if [[ ${1-} != "$#" || ${@: -1} != s2ibox:end ]]; then
  builtin printf '%s\n' "ERROR: ${BASH_ENV-} (BASH_ENV) changes the positional parameters of every script, also of this one; wrap what it does with set or shift in a function" >&2
  builtin exit 1
fi
builtin set +eak
__s2ibox=('' "${@:2}")
builtin set --
#snapshot: "${__s2ibox[13]}" --s2ibox-after-bash-env "${__s2ibox[@]:14}"
# A signal ends it as soon as the current command returns. As process 1 too, where it would be lost otherwise.
for __s2ibox_signal in HUP:129 INT:130 QUIT:131 TERM:143 PIPE:141 ALRM:142; do
  builtin trap "__s2ibox[0]=${__s2ibox_signal%:*}; builtin exit ${__s2ibox_signal#*:}" "${__s2ibox_signal%:*}"
done
builtin trap : USR1 USR2
# So that an exit is noticed under an EXIT trap of the hook too, and with its line.
if [[ ! -o posix ]]; then
  exit() {
    builtin set -- "${1-$?}"
    if [[ $BASH_SUBSHELL == 0 ]]; then
      __s2ibox_at=(exit "$1" "exit $1" "${BASH_SOURCE[1]-}" "${BASH_LINENO[0]-}")
      builtin eval "${__s2ibox[6]}"
    fi
    builtin exit "$1"
  }
fi
# A progress line that cannot be written fails nothing.
__s2ibox_running() {
  builtin trap '' PIPE
  builtin printf ' -----> Running %s\n' "$1" 2>&-
  builtin trap '__s2ibox[0]=PIPE; builtin exit 141' PIPE
}
__s2ibox_on_exit() {
  builtin trap '__s2ibox_at=(end "$?" "$BASH_COMMAND" "${FUNCNAME[0]-${BASH_SOURCE[0]+source}}"); builtin eval "${__s2ibox[6]}"' EXIT
}
__s2ibox_on_exit
if [[ ${__s2ibox[1]} ]]; then builtin eval "${__s2ibox[5]}"; fi
#snapshot: "${__s2ibox[13]}" --s2ibox-after-user-script "${__s2ibox[@]:14}"
if [[ ${__s2ibox[2]} ]]; then
  if [[ ${__s2ibox[4]} ]]; then __s2ibox_running "${__s2ibox[2]}"; fi
  # Not in a function, where `declare` would be local, and not in a tested context, where errexit would be off.
  # With errtrace bash knows the line in a function too.
  builtin trap '__s2ibox_at=(err "$?" "$BASH_COMMAND" "${BASH_SOURCE[0]-}" "$LINENO"); if [[ $- == *e* && $BASH_SUBSHELL == 0 ]]; then builtin eval "${__s2ibox[6]}"; fi' ERR
  builtin set -eEo pipefail -a
  builtin . "${__s2ibox[2]}"
fi
# Whatever the hook has named like a builtin: in POSIX mode the special builtins come first. A DEBUG trap of the
# hook runs twice for it.
__s2ibox[1]=${POSIXLY_CORRECT-posix} POSIXLY_CORRECT=${POSIXLY_CORRECT-y}
trap - DEBUG ERR RETURN CHLD
if [[ ${__s2ibox[1]} == posix ]]; then export -n POSIXLY_CORRECT; fi
set +aeEk
unset -f exit builtin shopt
# A marker that the hook has made readonly is there already, and stays as it is.
if [[ ${__s2ibox[3]} && (! ${S2I_MARKERS_ENVIRON+set} || ${BASH_VERSINFO[0]} -lt 5 || ${S2I_MARKERS_ENVIRON@a} != *r*) ]]; then
  export S2I_MARKERS_ENVIRON="${__s2ibox[3]}"
fi
if [[ ${__s2ibox[7]} ]]; then eval "${__s2ibox[7]}"; fi
__s2ibox_on_exit
# What cannot be executed here is for our program to explain.
shopt -s execfail
if [[ ${__s2ibox[9]} && ${BASH_VERSINFO[0]} -ge 5 && ${SHELLOPTS@a}${BASHOPTS@a} != *x* &&
  -f ${__s2ibox[10]} && -x ${__s2ibox[10]} && . -ef ${__s2ibox[8]} ]]; then
  if [[ ${__s2ibox[12]} ]]; then __s2ibox_running "${__s2ibox[10]}"; fi
  exec "${__s2ibox[9]}" ${__s2ibox[11]:+"${__s2ibox[11]}"}
fi
exec "${__s2ibox[13]}" --s2ibox-sourced "${__s2ibox[@]:14}"
# Still here: the environment has grown too large. With an empty one there is room to say so.
__s2ibox[0]=said
export -p | (exec -c "${__s2ibox[13]}" --s2ibox-too-large "${__s2ibox[@]:14}")
exit
}

# What is said when the shell ends before we have become anything. `__s2ibox_at` is what was known: what has noticed it,
# the status, and what follows here.
case ${__s2ibox_at[0]} in
  # The ERR trap: the command, the file, the line.
  err) __s2ibox_at=(err "${__s2ibox_at[1]}" "$BASH_COMMAND" "${BASH_SOURCE[0]-}" "${__s2ibox_at[2]}") ;;
  # Our function in front of exit: the same.
  exit)
    __s2ibox_at+=("${BASH_SOURCE[1]-}" "${BASH_LINENO[0]-}")
    if [[ $BASH_SUBSHELL != 0 ]]; then \builtin exit "${__s2ibox_at[1]}"; fi ;;
  # The EXIT trap: the command, the file, the function, the line that called it.
  end) __s2ibox_at+=("$BASH_COMMAND" "${BASH_SOURCE[0]-}" "${FUNCNAME[0]-}" "${BASH_LINENO[0]-}") ;;
esac

# $1 status, $2 where and why: one line, whatever the command holds.
__s2ibox_say() {
  \builtin set -- "$1" "${2//$'\r'/\\r}" "${__s2ibox[4]}"
  if [[ $(<"$3") == *$'\r'* ]]; then
    \builtin set -- "$1" "$2; it has Windows line ends, run: sed -i 's/\\r\$//' ${3#"${__s2ibox[2]}"/}" "$3"
  fi
  \builtin printf '%s\n' "ERROR: env hook ${3//$'\n'/\\n} failed with status $1${2//$'\n'/ }" >&2 || :
}

# Where it stands, then which trap, then the status.
case ${__s2ibox[0]}:${__s2ibox_at[0]}:${__s2ibox_at[1]} in
  said:*) ;;
  user:exit:* | user:end:*)
    \builtin printf '%s\n' "WARNING: container user script ${__s2ibox[3]} called exit ${__s2ibox_at[1]}; went on without the rest of it" >&2
    \builtin exec "${__s2ibox[1]}" --s2ibox-user-script-exited "" "" "${__s2ibox[@]:9}" ;;
  :exit:0 | :end:0)
    __s2ibox[0]=said
    \builtin printf '%s\n' "ERROR: env hook ${__s2ibox[4]//$'\n'/\\n} called exit 0: nothing would be run, and a probe would pass; use return 0, or leave it out" >&2
    \builtin exit 1 ;;
  :err:* | :exit:*)
    # This must leave errexit alone, which ends the shell when the ERR trap returns.
    __s2ibox[0]=said
    case ${__s2ibox_at[3]} in
      '') __s2ibox_say "${__s2ibox_at[1]}" ': it returned that, or its last command was false; if that is no failure, end it with: true' ;;
      "${__s2ibox[4]}") __s2ibox_say "${__s2ibox_at[1]}" " at line ${__s2ibox_at[4]}: ${__s2ibox_at[2]}" ;;
      *) __s2ibox_say "${__s2ibox_at[1]}" " at line ${__s2ibox_at[4]} of ${__s2ibox_at[3]}: ${__s2ibox_at[2]}" ;;
    esac ;;
  :end:*)
    __s2ibox[0]=said
    # Without errexit only a fatal error ends the shell: 127 in a text like ours, 1 in a script.
    if [[ ${__s2ibox_at[1]} == 127 && $- != *e* ]]; then __s2ibox_at[1]=1; fi
    if [[ ${__s2ibox_at[4]} && ${__s2ibox_at[4]} != source ]]; then
      __s2ibox_say "${__s2ibox_at[1]}" " in the function ${__s2ibox_at[4]}, called at line ${__s2ibox_at[5]}; set -x at its top shows each command"
    elif [[ ${__s2ibox_at[2]} == 'builtin . "${__s2ibox'* || ! ${__s2ibox_at[3]} ]]; then
      __s2ibox_say "${__s2ibox_at[1]}" ', in a function, or as bash says above, or after its own ERR trap; set -x at its top shows each command'
    else
      __s2ibox_say "${__s2ibox_at[1]}" ", as bash says above; the last command begun was: ${__s2ibox_at[2]}"
    fi
    if [[ $- != *e* ]]; then \builtin exit "${__s2ibox_at[1]}"; fi ;;
  *)
    \builtin printf '%s\n' "ERROR: stopped by SIG${__s2ibox[0]} while ${__s2ibox[4]:-${__s2ibox[3]:-BASH_ENV}} was sourced; what was still to be done was not done" >&2 ;;
esac
if [[ ${__s2ibox_at[0]} == exit ]]; then \builtin exit "${__s2ibox_at[1]}"; fi

# Runs when the shell ends before it has executed s2ibox or the hook. $__s2ibox_how is `error` in the ERR trap, `exit` in the
# function of that name, `end` in the EXIT trap, and `too_large` after an exec that failed. s2ibox writes the error line, as a
# child with an empty environment, because this one may be too large.
if [[ $__s2ibox_how == too_large ]]; then
  __s2ibox_stage=reported
  export -p | (exec -c "$__s2ibox_program" "$__s2ibox_resume" too-large "${__s2ibox_packed[@]}")
  exit
fi
if [[ $__s2ibox_how == exit && $BASH_SUBSHELL != 0 ]]; then \builtin exit "$__s2ibox_status"; fi
# A command that fails without errexit or in a subshell does not end this shell.
if [[ $__s2ibox_stage != reported && ($__s2ibox_how != error || ($- == *e* && $BASH_SUBSHELL == 0)) ]]; then
  case $__s2ibox_how in
    error) __s2ibox_facts=("$BASH_COMMAND" "${BASH_SOURCE[0]-}" '' "$__s2ibox_line") ;;
    exit) __s2ibox_facts=("exit${1:+ $1}" "${BASH_SOURCE[1]-}" '' "${BASH_LINENO[0]-}") ;;
    end) __s2ibox_facts=("$BASH_COMMAND" "${BASH_SOURCE[0]-}" "${FUNCNAME[0]-}" "${BASH_LINENO[0]-}") ;;
  esac
  if [[ $__s2ibox_stage:$__s2ibox_signal:$__s2ibox_how == user_script::e[nx]* ]]; then
    \builtin exec "$__s2ibox_program" "$__s2ibox_resume" user-script-exited "$__s2ibox_status" "${__s2ibox_packed[@]}"
  fi
  # Without errexit only a fatal error ends the shell this way: status 127 for a text of `-c`, 1 in a script.
  if [[ $__s2ibox_how:$__s2ibox_status == end:127 && $- != *e* ]]; then __s2ibox_status=(1); fi
  # The test keeps errexit from ending the shell here.
  (\builtin exec -c "$__s2ibox_program" "$__s2ibox_resume" failed "$__s2ibox_stage" "$__s2ibox_signal" "$__s2ibox_how" "$__s2ibox_status" "${__s2ibox_facts[@]}" "${__s2ibox_packed[@]}") || \builtin :
  __s2ibox_stage=(reported)
  if [[ ! $__s2ibox_signal && $__s2ibox_how != error ]]; then
    if [[ $__s2ibox_status == 0 ]]; then \builtin exit 1; fi
    if [[ $- != *e* ]]; then \builtin exit "$__s2ibox_status"; fi
  fi
fi
if [[ $__s2ibox_how == exit ]]; then \builtin exit "$__s2ibox_status"; fi

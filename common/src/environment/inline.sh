__s2ibox=("$BASHOPTS")
\builtin shopt -u expand_aliases
{ # One group, parsed whole before anything is sourced: no alias can change it.
  if [[ ${__s2ibox[0]} == *expand_aliases* ]]; then builtin shopt -s expand_aliases; fi
  if [[ ${1-} != "$#" || ${!#} != s2ibox:end ]]; then
    builtin printf 'ERROR: %s (BASH_ENV) changes the positional parameters of every script, also of this one; %s\n' \
      "${BASH_ENV-}" 'wrap what it does with set or shift in a function' >&2
    builtin exit 1
  fi
  builtin set +eak
  # An array, for a scalar would be exported by `set -a`. 0: how it stands, 1: the container user
  # script, 2: the env hook, 3: the marker's value, 4: say what runs, 5: stay for an EXIT trap,
  # 6: our program, from 7: what it is told, with the source path in 11.
  __s2ibox=('' "${@:2}")
  builtin set --

  __s2ibox_user_script_exited() {
    if [[ ${__s2ibox[0]} ]]; then
      __s2ibox_ended "$1" '' '' '' ''
    else
      builtin printf 'WARNING: %s called exit %s; went on without the rest of it\n' "${__s2ibox[1]}" "$1" >&2
      builtin exec "${__s2ibox[6]}" --s2ibox-user-script-exited "${__s2ibox[@]:7}"
    fi
  }

  # The ERR trap: $1 status, $2 line, $3 command, $4 file (none: it is the status of the hook as a
  # whole). It must leave errexit alone, which ends the shell when it returns.
  __s2ibox_failed() {
    if [[ $- == *e* ]]; then
      __s2ibox[0]=said
      case $4 in
        '') __s2ibox_say "$1" ': it returned that, or its last command was false; if that is no failure, end it with: true' ;;
        "${__s2ibox[2]}") __s2ibox_say "$1" " at line $2: $3" ;;
        *) __s2ibox_say "$1" " at line $2 of $4: $3" ;;
      esac
    fi
  }

  # The EXIT trap: $1 status, $2 command, $3 and $4 the function and the line that called it, $5 the
  # ERR trap.
  __s2ibox_ended() {
    case ${__s2ibox[0]}:$1 in
      said:*) ;;
      :0)
        builtin printf 'ERROR: env hook %s called exit 0: nothing would be run, and a probe would pass; use return 0, or leave it out\n' \
          "${__s2ibox[2]}" >&2
        builtin exit 1 ;;
      :*)
        case $3 in
          '')
            if [[ $5 == *__s2ibox_failed* ]]; then
              __s2ibox_say "$1" ": it called exit $1"
            else
              __s2ibox_say "$1" ', by exit, or after its own ERR trap; set -x at its top shows each command'
            fi ;;
          source)
            if [[ $2 == 'builtin . "${__s2ibox'* ]]; then
              __s2ibox_say "$1" ', in a function, or as bash says above; set -x at its top shows each command'
            else
              __s2ibox_say "$1" ", as bash says above; the last command begun was: $2"
            fi ;;
          *) __s2ibox_say "$1" " in the function $3, called at line $4; set -x at its top shows each command" ;;
        esac ;;
      *)
        builtin printf 'ERROR: stopped by SIG%s while %s was sourced; what was still to be done was not done\n' \
          "${__s2ibox[0]}" "${__s2ibox[2]:-${__s2ibox[1]:-BASH_ENV}}" >&2 ;;
    esac
  }

  # $1 status, $2 where and why; one line, whatever the command holds.
  __s2ibox_say() {
    builtin set -- "$1" "${2//$'\r'/\\r}" "${__s2ibox[2]}"
    if [[ $(<"$3") == *$'\r'* ]]; then
      builtin set -- "$1" "$2; it has Windows line ends, run: sed -i 's/\\r\$//' ${3#"${__s2ibox[11]}"/}" "$3"
    fi
    builtin printf 'ERROR: env hook %s failed with status %s%s\n' "$3" "$1" "${2//$'\n'/ }" >&2 || :
  }

  builtin trap '__s2ibox[0]=HUP; builtin exit 129' HUP
  builtin trap '__s2ibox[0]=INT; builtin exit 130' INT
  builtin trap '__s2ibox[0]=QUIT; builtin exit 131' QUIT
  builtin trap '__s2ibox[0]=TERM; builtin exit 143' TERM
  builtin trap : USR1 USR2

  if [[ ${__s2ibox[1]} ]]; then
    builtin trap '__s2ibox_user_script_exited "$?"' EXIT
    builtin . "${__s2ibox[1]}"
    __s2ibox[0]=$?
    builtin trap '__s2ibox_ended "$?" "$BASH_COMMAND" "" "" ""' EXIT
    if [[ ${__s2ibox[0]} != 0 ]]; then
      builtin printf 'WARNING: %s ended with status %s; went on\n' "${__s2ibox[1]}" "${__s2ibox[0]}" >&2
    fi
    __s2ibox[0]=
    builtin set --
    if [[ ! . -ef ${__s2ibox[11]} ]]; then builtin cd -- "${__s2ibox[11]}"; fi
  fi

  if [[ ${__s2ibox[2]} ]]; then
    if [[ ${__s2ibox[4]} ]]; then
      builtin trap '' PIPE
      builtin printf ' -----> Running %s\n' "${__s2ibox[2]}" 2>/dev/null
      builtin trap - PIPE
    fi
    builtin trap '__s2ibox_ended "$?" "$BASH_COMMAND" "${FUNCNAME[0]-${BASH_SOURCE[0]+source}}" "${BASH_LINENO[0]-}" "$(trap -p ERR)"' EXIT
    builtin trap '__s2ibox_failed "$?" "$LINENO" "$BASH_COMMAND" "${BASH_SOURCE[0]-}"' ERR
    builtin set -eo pipefail -a
    builtin . "${__s2ibox[2]}"
  fi

  # Whatever the hook has named like a builtin: in POSIX mode the special builtins come first.
  __s2ibox[1]=
  if [[ ! ${POSIXLY_CORRECT+set} ]]; then
    __s2ibox[1]=posix
    POSIXLY_CORRECT=y
    export -n POSIXLY_CORRECT
  fi
  set +ek
  trap - ERR DEBUG RETURN
  # One that the hook has made readonly is there already, and stays as it is.
  if [[ ${__s2ibox[3]} &&
    (! ${S2I_MARKERS_ENVIRON+set} || ${BASH_VERSINFO[0]} -lt 5 || ${S2I_MARKERS_ENVIRON@a} != *r*) ]]; then
    export S2I_MARKERS_ENVIRON="${__s2ibox[3]}"
  fi

  if [[ ${__s2ibox[5]} && $(trap -p EXIT) == *[!' ']* && $(trap -p EXIT) != *__s2ibox_ended* ]]; then
    # The hook has left an EXIT trap, which runs when the command has ended: bash stays for it.
    set +a
    __s2ibox_child= __s2ibox_early= __s2ibox_interrupted= __s2ibox_status=
    __s2ibox_defaults=()
    __s2ibox_pass_on() {
      __s2ibox_interrupted=y
      if [[ $__s2ibox_child ]]; then builtin kill -s "$1" "$__s2ibox_child"; else __s2ibox_early=$1; fi
    }
    for __s2ibox_signal in HUP INT QUIT TERM USR1 USR2; do
      if [[ $(trap -p "$__s2ibox_signal") != "trap -- ''"* ]]; then
        __s2ibox_defaults+=("$__s2ibox_signal")
        trap "__s2ibox_pass_on $__s2ibox_signal" "$__s2ibox_signal"
      fi
    done
    # In the background, for while a command runs in the foreground no trap does; but without what
    # the background brings: no input, INT and QUIT ignored.
    (
      trap - EXIT "${__s2ibox_defaults[@]}"
      exec "${__s2ibox[6]}" --s2ibox-sourced-below-bash "${__s2ibox[@]:7}"
    ) <&0 &
    __s2ibox_child=$!
    if [[ $__s2ibox_early ]]; then builtin kill -s "$__s2ibox_early" "$__s2ibox_child"; fi
    while :; do
      __s2ibox_interrupted=
      builtin wait "$__s2ibox_child" 2>/dev/null
      # A second wait for what has been waited for is 127.
      set -- "$?"
      if [[ $1 != 127 || ! $__s2ibox_status ]]; then __s2ibox_status=$1; fi
      if [[ ! $__s2ibox_interrupted ]]; then break; fi
    done
    set --
    if [[ ${__s2ibox[1]} ]]; then set +o posix; fi
    builtin exit "$__s2ibox_status"
  fi

  trap '__s2ibox_ended "$?" "$BASH_COMMAND" "" "" ""' EXIT
  shopt -s execfail
  exec "${__s2ibox[6]}" --s2ibox-sourced "${__s2ibox[@]:7}"
  # Still here: the environment has grown too large. With an empty one there is room to say so.
  __s2ibox[0]=said
  export -p | (exec -c "${__s2ibox[6]}" --s2ibox-too-large "${__s2ibox[@]:7}")
  exit
}

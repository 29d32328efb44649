# Sources an env hook as s2ibox does, and notes the outcome. $1 is the hook, $2 the file for the
# notes, $3 the file that is standard output, $4 whether to trace each command, which takes time.
{ # bash parses one group completely before it sources the hook.
  # 0 to 2: the arguments, 3: the line that is being run, 4: the line after which there was output,
  # 5 and 6: the longest time, and its line, 7: the time when the line began, 8: done, 9: the
  # command of the line, 10: the last argument.
  __s2ibox=("$1" "$2" "$3" '' '' 0 '' "${EPOCHREALTIME/[.,]/}" '' '' "$4")
  builtin set --

  # The DEBUG trap, before each command: $1 is its line, $2 its file, $3 the command. Within a trap
  # bash still gives the interrupted command, with another line; within the EXIT trap, the one that
  # sources.
  __s2ibox_step() {
    builtin set -- "$1" "$2" "$3" "${EPOCHREALTIME/[.,]/}"
    if [[ ! ${__s2ibox[4]} && -s ${__s2ibox[2]} ]]; then __s2ibox[4]=${__s2ibox[3]}; fi
    if ((${4:-0} - ${__s2ibox[7]:-0} > ${__s2ibox[5]})); then
      __s2ibox[5]=$((${4:-0} - ${__s2ibox[7]:-0}))
      __s2ibox[6]=${__s2ibox[3]}
    fi
    if [[ $3 != "${__s2ibox[9]}" && $3 != 'builtin . "${__s2ibox[0]}"' ]]; then
      if [[ $2 == "${__s2ibox[0]}" ]]; then __s2ibox[3]=$1; fi
      __s2ibox[9]=$3
    fi
    __s2ibox[7]=$4
  }

  # Writes the notes; $1 is the status.
  __s2ibox_note() {
    builtin trap - DEBUG ERR EXIT
    builtin set +eaTux
    {
      builtin printf 'line %s\nprinted %s\nslowest %s\n' "${__s2ibox[3]}" "${__s2ibox[4]}" "${__s2ibox[6]}"
      builtin printf 'status %s %s\n' "$1" "${__s2ibox[9]%%[!a-z]*}"
      if [[ ${__s2ibox[8]} ]]; then
        builtin compgen -e -P 'variable '
        builtin declare -Fx
      fi
    } >|"${__s2ibox[1]}"
  }

  builtin trap '__s2ibox_note "$?"' EXIT
  builtin set -eo pipefail -aT
  if [[ ${__s2ibox[10]} ]]; then
    builtin trap '__s2ibox_step "$LINENO" "${BASH_SOURCE[0]-}" "$BASH_COMMAND"' DEBUG
  fi
  builtin . "${__s2ibox[0]}"
  __s2ibox[8]=y
  __s2ibox_note 0
}

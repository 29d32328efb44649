# Completion of s2ibox for bash, by all its names; made by: s2ibox completion bash
_s2ibox() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command= operand= options= values= at=1 index
  local commands=(
@commands@
  )
  COMPREPLY=()
  # bash makes the = between an option and its value a word of its own.
  if [[ $current == = ]]; then current=; fi
  if [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD - 2]}; fi
  case ${COMP_WORDS[0]##*/} in
    s2i-*) command=${COMP_WORDS[0]##*/} command=${command#s2i-} at=0 ;;
    powershift)
      if ((COMP_CWORD == 1)); then
        __s2ibox_choose 'image completion help --help --list --version'
        return
      fi
      case ${COMP_WORDS[1]} in
        image) at=2 ;;
        completion) ;;
        *) return ;;
      esac
      ;;
  esac
  if [[ ! $command ]]; then
    if ((COMP_CWORD == at)); then
      __s2ibox_choose "${commands[*]} help --help --list --version"
      return
    fi
    command=${COMP_WORDS[at]}
  fi
  case $command in
@options@
    help) operand="${commands[*]}" operand=${operand// /|} ;;
    *) return ;;
  esac
  if [[ $operand == COMMAND ]]; then
    for ((index = at + 1; index < COMP_CWORD; index++)); do
      case ${COMP_WORDS[index]} in
        --) ((index++)) && break ;;
        -*) if [[ $values == *" ${COMP_WORDS[index]}="* ]]; then ((index++)); fi ;;
        *) break ;;
      esac
    done
    if ((index < COMP_CWORD)); then
      if declare -F _comp_command_offset >/dev/null; then
        _comp_command_offset "$index"
      elif declare -F _command_offset >/dev/null; then
        _command_offset "$index"
      else
        __s2ibox_complete FILE
      fi
      return
    fi
  fi
  if [[ $values == *" $previous="* ]]; then
    values=${values#*" $previous="}
    __s2ibox_complete "${values%% *}"
  elif [[ $current == -* ]]; then
    __s2ibox_choose "$options"
  else
    __s2ibox_complete "$operand"
  fi
}

# Offers the words that begin with the current one.
__s2ibox_choose() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

# Offers the values of an option or operand of this name.
__s2ibox_complete() {
  local index
  case $1 in
    DIR) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
    FILE) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    COMMAND) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -c -- "$current") ;;
    PID) __s2ibox_choose "$(cd /proc && echo [0-9]*)" ;;
    CATEGORY)
      compopt -o filenames 2>/dev/null
      for index in .s2i/cron_jobs/*/ .s2i/jobs/*/; do
        index=${index%/} index=${index##*/}
        if [[ $index != '*' && $index == "$current"* ]]; then COMPREPLY+=("$index"); fi
      done
      ;;
    *'|'*) __s2ibox_choose "${1//|/ }" ;;
  esac
}

__s2ibox_links=(
@links@
)
complete -F _s2ibox s2ibox powershift "${__s2ibox_links[@]}"
unset __s2ibox_links

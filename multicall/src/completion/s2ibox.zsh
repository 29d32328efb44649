#compdef s2ibox powershift -P s2i-*
# Completion of s2ibox for zsh, by all its names; made by: s2ibox completion zsh
_s2ibox() {
  local command name=${service:t}
  local -a commands=(
@commands@
    'help:show the help, or that of a command'
  )
  case $name in
    s2i-*) command=${name#s2i-} ;;
    powershift)
      if (( CURRENT == 2 )); then
        compadd -- image completion help --help --list --version
        return
      fi
      case $words[2] in
        image) shift words; (( CURRENT-- )) ;;
        completion) ;;
        *) return 1 ;;
      esac
      ;;
  esac
  if [[ -z $command ]]; then
    if (( CURRENT == 2 )); then
      _describe command commands
      [[ $PREFIX != -* ]] || compadd -- --help --list --version
      return
    fi
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $command in
@options@
    help) _describe command commands ;;
    *) return 1 ;;
  esac
}

# The command line of another program, which -- may precede.
_s2ibox_command_line() {
  if [[ $words[1] == -- ]]; then
    shift words
    (( CURRENT-- ))
  fi
  _normal
}

if [[ $funcstack[1] == _s2ibox ]]; then
  _s2ibox "$@"
else
  compdef _s2ibox s2ibox powershift
  compdef -P _s2ibox 's2i-*'
fi

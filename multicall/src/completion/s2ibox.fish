# Completion of s2ibox for fish, by all its names; made by: s2ibox completion fish

# Prints the words before the cursor from the command on: without s2ibox, powershift image, or the s2i- of a link.
function __s2ibox_words
    set -l words (commandline -opc)
    set -l name (string replace -r '.*/' '' -- $words[1])
    if string match -q 's2i-*' -- $name
        set words[1] (string replace s2i- '' -- $name)
    else
        set -e words[1]
        if test $name = powershift
            test "$words[1]" = image; and set -e words[1]
            or test "$words[1]" = completion
            or return 1
        end
    end
    printf '%s\n' $words
end

function __s2ibox_is
    set -l words (__s2ibox_words)
    test "$words[1]" = $argv[1]
end

function __s2ibox_wants_command
    set -l words (__s2ibox_words)
    and test -z "$words[1]"
end

# Completes the command line of another program.
function __s2ibox_command_line
    set -l words (__s2ibox_words)
    set -l before (count (commandline -opc))
    __fish_complete_subcommand --fcs-skip=(math $before - (count $words) + 1)
end

function __s2ibox_categories
    for directory in .s2i/cron_jobs/*/ .s2i/jobs/*/
        string replace -r '.*/([^/]+)/$' '$1' -- $directory
    end
end

complete -c s2ibox -c powershift -f
complete -c powershift -n 'test (count (commandline -opc)) = 1' -a 'image completion help'
complete -c s2ibox -c powershift -n __s2ibox_wants_command -a help -d 'show the help, or that of a command'
complete -c s2ibox -c powershift -n __s2ibox_wants_command -l help -d 'show the help'
complete -c s2ibox -c powershift -n __s2ibox_wants_command -l list -d 'print the names of all commands'
complete -c s2ibox -c powershift -n __s2ibox_wants_command -l version -d 'print the version'
@commands@
@links@
@options@

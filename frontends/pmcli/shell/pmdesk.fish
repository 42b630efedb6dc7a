# Completion of pmdesk in fish: pmdesk completion fish | source
function _pmdesk_completion
    set -l words (commandline -op)
    for line in (env _PMDESK_COMPLETE=fish_complete COMP_LINE=(commandline -cp | string collect) $words[1] 2>/dev/null </dev/null)
        set -l part (string split -m 2 \t -- $line)
        switch $part[1]
            case plain open
                printf '%s\t%s\n' $part[2] "$part[3]"
            case file
                set -l token (commandline -ct)
                set -l head (string match -r '^-[^=]*=' -- $token)
                for path in (__fish_complete_path (string replace -- "$head" '' $token))
                    printf '%s%s\n' "$head" $path
                end
        end
    end
end
complete --command pmdesk --no-files --keep-order --arguments '(_pmdesk_completion)'

# Completion of pmdesk in bash: eval "$(pmdesk completion bash)"
# What comes back is put in as it is: nothing of it is expanded, split or run. It is quoted already for where it goes.
_pmdesk_completion() {
    local program=$1 answer type value about IFS=$'\n'
    [[ $program == "~/"* ]] && program=$HOME/${program#"~/"}
    answer=$(env _PMDESK_COMPLETE=bash_complete COMP_LINE="${COMP_LINE:0:${COMP_POINT:-0}}" COMP_WORDS="${COMP_WORDS[*]}" \
        COMP_CWORD="$COMP_CWORD" COMP_TYPE="$COMP_TYPE" COMP_WORDBREAKS="$COMP_WORDBREAKS" "$program" 2>/dev/null </dev/null)
    COMPREPLY=()
    while IFS=$'\t' read -r type value about; do
        case $type in
            plain) COMPREPLY+=("$value") ;;
            open) COMPREPLY+=("$value"); compopt -o nospace 2>/dev/null ;;
            told) COMPREPLY+=("$value  $about") ;; # in a list that is only shown
            file) compopt -o default 2>/dev/null ;;
        esac
    done <<< "$answer"
    return 0
}
complete -o nosort -F _pmdesk_completion pmdesk 2>/dev/null || complete -F _pmdesk_completion pmdesk

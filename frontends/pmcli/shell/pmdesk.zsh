#compdef pmdesk
# Completion of pmdesk in zsh: eval "$(pmdesk completion zsh)"
_pmdesk_completion() {
    local line separator
    local -a part plain plain_shown open open_shown
    for line in "${(@f)$(env _PMDESK_COMPLETE=zsh_complete COMP_LINE="${(j: :)words[1,CURRENT-1]} ${QIPREFIX}${PREFIX}" \
        "${words[1]/#\~\//$HOME/}" 2>/dev/null </dev/null)}"; do
        part=("${(@ps:\t:)line}")
        separator=${part[3]:+  -- }
        case ${part[1]} in
            plain) plain+=("${part[2]}"); plain_shown+=("${part[2]}${separator}${part[3]}") ;;
            open) open+=("${part[2]}"); open_shown+=("${part[2]}${separator}${part[3]}") ;;
            file) [[ $PREFIX == -*=* ]] && compset -P '*='; _files; return ;;
        esac
    done
    local -a each=()
    [[ "${plain_shown[*]}${open_shown[*]}" == *"  -- "* ]] && each=(-l)
    (( ${#plain} )) && compadd -U "${each[@]}" -V pmdesk -d plain_shown -- "${plain[@]}"
    (( ${#open} )) && compadd -U -S '' "${each[@]}" -V pmdesk-open -d open_shown -- "${open[@]}"
    (( ${#plain} + ${#open} ))
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _pmdesk_completion "$@"
else
    (( ${+functions[compdef]} )) || { autoload -Uz compinit && compinit -i }
    compdef _pmdesk_completion pmdesk
fi

# Completion of voiceguide for fish; the program itself knows what can follow.
function __voiceguide_complete --argument-names action
    _VOICEGUIDE_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION=$action \
        _TYPER_COMPLETE_ARGS=(commandline --cut-at-cursor --current-process | string collect) \
        voiceguide 2>/dev/null
end

complete --command voiceguide --no-files \
    --condition '__voiceguide_complete is-args' --arguments '(__voiceguide_complete get-args)'

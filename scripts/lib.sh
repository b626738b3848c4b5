# Sourced by the scripts beside it, with $self: the real path of the script.
# Sets $root, the checkout, and $venv, its environment; `prepare` makes that when needed.

root=$(CDPATH='' cd -- "${self%/*}/.." && pwd -P)
venv=$root/.venv

# ready PURPOSE: the environment was made here, for that, from this very pyproject.toml and lock.
# On the way to every start: as few forks as can be.
ready() {
    [ -x "$venv/bin/python" ] && [ -x "$venv/bin/voiceguide" ] && [ -f "$venv/made-at" ] || return 1
    IFS= read -r made_at <"$venv/made-at" || return 1
    [ "$made_at" = "$root" ] && [ -f "$venv/ready-$1" ] || return 1
    cat -- "$root/pyproject.toml" "$root"/requirements/*.txt | cmp -s -- - "$venv/ready-$1"
}

# find_python: prints the newest Python that was tried, best one that can make environments,
# or else any that may do.
find_python() {
    second=
    for name in python3.13 python3.12 python3.11 python3.14 python3 python; do
        python=$(command -v "$name") || continue
        "$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        if "$python" -I -c 'import ensurepip, venv' 2>/dev/null; then
            printf '%s\n' "$python"
            return
        fi
        second=${second:-$python}
    done
    if [ -n "$second" ]; then
        printf '%s\n' "$second"
        return
    fi
    echo 'voiceguide needs Python 3.11 or newer, and found none.' >&2
    echo '  hint: install it from your system (Debian, Ubuntu: sudo apt install python3 python3-venv) or from https://www.python.org/downloads/' >&2
    return 4
}

# prepare PURPOSE...: run | test | docs | simpleaudio
prepare() {
    for purpose in "$@"; do
        if ready "$purpose"; then continue; fi
        found=$(find_python) || exit
        "$found" -I "$root/scripts/lib_environment.py" "$purpose" || exit
    done
}

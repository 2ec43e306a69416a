# The common part of ./run and ./test, which read it with `root` set to the checkout.
#
# `prepare run` or `prepare test` leaves a virtual environment with the hashed lock and the project installed, and sets
# `python` to its interpreter. A stamp in the environment makes later calls cheap: it is compared, and nothing else done.
# shellcheck shell=sh

# shared-mime-info brings GLib, whose own package is named differently from release to release.
run_packages='libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libgssapi-krb5-2 shared-mime-info fonts-noto-color-emoji
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libwayland-cursor0'
test_packages='xvfb xauth xdotool openbox icewm imagemagick dbus-daemon dunst at-spi2-core python3-pyatspi gnome-keyring chromium
    desktop-file-utils appstream khal mount strace xclip python3-xlib'

say() {
    printf 'postdesk: %s\n' "$*" >&2
}

fail() {
    say "$*"
    exit 1
}

# Sets `found` to a Python of at least 3.11 and `version` to its "3.x".
accept_python() {
    found=$1
    version=$("$found" -ESc 'import sys; v = sys.version_info; print("%d.%d" % v[:2] if v >= (3, 11) else "")' \
        2>/dev/null) && [ -n "$version" ]
}

# PYTHON, where set, is the only candidate.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        accept_python "$PYTHON"
        return
    fi
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do
        ! accept_python "$candidate" || return 0
    done
    return 1
}

can_make_environments() {
    "$found" -Ic 'import ensurepip, venv' 2>/dev/null
}

missing_packages() {
    for package; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -q '^installed' || printf ' %s' "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

may_install() {
    [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

# Installs the system packages named where that is possible, else says which line does it. `line` keeps that line.
install_packages() {
    wanted=$(missing_packages "$@")
    [ -n "$wanted" ] || return 0
    line="sudo apt-get update && sudo apt-get install --no-install-recommends$wanted"
    if may_install; then
        say "installing system packages:$wanted"
        # shellcheck disable=SC2086
        apt_install $wanted && return 0
        say 'some system packages could not be installed. To try again by hand:'
    else
        say 'some system packages are missing, and installing them needs an administrator. The line to run:'
    fi
    printf '\n    %s\n\n' "$line" >&2
}

# Shows what apt says only where it fails.
apt_install() {
    said=$(as_root apt-get update -qq 2>&1 </dev/null) || say "the package lists could not be updated: $said"
    said=$(as_root apt-get install -y -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 --no-install-recommends "$@" \
        2>&1 </dev/null) || { say "$said" && return 1; }
}

install_system() {
    line=
    if command -v apt-get >/dev/null; then
        # shellcheck disable=SC2086
        case $1 in
            run) install_packages $python_packages $run_packages ;;
            *) install_packages $python_packages $run_packages $test_packages ;;
        esac
    elif [ "$(uname -s)" = Linux ]; then
        say 'this system has no apt, so nothing of it is installed here. Qt needs OpenGL, EGL, fontconfig, D-Bus, GLib,'
        say 'xkbcommon (also for X11), and xcb-util-cursor, -wm, -keysyms; these are the names of the Debian packages:'
        # shellcheck disable=SC2086
        say $run_packages
        # shellcheck disable=SC2086
        [ "$1" = run ] || say 'and for the tests:' $test_packages
    fi
}

# As find_python, but asks apt for what is missing, and ends here where no virtual environment can be made.
require_python() {
    python_packages=
    if ! find_python; then
        [ -z "${PYTHON:-}" ] || fail "PYTHON=$PYTHON is no Python of version 3.11 or newer."
        python_packages='python3 python3-venv'
    elif ! can_make_environments; then
        python_packages="python$version-venv"
    fi
    install_system "$1"
    find_python || fail "Postdesk needs Python 3.11 or newer. Install one, or name one: PYTHON=/path/to/python3 $0"
    can_make_environments || fail "$found cannot make virtual environments: ${line:-its modules venv or ensurepip are missing.}"
}

pip() {
    PIP_USER=0 "$python" -I -m pip --disable-pip-version-check --no-input install --quiet "$@" </dev/null >&2
}

identity() {
    "$1" -ESc 'import sys; print(sys.version, sys.base_prefix)' 2>/dev/null
}

# What the environment depends on: another Python, another place or other contents, and it is set up again.
fingerprint() {
    { identity "$found" && printf '%s\n' "$root" &&
        cat "$root/pyproject.toml" "$root/packaging/setup.sh" "$lock"; } | cksum
}

is_environment() {
    [ "$(identity "$python")" = "$(identity "$found")" ] && "$python" -Ic 'import pip' 2>/dev/null
}

make_environment() {
    [ -w "$root" ] || fail "$root cannot be written to, and the virtual environment belongs there."
    say "setting up Python $version in $venv"
    is_environment || "$found" -I -m venv --clear "$venv" ||
        fail "no virtual environment could be made in $venv."
    pip --require-hashes -r "$lock" ||
        fail 'the Python packages could not be installed: see above. Is this computer online?'
    pip --no-deps --no-build-isolation "$@" || fail 'Postdesk itself could not be installed: see above.'
    "$python" -Ic 'import PySide6.QtWidgets' || fail "Qt does not load: a system library is missing. ${line:-}"
}

# `wheel` is `test` with the wheel of the checkout in an environment of its own, made anew at each call.
prepare() {
    case $1 in
        run) lock=$root/packaging/requirements.lock ;;
        test | wheel) lock=$root/packaging/requirements-test.lock ;;
    esac
    find_python || require_python "$1"
    venv=$root/.venv-$version
    [ "$1" != wheel ] || venv=$venv-wheel
    python=$venv/bin/python
    stamp=$venv/ready-to-$1
    [ "$1" != wheel ] && [ -x "$python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint)" ] && return
    require_python "$1"
    if [ "$1" = wheel ]; then
        make_environment --force-reinstall "$root"
    else
        make_environment --editable "$root"
        fingerprint >"$stamp"
    fi
}

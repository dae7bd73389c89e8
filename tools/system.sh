#!/usr/bin/env bash
# Installs the Debian packages a job needs and does nothing when they are there:
#   tools/system.sh serve [test] [engines] [browsers]
# Without root or sudo it says in one line what is missing.
set -euo pipefail

python=${PYTHON:-python3}
missing=()

serve() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null || packages python3-venv
    packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 fontconfig ca-certificates
}

test_() {
    program chromium chromium
    program pdftoppm poppler-utils
    program mutool mupdf-tools
    program gs ghostscript
    program w3m w3m
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || program initdb postgresql
}

# What old engines lean on.
engines() {
    program Xvfb xvfb
    packages libgl1 libegl1 libgl1-mesa-dri libasound2 libdbus-1-3 libglib2.0-0 libnss3 libnspr4 libexpat1 libx11-xcb1 \
        libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 \
        libxcb-xkb1 libxcomposite1 libxcursor1 libxdamage1 libxi6 libxkbcommon-x11-0 libxrandr2 libxrender1 libxslt1.1 \
        libxtst6
}

# Java for the checker of pages, and Chinese letters for the pictures.
browsers() {
    program java default-jre-headless
    packages fonts-noto-cjk fonts-wqy-microhei
}

# Notes those of the named packages that are not installed.
packages() {
    for name; do
        dpkg-query -Wf '${Status}' "$name" 2>/dev/null | grep -q ' installed$' || missing+=("$name")
    done
}

# Notes the packages of a program (the first word) that is not there.
program() { command -v "$1" >/dev/null || packages "${@:2}"; }

install() {
    local root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; } || give_up
        root=(sudo)
    fi
    local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --quiet)
    [ -z "${CI:-}" ] || apt+=(-o Dpkg::Options::=--force-unsafe-io) # a throw-away machine need not wait for its disk
    echo "安装系统软件包 / Installing system packages: ${missing[*]:-}"
    "${apt[@]}" update >build/apt.log 2>&1 || true # an old list may still do
    "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" >>build/apt.log 2>&1 </dev/null || give_up
}

give_up() {
    [ ${#missing[@]} = 0 ] && exit
    echo "缺少系统软件包，请用管理员身份执行 / System packages are missing, run as root: apt-get install ${missing[*]}" >&2
    exit 1
}

# Fonts are taken out of packages that apt only downloads; for that it needs its lists.
lists_are_missing() { [ ! -e build/fonts/fonts.json ] && ! compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null; }

if ! command -v dpkg-query >/dev/null; then
    echo "不是 Debian，请自行安装 README 所列系统软件 / Not Debian: install what the README lists yourself" >&2
    exit
fi
mkdir -p build
for job; do
    case $job in
        serve) serve ;;
        test) test_ ;;
        engines) engines ;;
        browsers) browsers ;;
        *) echo "tools/system.sh: unknown job $job" >&2; exit 2 ;;
    esac
done
if [ ${#missing[@]} != 0 ] || lists_are_missing; then install; fi

#!/bin/sh
# Makes resources/fonts from Inter's own (Debian: fonts-inter) with fonttools: fonts.sh DIR-OF-INTER'S-OTF-FILES
# Kept are Latin, Greek, Cyrillic and punctuation with kerning, marks and tabular figures; name-IDs keep the weights apart.
set -eu

out=$(CDPATH='' cd -- "$(dirname -- "$0")/../resources/fonts" && pwd)
for weight in Regular Medium SemiBold Bold; do
    pyftsubset "$1/Inter-$weight.otf" --output-file="$out/Inter-$weight.otf" --name-IDs='*' \
        --layout-features=kern,mark,mkmk,ccmp,locl,tnum \
        --unicodes=U+20-24F,U+259,U+2B0-36F,U+370-3FF,U+400-52F,U+1E00-1EFF,U+2000-20CF,U+2100-214F,U+2190-2199,U+21A9,U+21AA,U+21E7,U+2212,U+2248,U+2260-2265,U+2303,U+2318,U+2325,U+23CE,U+25CB,U+25CF,U+2713,U+2715,U+FB00-FB04,U+FEFF,U+FFFD
done

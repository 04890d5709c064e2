#!/bin/sh
# Writes the root file system of the stand-in of debian:bookworm-slim to standard output, as a tar archive.
# Usage: make-root.sh MIRROR FOLDER   (FOLDER is made, and removed afterwards)
set -eu
mirror=$1
root=$2
rm -rf "$root"
trap 'rm -rf "$root"' EXIT
debootstrap --variant=minbase bookworm "$root" "$mirror" >&2
cd "$root"
# What the official slim image leaves out too, now and for packages that are installed later.
rm -rf usr/share/doc/* usr/share/man/* usr/share/info/* usr/share/locale/* var/cache/apt/* var/lib/apt/lists/* var/log/*
for folder in doc man info locale; do
  echo "path-exclude=/usr/share/$folder/*"
done >etc/dpkg/dpkg.cfg.d/docker-slim
tar --numeric-owner -c .
